"""Bringing a draft together with what was published meanwhile by another way."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.bases import BaseForm, Settling
from app.authoring.operations.bases import take_base
from app.authoring.permissions import may_write
from app.authoring.queries.bases import NewerBase, newer_base
from app.authoring.queries.drafts import draft_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("bases", __name__, url_prefix="/drafts/<uuid:draft_id>/bases")


@blueprint.get("")
@guarded(draft_seen_by, may_write)
def new(draft: DraftFacts) -> ResponseReturnValue:
    """Who changed which file, and what to choose where both did."""
    base = newer_base(draft)
    return _page(base, BaseForm(), Settling.of(base, {})) if base else redirect(draft.address, 303)


@blueprint.post("")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Take it, once it is settled for each file."""
    form, base = BaseForm(), newer_base(draft)
    if base is None:  # the same request a second time, or another author was faster
        return redirect(draft.address, 303)
    settling = Settling.of(base, request.form)
    if not form.validate_on_submit() or (settling.unsettled and _is_seen(form, base)):
        return _page(base, form, settling), 422
    _take(base, form, settling)
    flash(_("The draft goes on from revision %(number)s.", number=base.number), "success")
    return redirect(draft.address, 303)


def _is_seen(form: BaseForm, base: NewerBase) -> bool:
    """Whether what was sent is about what there is now; else taking it is refused."""
    return (form.seen_version, form.newest_id) == (base.draft.version, base.id)


def _take(base: NewerBase, form: BaseForm, settling: Settling) -> None:
    take_base(
        base.draft.id,
        newest_id=form.newest_id,
        choices=settling.choices,
        version=form.seen_version,
        act_id=form.act,
        by=current_user.id,
        at=now(),
    )
    db.session.commit()


def _page(base: NewerBase, form: BaseForm, settling: Settling) -> str:
    return render_template("authoring/bases/new.html", base=base, draft=base.draft, form=form, settling=settling)

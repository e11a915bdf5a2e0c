"""The weeks of a draft: a new one at the end, and where one is moved and removed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.blocks import beginning_of
from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import NewWeekForm, WeekForm
from app.authoring.operations.arranging import add_week, move_week, remove_week
from app.authoring.outlining import Outline
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import DraftWeek, WeekPlace, draft_outline, draft_week, week_place
from app.authoring.routes.draft_items import DEFAULT_LANGUAGE
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_weeks", __name__, url_prefix="/drafts/<uuid:draft_id>/weeks")


@blueprint.get("/new")
@guarded(draft_seen_by, may_write)
def new(draft: DraftFacts) -> ResponseReturnValue:
    """The form: what the week is about."""
    return _page(draft, draft_outline(draft), NewWeekForm())


@blueprint.post("")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Add it after the last."""
    form, outline = NewWeekForm(), draft_outline(draft)
    if not form.validate_on_submit():
        return _page(draft, outline, form), 422
    text = beginning_of("week", form.title.data or "", outline.language or DEFAULT_LANGUAGE)
    path = add_week(draft.id, text=text, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    return redirect(draft.address_of(path) if path else draft.address, 303)


@blueprint.get("/<int(max=99):number>")
@guarded(draft_week, may_write)
def show(found: DraftWeek) -> ResponseReturnValue:
    """Where the week is moved and removed."""
    return render_template("authoring/weeks/show.html", found=found, form=WeekForm.of(found.outline, found.week))


@blueprint.post("/<int(max=99):number>/moves")
@guarded(week_place, may_write)
def update(place: WeekPlace) -> ResponseReturnValue:
    """Let it be another one of the course; the others are numbered anew."""
    form = WeekForm()
    to = form.to.data or place.number
    act = {"seen": form.items, "act_id": form.act, "by": current_user.id, "at": now()}
    move_week(place.draft.id, place.number, place=to, **act)
    db.session.commit()
    flash(_("It is moved."), "success")
    return redirect(f"{place.draft.address}#week-{to}", 303)


@blueprint.post("/<int(max=99):number>/removal")
@guarded(week_place, may_write)
def destroy(place: WeekPlace) -> ResponseReturnValue:
    """Take it out with all that is in it; those behind it move up."""
    form = WeekForm()
    act = {"seen": form.items, "act_id": form.act, "by": current_user.id, "at": now()}
    remove_week(place.draft.id, place.number, **act)
    db.session.commit()
    flash(_("It is removed from the draft."), "success")
    return redirect(place.draft.address, 303)


def _page(draft: DraftFacts, outline: Outline, form: NewWeekForm) -> str:
    return render_template("authoring/weeks/new.html", draft=draft, outline=outline, form=form)

"""The pictures of a draft: what there is, what is brought, what is taken away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.pictures import PictureForm, PictureRemovalForm
from app.authoring.operations.pictures import Brought, bring_picture, remove_picture
from app.authoring.permissions import may_write
from app.authoring.pictures import fit
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.pictures import pictures_of
from app.db import db
from app.shared.clock import now
from app.shared.errors import Refusal
from app.shared.markdown import plain
from app.web.guards import asks_for_data, guarded

blueprint = Blueprint("draft_pictures", __name__)


@blueprint.get("/drafts/<uuid:draft_id>/pictures")
@guarded(draft_seen_by, may_write)
def index(draft: DraftFacts) -> ResponseReturnValue:
    """Every picture, where it is used, and the form for another."""
    return _page(draft, PictureForm())


@blueprint.post("/drafts/<uuid:draft_id>/pictures")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Bring a picture; a script gets its path, and what is put into the text."""
    db.session.rollback()  # drawing it anew takes its time, and nobody has to wait for it
    form = PictureForm()
    sent = form.read() if form.validate_on_submit() else None
    if sent is None:
        return _refused(draft, form, " ".join(str(each) for each in (*form.picture.errors, *form.name.errors)), 422)
    try:
        brought = _bring(draft, form, *sent)
    except Refusal as refusal:
        db.session.rollback()
        return _refused(draft, form, _sentence(refusal), refusal.status)
    return _told(draft, brought)


@blueprint.post("/drafts/<uuid:draft_id>/pictures/removals")
@guarded(draft_seen_by, may_write)
def destroy(draft: DraftFacts) -> ResponseReturnValue:
    """Take a picture away that no text shows."""
    form = PictureRemovalForm()
    if form.validate_on_submit():
        remove_picture(draft.id, form.path.data or "", act_id=form.act, by=current_user.id, at=now())
        db.session.commit()
        flash(_("The picture is taken out of the course. The history keeps it."), "success")
    return redirect(f"{draft.address}/pictures", 303)


def _bring(draft: DraftFacts, form: PictureForm, name: str, received: bytes) -> Brought:
    picture = fit(received)
    brought = bring_picture(draft.id, picture, name=name, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    return brought


def _told(draft: DraftFacts, brought: Brought) -> ResponseReturnValue:
    ending = brought.path.rpartition(".")[2].lower()
    address = f"{draft.address}/images/{brought.digest}.{ending}"
    if asks_for_data():
        return {"path": brought.path, "text": f"![](../{brought.path})", "address": address}
    told = _("The picture is there. Copy its line into the text.")
    flash(told if brought.is_new else _("This picture was there already."), "success")
    return redirect(f"{draft.address}/pictures#{brought.digest}", 303)


def _refused(draft: DraftFacts, form: PictureForm, why: str, status: int) -> ResponseReturnValue:
    if asks_for_data():
        return {"refused": why}, status
    form.picture.errors = [why]
    return _page(draft, form), status


def _sentence(refusal: Refusal) -> str:
    """Why something is refused, as text."""
    return plain(render_template(f"errors/refusals/{refusal.code}.html", refusal=refusal))


def _page(draft: DraftFacts, form: PictureForm) -> str:
    return render_template("authoring/pictures/index.html", draft=draft, pictures=pictures_of(draft), form=form)

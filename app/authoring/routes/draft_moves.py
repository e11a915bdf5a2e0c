"""An item of a draft gets another place."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import MoveForm
from app.authoring.operations.arranging import move_item
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import DraftItem, draft_item
from app.authoring.routes.draft_items import item_page
from app.authoring.routes.elsewhere import gone_elsewhere
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_moves", __name__)


@blueprint.post("/drafts/<uuid:draft_id>/moves")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Move it to that week and place, or a step up or down."""
    found = draft_item(current_user, draft_id=draft.id, path=request.form.get("path", ""))
    if found is None:
        return gone_elsewhere(draft)
    form = MoveForm.of(found.outline, found.item)
    target = found.outline.stepped(found.item, form.way.data) if form.way.data else None
    if not form.validate_on_submit() or not (target or form.to.data):
        return item_page(found, moving=form), 422
    week, place = target or form.target
    move_item(draft.id, found.item.leaf.path, week=week, place=place, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    return _gone_on(found, form)


def _gone_on(found: DraftItem, form: MoveForm) -> ResponseReturnValue:
    """To the item in the tree, where it stands now."""
    if form.next.data == "arrange":
        return redirect(f"{found.draft.address}?arrange=1#item-{found.item.id}", 303)
    flash(_("It is moved."), "success")
    return redirect(f"{found.draft.address}#item-{found.item.id}", 303)

"""An item of a draft gets another id; the old one is kept as an alias."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import RenameForm
from app.authoring.operations.arranging import rename_item
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import draft_item
from app.authoring.routes.draft_items import item_page
from app.authoring.routes.elsewhere import gone_elsewhere
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_renames", __name__)


@blueprint.post("/drafts/<uuid:draft_id>/renames")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Rename it, with its translations and the links to it."""
    found = draft_item(current_user, draft_id=draft.id, path=request.form.get("path", ""))
    if found is None:
        return gone_elsewhere(draft)
    form = RenameForm.of(found.outline, found.item)
    if not form.validate_on_submit():
        return item_page(found, renaming=form), 422
    new_id = form.new_id.data or ""
    rename_item(draft.id, found.item.leaf.path, new_id=new_id, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is renamed. Records and links find it under both ids."), "success")
    return redirect(f"{draft.address}#item-{new_id}", 303)

"""An item is taken out of a draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import RemovalForm
from app.authoring.operations.arranging import remove_item
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import draft_item
from app.authoring.routes.elsewhere import gone_elsewhere
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_removals", __name__)


@blueprint.post("/drafts/<uuid:draft_id>/removals")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Take it out, with its translations."""
    form = RemovalForm()
    found = draft_item(current_user, draft_id=draft.id, path=form.path.data or "")
    if found is None or not form.validate_on_submit():
        return gone_elsewhere(draft)
    remove_item(draft.id, found.item.leaf.path, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is removed from the draft."), "success")
    return redirect(draft.address, 303)

"""An act in a draft is taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import UndoForm
from app.authoring.operations.saving import NothingToUndo, undo
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_undos", __name__)


@blueprint.post("/drafts/<uuid:draft_id>/undos")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Let every file of that act be what it was before, unless somebody changed one since."""
    form = UndoForm()
    if not form.validate_on_submit() or form.undone_id is None:
        raise NothingToUndo
    undo(draft.id, form.undone_id, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is undone."), "success")
    return redirect(draft.address, 303)

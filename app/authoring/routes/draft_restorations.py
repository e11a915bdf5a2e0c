"""A file of a draft is brought back as it was saved once."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import RestorationForm
from app.authoring.operations.saving import restore
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.saves import save_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_restorations", __name__)


@blueprint.post("/drafts/<uuid:draft_id>/restorations")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Bring it back; what stands there now goes into the history."""
    form = RestorationForm()
    seen = save_seen_by(current_user, draft_id=draft.id, number=form.save_number)
    if seen is None or not form.validate_on_submit():
        abort(404)
    restore(draft.id, seen.save.number, act_id=form.act, by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is brought back. What stood there before is in the history."), "success")
    return redirect(draft.address_of(seen.save.path) if seen.is_text else draft.address, 303)

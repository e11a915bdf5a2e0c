"""A trainee signs an outcome, signed in to their own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.forms import SignatureForm
from app.assessments.practicals.operations import acknowledge
from app.assessments.practicals.permissions import may_acknowledge
from app.assessments.practicals.queries import sign_off_seen_by
from app.assessments.practicals.routes.sign_offs import sign_off_page
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("acknowledgements", __name__)


@blueprint.post("/sign-offs/<uuid:sign_off_id>/acknowledgement")
@guarded(sign_off_seen_by, may_acknowledge)
def create(found: SeenSignOff) -> ResponseReturnValue:
    """Sign the outcome, and agree or don't."""
    form = SignatureForm()
    if not form.validate_on_submit():
        return sign_off_page(found, form), 422
    words = form.words.data or ""
    new = acknowledge(found, by=current_user.id, at=now(), agrees=form.in_agreement, words=words)
    db.session.commit()
    if new and not form.in_agreement:
        flash(_("You have signed that you don’t agree. A coordinator reads it, decides, and you get a notice."))
        return redirect(f"/sign-offs/{found.id}", 303)
    return redirect(found.enrolled.address_of(found.practical.id), 303)

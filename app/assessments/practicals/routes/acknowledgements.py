"""A trainee says that they have seen an outcome."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.operations import acknowledge
from app.assessments.practicals.permissions import may_acknowledge
from app.assessments.practicals.queries import sign_off_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("acknowledgements", __name__)


@blueprint.post("/sign-offs/<uuid:sign_off_id>/acknowledgement")
@guarded(sign_off_seen_by, may_acknowledge)
def create(found: SeenSignOff) -> ResponseReturnValue:
    """Acknowledge the outcome."""
    acknowledge(found, by=current_user.id, at=now())
    db.session.commit()
    return redirect(found.enrolled.address_of(found.practical.id), 303)

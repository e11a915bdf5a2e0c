"""A trainee declares that they are ready to be assessed."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.forms import ReadinessForm
from app.assessments.practicals.operations import declare_ready
from app.assessments.practicals.permissions import may_declare_ready
from app.assessments.practicals.queries import enrolled_practical
from app.courses.facts import EnrolledItem
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("readiness", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/readiness")
@guarded(enrolled_practical, may_declare_ready)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Ask to be assessed."""
    declare_ready(found, readiness_id=ReadinessForm().own_id(), by=current_user.id, at=now())
    db.session.commit()
    return redirect(found.prefix, 303)

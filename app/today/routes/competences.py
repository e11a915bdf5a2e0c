"""A trainee's competences: taught, asked, and shown at the bench."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.courses.facts import Enrolled
from app.courses.permissions import is_own, may_see_enrolment
from app.courses.queries.enrolments import done_by, enrolled
from app.today.competences import competences_of
from app.today.queries.benchwork import judged_of
from app.web.guards import guarded

blueprint = Blueprint("competences", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/competences")
@guarded(enrolled, may_see_enrolment)
def index(found: Enrolled) -> ResponseReturnValue:
    """The picture, and each competence with its dates and devices."""
    return render_template(
        "today/competences.html",
        found=found,
        blocks=competences_of(found.curriculum, done=done_by(found), judged=judged_of(found)),
        own=is_own(current_user, found),
    )

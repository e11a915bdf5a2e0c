"""The words of the trade of a course, for a trainee and who follows them."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.courses.facts import Enrolled
from app.courses.permissions import may_see_enrolment
from app.courses.queries.enrolments import enrolled
from app.courses.routes.pages import glossary_page
from app.web.guards import guarded

blueprint = Blueprint("glossaries", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/glossary")
@guarded(enrolled, may_see_enrolment)
def show(found: Enrolled) -> ResponseReturnValue:
    """Every term, in the reader's language and in the course's."""
    return glossary_page(found.curriculum, course=f"/enrolments/{found.id}")

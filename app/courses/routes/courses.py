"""The courses of the school, for staff."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionFacts
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import published_courses
from app.web.guards import guarded

blueprint = Blueprint("courses", __name__)


@blueprint.get("/courses")
@guarded(published_courses, may_read_with_answers)
def index(revisions: list[RevisionFacts]) -> ResponseReturnValue:
    """Each course with its newest revision."""
    return render_template("courses/courses/index.html", revisions=revisions)

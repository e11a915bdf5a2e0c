"""One address for every item of a course, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.courses.facts import EnrolledItem
from app.courses.permissions import may_learn
from app.courses.queries.enrolments import enrolled_item
from app.courses.routes.lessons import lesson_page
from app.courses.routes.safety_duties import read_first_before
from app.web.guards import guarded

blueprint = Blueprint("items", __name__)

ITEM_PAGES: dict[str, Callable[[EnrolledItem], ResponseReturnValue]] = {"lesson": lesson_page}
"""The page of each kind of item. Quizzes and practicals add theirs when the application is wired together,
since courses don't know them."""


@blueprint.get("/enrolments/<uuid:enrolment_id>/items/<item_id>")
@guarded(enrolled_item, may_learn)
def show(found: EnrolledItem) -> ResponseReturnValue:
    """The trainee's page of a lesson, quiz or practical; a safety correction comes before it."""
    read_first_before(found)
    return ITEM_PAGES[found.item.kind](found)

"""The catalogue: what the school teaches, for anybody who thinks of coming."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from app.courses.queries.catalogue import offered_course, offered_courses
from app.shared.clock import now
from app.web.guards import public
from app.web.titles import page_language

blueprint = Blueprint("catalogue", __name__, url_prefix="/catalogue")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Each course in short."""
    return render_template(
        "courses/catalogue/index.html", courses=offered_courses(today=_today(), language=page_language())
    )


@blueprint.get("/<course_id>")
@public
def show(course_id: str) -> ResponseReturnValue:
    """One course: its weeks, what one can do afterwards, and when it begins next. Good to print."""
    course = offered_course(course_id, today=_today(), language=page_language())
    if course is None:
        abort(404)
    return render_template("courses/catalogue/show.html", course=course, curriculum=course.revision.curriculum)


def _today() -> date:
    return now().astimezone(ZoneInfo(current_app.extensions["settings"].time_zone)).date()

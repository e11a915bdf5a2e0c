"""The desk: where authors find every course, and what is being written."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.authoring.permissions import may_write
from app.authoring.queries.desks import DeskCourse, desk_seen_by
from app.web.guards import guarded

blueprint = Blueprint("desk", __name__)


@blueprint.get("/desk")
@guarded(desk_seen_by, may_write)
def show(courses: tuple[DeskCourse, ...]) -> ResponseReturnValue:
    """Every course with its draft, if one is open."""
    return render_template("authoring/desk/show.html", courses=courses)

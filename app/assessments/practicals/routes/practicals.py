"""The trainee's page of a practical, at the item's address."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.assessments.practicals.facts import practical_of
from app.assessments.practicals.outcome import least_level
from app.assessments.practicals.queries import practical_state, sign_offs_of
from app.courses.facts import EnrolledItem
from app.courses.progress import closed_gates
from app.courses.queries.enrolments import done_by
from app.courses.routes.explained import explained


def item_page(found: EnrolledItem) -> ResponseReturnValue:
    """The brief, the criteria, where the trainee stands, and what they can do next. Four queries."""
    enrolled = found.enrolled
    closed = closed_gates(found.item, done_by(enrolled))
    openers = [enrolled.curriculum.openers[gate] for gate in closed if gate in enrolled.curriculum.openers]
    return render_template(
        "practicals/practicals/show.html",
        found=found,
        practical=practical_of(found),
        brief=explained(found.item, enrolled.curriculum),
        least_level=least_level,
        state=practical_state(found),
        sign_offs=sign_offs_of(found),
        locked=bool(closed),
        openers=openers,
        time_zone=enrolled.cohort.time_zone,
    )

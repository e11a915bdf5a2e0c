"""The trainee's page of a practical, at the item's address."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.assessments.practicals.facts import lock_of, practical_of
from app.assessments.practicals.outcome import least_level
from app.assessments.practicals.queries import accepted_testimonies, feedback_of, practical_state, sign_offs_of
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import done_by
from app.courses.routes.explained import explained
from app.web.titles import page_language


def item_page(found: EnrolledItem) -> ResponseReturnValue:
    """The brief, the criteria, where the trainee stands, and what they can do next. Five queries; six
    where something is to be shown again."""
    enrolled = found.enrolled
    state, language = practical_state(found), page_language()
    again = state.last_sign_off_id if state.outcome == "not_yet_competent" else None
    return render_template(
        "practicals/practicals/show.html",
        found=found,
        practical=practical_of(found),
        brief=explained(found.item, enrolled.curriculum),
        least_level=least_level,
        state=state,
        feedback=feedback_of(again, language=language) if again else None,
        testimonies=accepted_testimonies(found, language=language),
        sign_offs=sign_offs_of(found),
        lock=lock_of(found, done_by(enrolled), state),
        time_zone=enrolled.cohort.time_zone,
    )

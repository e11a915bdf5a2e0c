"""Finding what somebody did in a course, for papers about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.assessments.cases.models import CaseRun
from app.assessments.practicals.queries import practical_states
from app.assessments.quizzes.queries import quiz_states
from app.certificates.queries.candidates import successes_of
from app.certificates.training import Training, Tried, training_of
from app.courses.facts import Enrolled
from app.courses.queries.enrolments import done_by
from app.db import db


def training_until(enrolled: Enrolled, *, school: str, at: datetime) -> Training:
    """What `enrolled` did in the course until now, which is `at`. Five queries."""
    return training_of(enrolled, done=done_by(enrolled), tried=_tried(enrolled), school=school, at=at)


def _tried(enrolled: Enrolled) -> Tried:
    quizzes = {item_id: state for (_, item_id), state in quiz_states([enrolled]).items()}
    practicals = {item_id for (_, item_id), state in practical_states([enrolled]).items() if state.outcome}
    ended = db.session.scalars(
        select(CaseRun.item_id).where(CaseRun.enrolment_id == enrolled.id, CaseRun.ended_at.is_not(None)).distinct()
    )
    cases = {enrolled.curriculum.called_now(item_id) for item_id in ended}
    percents = {item_id: state.best_percent for item_id, state in quizzes.items() if state.best_percent is not None}
    return Tried(percents, frozenset({*percents, *practicals, *cases}), successes_of([enrolled])[enrolled.id])

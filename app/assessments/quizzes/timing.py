"""When an attempt ends, and when the next may begin. Pure; every time is aware."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.assessments.quizzes.arranging import USUAL, Terms
from app.curriculum.model import Quiz


def deadline_for(quiz: Quiz, *, started_at: datetime, terms: Terms = USUAL) -> datetime | None:
    """When the time of an attempt on these terms is over; None: it has no limit."""
    lasts = terms.minutes(quiz.minutes)
    return started_at + lasts if lasts else None


def is_over(deadline: datetime | None, at: datetime) -> bool:
    """Whether the time is up: at the deadline itself it is."""
    return deadline is not None and at >= deadline


def closing_time(deadline: datetime | None, at: datetime) -> datetime:
    """When an attempt counts as closed that is closed at `at`: never after its deadline."""
    return min(at, deadline) if deadline else at


def next_start(quiz: Quiz, *, last_closed_at: datetime | None) -> datetime | None:
    """Before when no new attempt may begin; None: there is nothing to wait for."""
    if last_closed_at is None or quiz.wait_seconds == 0:
        return None
    return last_closed_at + timedelta(seconds=quiz.wait_seconds)

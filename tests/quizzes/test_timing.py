"""When attempts end, and when the next may begin."""

from __future__ import annotations

from datetime import timedelta

from app.assessments.quizzes.timing import closing_time, deadline_for, is_over, next_start
from tests.cast import NOON
from tests.quizzes.questions import quiz

MINUTE = timedelta(minutes=1)


def test_the_deadline_is_counted_from_the_start() -> None:
    assert deadline_for(quiz(minutes=10), started_at=NOON) == NOON + 10 * MINUTE


def test_without_a_time_limit_there_is_no_deadline_and_it_is_never_over() -> None:
    assert deadline_for(quiz(), started_at=NOON) is None
    assert not is_over(None, NOON)
    assert closing_time(None, NOON) == NOON


def test_the_time_is_over_at_the_deadline_itself() -> None:
    assert is_over(NOON, NOON)
    assert not is_over(NOON, NOON - timedelta(microseconds=1))


def test_an_attempt_is_never_closed_after_its_deadline() -> None:
    assert closing_time(NOON, NOON + MINUTE) == NOON
    assert closing_time(NOON, NOON - MINUTE) == NOON - MINUTE


def test_the_wait_is_counted_from_the_end_of_the_last_attempt() -> None:
    assert next_start(quiz(wait_seconds=3600), last_closed_at=NOON) == NOON + 60 * MINUTE


def test_there_is_nothing_to_wait_for_before_the_first_attempt_or_without_the_rule() -> None:
    assert next_start(quiz(wait_seconds=3600), last_closed_at=None) is None
    assert next_start(quiz(), last_closed_at=NOON) is None

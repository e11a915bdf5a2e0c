"""When a safety question that was missed comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.quizzes.returning import SOME_DAYS, Given, due_again

FIRST = date(2026, 5, 4)


def on(day: int, *, right: bool) -> Given:
    return Given(FIRST + timedelta(days=day), right)


def due_on(*answers: Given) -> int | None:
    """How many days after the first day the question is back."""
    due = due_again(answers)
    return None if due is None else (due - FIRST).days


def test_what_was_never_missed_does_not_come_back() -> None:
    assert (due_on(), due_on(on(0, right=True)), due_on(on(0, right=True), on(9, right=True))) == (None, None, None)


def test_a_missed_question_comes_back_the_next_day() -> None:
    assert due_on(on(0, right=False)) == 1


def test_answered_right_it_comes_back_once_more_some_days_later() -> None:
    assert due_on(on(0, right=False), on(1, right=True)) == 1 + SOME_DAYS


def test_right_twice_some_days_apart_it_stays_away() -> None:
    assert due_on(on(0, right=False), on(1, right=True), on(1 + SOME_DAYS, right=True)) is None


@pytest.mark.parametrize("day", [0, 1, 2, SOME_DAYS])
def test_right_again_too_soon_counts_for_nothing(day: int) -> None:
    again = [on(0, right=False), on(1, right=True), *[on(day, right=True)] * (day >= 1)]
    assert due_on(*again) == 1 + SOME_DAYS


def test_right_on_the_day_on_which_it_was_missed_counts_for_nothing() -> None:
    assert due_on(on(0, right=False), on(0, right=True)) == 1


def test_missed_again_it_starts_anew() -> None:
    missed_again = on(0, right=False), on(1, right=True), on(4, right=False)
    assert due_on(*missed_again) == 5
    assert due_on(*missed_again, on(5, right=True)) == 5 + SOME_DAYS


def test_missed_long_after_it_stayed_away_it_comes_back() -> None:
    assert due_on(on(0, right=False), on(1, right=True), on(4, right=True), on(90, right=False)) == 91


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans())))
def test_it_stays_away_only_after_two_right_answers_some_days_apart(given_on: list[tuple[int, bool]]) -> None:
    answers = [on(day, right=right) for day, right in sorted(given_on, key=lambda pair: pair[0])]
    misses = [place for place, answer in enumerate(answers) if not answer.right]
    if misses and due_again(answers) is None:
        after = [answer.day for answer in answers[misses[-1] + 1 :]]
        assert (after[-1] - after[0]).days >= SOME_DAYS
    if not misses:
        assert due_again(answers) is None

"""On which terms somebody takes a quiz."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessments.quizzes.arranging import USUAL, Terms, together


@pytest.mark.parametrize(
    ("more_time", "seconds"), [("none", 600), ("quarter", 750), ("third", 800), ("half", 900), ("double", 1200)]
)
def test_more_time_is_a_part_of_the_quizs_own(more_time: str, seconds: int) -> None:
    assert Terms(more_time).minutes(10) == timedelta(seconds=seconds)
    assert Terms(more_time).minutes(None) is None


def test_without_an_arrangement_a_quiz_lasts_as_long_as_it_says() -> None:
    assert USUAL.minutes(7) == timedelta(minutes=7)


@pytest.mark.parametrize(("more_time", "minutes", "seconds"), [("third", 1, 80), ("quarter", 1, 75), ("half", 7, 630)])
def test_a_part_of_a_minute_is_given_to_the_second(more_time: str, minutes: int, seconds: int) -> None:
    assert Terms(more_time).minutes(minutes) == timedelta(seconds=seconds)


def test_further_attempts_come_on_top_of_those_of_the_quiz() -> None:
    assert Terms(further_attempts=2).attempts(3) == 5
    assert USUAL.attempts(3) == 3


def test_where_there_is_any_number_of_attempts_none_come_on_top() -> None:
    assert Terms(further_attempts=2).attempts(None) is None


@pytest.mark.parametrize("terms", [Terms("third"), Terms(read_aloud=True), Terms(further_attempts=1)])
def test_whatever_is_arranged_the_terms_are_no_longer_the_usual_ones(terms: Terms) -> None:
    assert not terms.usual
    assert USUAL.usual


@pytest.mark.parametrize(
    ("for_one", "for_all", "both"),
    [
        (Terms("quarter", further_attempts=2), Terms("third", read_aloud=True), Terms("third", True, 2)),
        (Terms("double", read_aloud=True), Terms("half"), Terms("double", True)),
        (Terms("none"), Terms("none"), USUAL),
    ],
)
def test_nothing_that_was_promised_for_all_quizzes_is_lost_in_one(for_one: Terms, for_all: Terms, both: Terms) -> None:
    assert together(for_one, for_all) == both

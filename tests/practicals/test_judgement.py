"""What is missing in a judgement, and what it decides."""

from __future__ import annotations

import pytest

from app.assessments.practicals.judgement import Gap, gaps, verdict_of
from tests.practicals.making import criterion, judgement, practical

WORK = practical(criterion("safe", critical=True), criterion("clean", levels=4), photos=2)
WHOLE: dict[str, int | None] = {"safe": 1, "clean": 3}


def test_a_whole_judgement_has_no_gap() -> None:
    assert gaps(WORK, judgement(WHOLE), photos=2) == ()


def test_each_criterion_that_was_forgotten_is_named() -> None:
    assert gaps(WORK, judgement({}), photos=2) == (Gap("level", "safe"), Gap("level", "clean"))


def test_not_observed_is_a_judgement() -> None:
    assert gaps(WORK, judgement({"safe": None, "clean": None}), photos=2) == ()


@pytest.mark.parametrize("level", [-1, 4])
def test_a_level_that_does_not_exist_is_no_judgement(level: int) -> None:
    assert gaps(WORK, judgement({"safe": 1, "clean": level}), photos=2) == (Gap("level", "clean"),)


def test_the_device_has_a_brand_and_a_model() -> None:
    assert gaps(WORK, judgement(WHOLE, brand="", model=""), photos=2) == (
        Gap("device_brand"),
        Gap("device_model"),
    )


def test_competent_needs_as_many_photos_as_are_asked_for() -> None:
    assert gaps(WORK, judgement(WHOLE), photos=1) == (Gap("photos"),)


@pytest.mark.parametrize("levels", [{"safe": 0, "clean": 3}, {"safe": None, "clean": 3}])
def test_not_yet_competent_needs_no_photo(levels: dict[str, int | None]) -> None:
    assert gaps(WORK, judgement(levels), photos=0) == ()


def test_work_that_the_assessor_holds_back_needs_no_photo() -> None:
    assert gaps(WORK, judgement(WHOLE, not_yet=True, remark="Too slow."), photos=0) == ()


def test_deciding_not_yet_needs_a_reason() -> None:
    assert gaps(WORK, judgement(WHOLE, not_yet=True), photos=2) == (Gap("remark"),)


def test_an_assessor_may_hold_back_work_that_the_levels_let_pass() -> None:
    assert verdict_of(WORK, judgement(WHOLE, not_yet=True)) == ("not_yet_competent", True)


def test_agreeing_with_levels_that_do_not_suffice_is_no_overruling() -> None:
    assert verdict_of(WORK, judgement({"safe": 0, "clean": 3}, not_yet=True)) == ("not_yet_competent", False)


def test_without_a_decision_of_their_own_the_levels_decide() -> None:
    assert verdict_of(WORK, judgement(WHOLE)) == ("competent", False)

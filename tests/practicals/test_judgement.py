"""What is missing in a judgement, and what it decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.practicals.judgement import Gap, Judgement, gaps, judged_alike, settled, verdict_of
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


def test_a_stop_takes_its_reason_and_nothing_else() -> None:
    stop = Judgement({}, "", "", not_yet=False, remark="The plug was in.", stopped=True)
    assert (gaps(WORK, stop, photos=0), verdict_of(WORK, stop)) == ((), ("not_yet_competent", False))


def test_a_stop_without_a_reason_has_a_gap() -> None:
    assert gaps(WORK, judgement({}, stopped=True), photos=2) == (Gap("remark"),)


def test_a_level_that_does_not_exist_is_none_in_a_stop_either() -> None:
    stop = judgement({"clean": 4, "safe": 1}, stopped=True, remark="The plug was in.")
    assert gaps(WORK, stop, photos=0) == (Gap("level", "clean"),)


@pytest.mark.parametrize("not_yet", [False, True])
def test_work_that_was_stopped_is_never_competent_and_nobody_is_overruled(not_yet: bool) -> None:
    stop = judgement(WHOLE, stopped=True, remark="The plug was in.", not_yet=not_yet)
    assert verdict_of(WORK, stop) == ("not_yet_competent", False)


def test_what_a_stop_left_unjudged_was_not_observed() -> None:
    stop = judgement({"clean": 2}, stopped=True, remark="The plug was in.", not_yet=True)
    assert settled(WORK, stop) == replace(stop, levels={"safe": None, "clean": 2}, not_yet=False)


def test_any_other_judgement_is_recorded_as_it_was_put_down() -> None:
    forgotten = judgement({"clean": 2}, not_yet=True)
    assert settled(WORK, forgotten) is forgotten


PUT_DOWN = st.builds(
    Judgement,
    levels=st.fixed_dictionaries(
        {}, optional={"safe": st.none() | st.integers(-1, 2), "clean": st.none() | st.integers(-1, 4)}
    ),
    device_brand=st.sampled_from(["", "Exemplia"]),
    device_model=st.sampled_from(["", "One"]),
    not_yet=st.booleans(),
    remark=st.sampled_from(["", "Slow."]),
    stopped=st.booleans(),
)


@given(PUT_DOWN, st.integers(0, 3))
def test_what_has_no_gap_can_be_recorded_whole(put_down: Judgement, photos: int) -> None:
    if gaps(WORK, put_down, photos=photos) == ():
        whole = settled(WORK, put_down)
        verdict, overruled = verdict_of(WORK, whole)
        assert whole.levels.keys() == {"safe", "clean"}
        assert not (put_down.stopped and verdict == "competent")
        assert not (overruled and not put_down.not_yet)


@given(PUT_DOWN, st.integers(0, 3))
def test_competent_always_has_its_photos_its_device_and_every_level(put_down: Judgement, photos: int) -> None:
    if gaps(WORK, put_down, photos=photos) == () and verdict_of(WORK, settled(WORK, put_down))[0] == "competent":
        assert (photos >= WORK.photos, all(put_down.device), None in put_down.levels.values()) == (True, True, False)


def test_criteria_are_alike_under_other_ids_and_in_another_order_but_not_with_another_pass() -> None:
    one, other = criterion("a", levels=4), criterion("b")
    assert judged_alike(practical(one, other), practical(other, one)) is True
    assert judged_alike(practical(one), practical(one, other)) is False
    assert judged_alike(practical(one), practical(other)) is False
    assert judged_alike(practical(one, passes="60"), practical(one, passes="70")) is False

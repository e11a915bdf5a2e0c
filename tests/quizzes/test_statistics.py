"""What attempts add to the tallies of questions, and what is said of a question then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.quizzes.statistics.figures import Choice, Figures, Verdict
from app.assessments.quizzes.statistics.tallies import (
    KINDS,
    UNIT,
    Earned,
    Save,
    Tally,
    seconds_at,
    seconds_spent,
    share_of,
    step_of,
    tallies_of,
)
from app.curriculum.model import NumericKey, Question
from app.shared.intervals import share
from tests.cast import NOON
from tests.quizzes.questions import arranged, question

SECOND = timedelta(seconds=1)
BULB, FUSE = question("bulb", right="x--"), question("fuse", right="-x")
SUMS = ("asked", "full", "x", "pairs", "px", "pxx", "py", "pyy", "pxy")


def earned(asked: Question, answer: Any, thousandths: int = 0) -> Earned:
    return Earned(asked, answer, thousandths, 1000)


def counted(attempt: Iterable[Earned], **more: Any) -> Counter[Tally]:
    return tallies_of(list(attempt), more.pop("saves", ()), started_at=NOON, met=more.pop("met", ()))


def of(asked: Question, tallies: Counter[Tally], *kinds: str) -> dict[tuple[str, str], int]:
    """What is counted of one question, of these kinds or of all."""
    return {
        (tally.kind, tally.value): number
        for tally, number in tallies.items()
        if tally.digest == asked.digest and (not kinds or tally.kind in kinds)
    }


def figures(asked: Question, people: Iterable[tuple[Any, int, int]]) -> Figures:
    """A question that these people were asked: each with their answer, and what they earned of it and of the rest."""
    whole: Counter[Tally] = Counter()
    rest = question("rest", right="x")
    for answer, own, other in people:
        whole.update(counted([earned(asked, answer, own), earned(rest, [0], other)]))
    return Figures(asked, of(asked, whole))


def test_a_question_counts_with_what_it_earned_and_what_the_rest_did() -> None:
    found = counted([earned(BULB, [0], 1000), earned(FUSE, [0], 500), earned(question("lamp", right="x"), [0], 0)])
    half, quarter = UNIT // 2, UNIT // 4
    assert of(FUSE, found, *SUMS) == {
        ("asked", ""): 1, ("full", ""): 0, ("x", ""): half, ("pairs", ""): 1, ("px", ""): half,
        ("pxx", ""): half * half, ("py", ""): half, ("pyy", ""): half * half, ("pxy", ""): half * half,
    }  # fmt: skip
    assert of(BULB, found, "full", "x", "py") == {("full", ""): 1, ("x", ""): UNIT, ("py", ""): quarter}


def test_the_only_question_of_an_attempt_has_no_rest_to_go_with() -> None:
    assert of(BULB, counted([earned(BULB, [0], 1000)]), *SUMS) == {("asked", ""): 1, ("full", ""): 1, ("x", ""): UNIT}


def test_what_somebody_was_asked_before_is_not_counted_but_is_part_of_the_rest() -> None:
    found = counted([earned(BULB, [0], 1000), earned(FUSE, [1], 1000)], met={BULB.digest})
    assert of(BULB, found) == {}
    assert of(FUSE, found, "asked", "py") == {("asked", ""): 1, ("py", ""): UNIT}


def test_one_question_under_two_names_counts_once_an_attempt() -> None:
    again = replace(BULB, id="bulb-again")
    assert of(BULB, counted([earned(BULB, [1]), earned(again, [2])]), "asked", "part") == {
        ("asked", ""): 1,
        ("part", "1"): 1,
    }


@pytest.mark.parametrize(
    ("asked", "answer", "thousandths", "value"),
    [
        (question(right="x--"), [2], 0, [("part", "2")]),
        (question(kind="multiple", right="xx-"), [0, 2], 0, [("part", "0"), ("part", "2")]),
        (question(kind="multiple", right="xx-"), [1, 1], 0, [("part", "1")]),
        (arranged("q", "match", 3), [1, None, 2], 333, [("part", "0:1"), ("part", "2:2")]),
        (arranged("q", "order", 3), [2, 0, 1], 0, [("whole", "2 0 1")]),
        (arranged("q", "order", 3), [2, None, 1], 0, [("whole", "2 - 1")]),
        (arranged("q", "order", 3), [0, 1, 2], 1000, []),
        (question(kind="text", accepted=("fuse",)), "  Á  Switch ", 0, [("whole", "a switch")]),
        (question(kind="text", accepted=("fuse",)), "fuse", 1000, []),
        (question(kind="numeric", numeric=NumericKey(1, 0, "V")), "1,5 V", 0, [("whole", "1.5V")]),  # type: ignore[arg-type]
        (question(kind="text"), "a" * 200, 0, [("whole", "a" * 120)]),
        (question(right="x-"), [], 0, [("none", "")]),
        (question(kind="text"), None, 0, [("none", "")]),
    ],
)
def test_answers_are_counted_by_what_was_chosen_or_wrongly_given(
    asked: Question, answer: Any, thousandths: int, value: list[tuple[str, str]]
) -> None:
    found = counted([earned(asked, answer, thousandths)])
    assert of(asked, found, "part", "whole", "none") == dict.fromkeys(value, 1)


def test_a_question_takes_from_what_was_saved_before_until_its_own_answer_was() -> None:
    saves = [Save("bulb", NOON + 20 * SECOND), Save("fuse", NOON + 50 * SECOND), Save("bulb", NOON + 60 * SECOND)]
    assert seconds_spent(saves, started_at=NOON) == {"bulb": 30.0, "fuse": 30.0}


def test_of_answers_that_came_at_once_it_isn_t_known_how_long_each_took() -> None:
    together = [
        Save(name, NOON + 60 * SECOND + place * SECOND / 2) for place, name in enumerate(("bulb", "fuse", "fuse"))
    ]
    saves = [Save("bulb", NOON + 10 * SECOND), *together, Save("lamp", NOON + 70 * SECOND)]
    assert seconds_spent(saves, started_at=NOON) == {"lamp": 9.0}


def test_each_time_that_answers_came_at_once_theirs_are_unknown() -> None:
    names = (("bulb", "fuse"), ("lamp", "wire"))
    saves = [Save(name, NOON + minute * 60 * SECOND) for minute, together in enumerate(names, 1) for name in together]
    assert seconds_spent(saves, started_at=NOON) == {}


def test_answers_a_second_apart_were_given_one_after_the_other() -> None:
    saves = [Save("bulb", NOON + 10 * SECOND), Save("fuse", NOON + 11 * SECOND)]
    assert seconds_spent(saves, started_at=NOON) == {"bulb": 10.0, "fuse": 1.0}


def test_an_answer_that_is_corrected_at_once_has_its_time() -> None:
    saves = [Save("bulb", NOON + 10 * SECOND), Save("bulb", NOON + 10.5 * SECOND)]
    assert seconds_spent(saves, started_at=NOON) == {"bulb": 10.5}


@pytest.mark.parametrize("seconds", [1, 7.3, 42, 600, 7200])
def test_times_are_kept_to_a_fortieth(seconds: float) -> None:
    assert seconds_at(step_of(seconds)) == pytest.approx(seconds, rel=1 / 40)


@pytest.mark.parametrize(
    ("part", "whole", "value"), [(0, 3, 0), (1, 3, 3333), (2, 3, 6667), (1, 16, 625), (3, 3, UNIT)]
)
def test_shares_are_whole_numbers_rounded_as_people_do(part: int, whole: int, value: int) -> None:
    assert share_of(part, whole) == value


@given(st.lists(st.tuples(st.sampled_from([[], [0], [1], [0, 1]]), st.integers(0, 1000), st.integers(0, 1000))))
def test_in_whatever_order_people_are_counted_the_tallies_are_the_same(people: list[tuple[Any, int, int]]) -> None:
    asked = question(kind="multiple", right="x-")
    assert figures(asked, people).tallies == figures(asked, reversed(people)).tallies
    assert {kind for kind, _ in figures(asked, people).tallies} <= set(KINDS)


def verdict_of(right: int, wrong: int, *, rest_of_right: tuple[int, ...], rest_of_wrong: tuple[int, ...]) -> Verdict:
    """The verdict on a question that so many had right and wrong, who earned these in turn in the rest."""
    people = [([0], 1000, rest_of_right[each % len(rest_of_right)]) for each in range(right)]
    people += [([1], 0, rest_of_wrong[each % len(rest_of_wrong)]) for each in range(wrong)]
    return figures(BULB, people).verdict


@pytest.mark.parametrize(
    ("right", "wrong", "rest_of_right", "rest_of_wrong", "verdict"),
    [
        (0, 19, (500,), (500,), "few"),
        (19, 0, (500,), (500,), "few"),
        (0, 20, (500,), (500,), "hard"),
        (20, 0, (500,), (500,), "easy"),
        (4, 16, (900, 800), (100, 200), "hard"),
        (10, 10, (100, 200), (900, 800), "against"),
        (10, 10, (900, 800), (100, 200), "sound"),
        (10, 10, (900, 100), (900, 100), "open"),
        (100, 100, (900, 100), (900, 100), "flat"),
        (16, 4, (100, 200), (900, 800), "open"),
        (15, 5, (100, 200), (900, 800), "against"),
        (8, 12, (900, 100), (900, 100), "open"),
        (18, 2, (900, 100), (900, 100), "open"),
        (10, 10, (900, 800, 100), (900, 100, 200), "open"),
        (10, 10, (900, 100, 200), (900, 800, 100), "open"),
    ],
)
def test_a_verdict_is_given_where_the_whole_interval_says_so(
    right: int, wrong: int, rest_of_right: tuple[int, ...], rest_of_wrong: tuple[int, ...], verdict: Verdict
) -> None:
    assert verdict_of(right, wrong, rest_of_right=rest_of_right, rest_of_wrong=rest_of_wrong) == verdict


def test_a_question_tells_how_it_was_answered() -> None:
    found = figures(BULB, [([0], 1000, 1000)] * 3 + [([2], 0, 0)] + [(None, 0, 0)])
    assert (found.asked, found.right, found.facility) == (5, 3, share(3, 5))
    assert found.choices == (
        Choice("0", True, 3, share(3, 5)),
        Choice("1", False, 0, share(0, 5)),
        Choice("2", False, 1, share(1, 5)),
    )
    assert found.unanswered == Choice("", False, 1, share(1, 5))


def test_facility_is_the_mean_share_of_the_marks() -> None:
    found = figures(BULB, [([0], 1000, 0), ([0], 500, 0), ([0], 0, 0)])
    assert (found.right, found.facility) == (1, share(1.5, 3))


def test_of_typed_answers_those_are_told_that_several_gave_the_frequent_first() -> None:
    asked = question(kind="text", accepted=("fuse",))
    given_ = ["Fuse"] * 3 + ["lamp"] * 2 + ["bulb"] * 3 + ["my own name"]
    found = figures(asked, [(text, 1000 if text == "Fuse" else 0, 0) for text in given_])
    assert [(choice.value, choice.right, choice.number) for choice in found.choices] == [
        ("bulb", False, 3),
        ("lamp", False, 2),
    ]
    assert found.unanswered is None


def test_of_matches_the_wrong_ones_are_told() -> None:
    found = figures(arranged("q", "match", 3), [([0, 2, 1], 333, 0)] * 2 + [([0, 1, 2], 1000, 0)])
    assert [(choice.places, choice.number) for choice in found.choices] == [((1, 2), 2), ((2, 1), 2)]


def test_orders_are_told_as_they_were_given() -> None:
    found = figures(arranged("q", "order", 3), [([2, None, 1], 0, 0)] * 2)
    assert [(choice.places, choice.number) for choice in found.choices] == [((2, None, 1), 2)]


def test_the_time_is_told_as_a_median_with_its_interval() -> None:
    whole: Counter[Tally] = Counter()
    for seconds in range(10, 210, 10):
        whole.update(counted([earned(BULB, [0])], saves=[Save("bulb", NOON + seconds * SECOND)]))
    found = Figures(BULB, of(BULB, whole))
    assert found.seconds is not None
    assert found.timed == 20
    assert [found.seconds.value, found.seconds.low, found.seconds.high] == pytest.approx([105, 60, 150], rel=1 / 40)


def test_a_question_that_nobody_was_asked_has_no_figures() -> None:
    found = Figures(BULB, {})
    assert (found.asked, found.facility, found.discrimination, found.seconds, found.verdict, found.to_look_at) == (
        0,
        None,
        None,
        None,
        "few",
        False,
    )

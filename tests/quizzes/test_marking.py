"""Marking an attempt: points, passing, and answers that make no sense."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.quizzes.marking import mark_attempt, mark_question, percent, verdict_of
from app.curriculum.model import NumericKey, Question
from tests.quizzes.questions import PASS, arranged, question

NUMERIC = question("n", "numeric", numeric=NumericKey(Decimal("19.25"), Decimal("0.05"), "Wh"))
TEXT = question("t", "text", accepted=("open circuit",))
SINGLE = question("s", "single", right="-x-")
MULTIPLE = question("m", "multiple", right="xx--", points=2)
EACH_TYPE = (NUMERIC, TEXT, SINGLE, MULTIPLE)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


ORDER = arranged("o", "order", 4, points=3)
MATCH = arranged("p", "match", 3, points=3)
HOTSPOT = question("h", "hotspot", right="x--", points=2)
ARRANGED = (ORDER, MATCH, HOTSPOT)


def points(asked: Question, answer: Any) -> int:
    return mark_question(asked, answer).thousandths


@pytest.mark.parametrize(
    ("asked", "answer", "thousandths"),
    [
        (SINGLE, [1], 1000),
        (SINGLE, [0], 0),
        (MULTIPLE, [0, 1], 2000),
        (MULTIPLE, [0], 1000),
        (MULTIPLE, [0, 1, 2], 1000),
        (MULTIPLE, [2, 3], 0),
        (NUMERIC, "19,25", 1000),
        (NUMERIC, " 19.3 ", 1000),
        (NUMERIC, "19.31", 0),
        (TEXT, "  Open  CIRCUIT", 1000),
        (TEXT, "short circuit", 0),
        (ORDER, [0, 1, 2, 3], 3000),
        (ORDER, [0, 1, 3, 2], 2000),
        (ORDER, [0, 1, None, None], 1000),
        (MATCH, [0, 1, 2], 3000),
        (MATCH, [0, 0, 0], 1000),
        (MATCH, [None, None, 2], 1000),
        (HOTSPOT, [0], 2000),
        (HOTSPOT, [1], 0),
        (HOTSPOT, [0, 1], 1000),
    ],
)
def test_a_question_earns_its_share_of_its_points(asked: Question, answer: Any, thousandths: int) -> None:
    assert points(asked, answer) == thousandths


def test_a_question_without_an_answer_earns_nothing() -> None:
    assert [points(asked, None) for asked in EACH_TYPE] == [0, 0, 0, 0]


def test_thousandths_are_rounded_once_a_question_and_halves_go_up() -> None:
    assert points(question(kind="multiple", right="xxx-"), [0]) == 333
    assert points(question(kind="multiple", right="xxx-"), [0, 1]) == 667
    assert points(question(kind="multiple", right="x" * 16 + "-"), [0]) == 63


@pytest.mark.parametrize(
    "nonsense",
    [[9], [-1], [1, 9], ["1"], [True], {"1": 1}, 1, 1.5, True, "1", [[1]], [None], "x" * 100_000, "\x00", ""],
)
def test_what_is_no_answer_to_the_question_earns_nothing(nonsense: Any) -> None:
    assert [points(asked, nonsense) for asked in EACH_TYPE] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("asked", "nonsense"),
    [
        (ORDER, [0, 1, 2]),
        (ORDER, [0, 1, 2, 3, 0]),
        (ORDER, [0, 1, 1, 2]),
        (ORDER, [0, 1, 2, 4]),
        (ORDER, [False, True, 2, 3]),
        (MATCH, [0, 1]),
        (MATCH, [0, 1, 2, None]),
        (MATCH, [0, 1, 3]),
        (HOTSPOT, [0, None]),
        (MULTIPLE, [0, 1, None]),
        *((each, nonsense) for each in ARRANGED for nonsense in ("0", {"0": 0}, 0, True, None, [[0]], ["0"], [])),
    ],
)
def test_what_was_put_nowhere_sensible_earns_nothing(asked: Question, nonsense: Any) -> None:
    assert points(asked, nonsense) == 0


def test_an_option_that_does_not_exist_spoils_a_multiple_answer() -> None:
    assert points(MULTIPLE, [0, 1, 7]) == 0


@given(st.sampled_from(EACH_TYPE + ARRANGED), JSON_VALUES | st.lists(st.none() | st.integers(-1, 4), max_size=5))
def test_any_answer_earns_something_from_nothing_to_full_marks_and_the_same_each_time(
    asked: Question, answer: Any
) -> None:
    first, second = mark_question(asked, answer), mark_question(asked, answer)
    assert first == second
    assert 0 <= first.thousandths <= first.possible == asked.points * 1000


@given(st.lists(st.booleans(), min_size=2, max_size=7).filter(any), st.sets(st.integers(0, 6)), st.data())
def test_ticking_one_more_right_option_never_costs_points(
    key: list[bool], chosen: set[int], data: st.DataObject
) -> None:
    asked = question(kind="multiple", right="".join("x" if right else "-" for right in key), points=3)
    picked = {place for place in chosen if place < len(key)}
    more = data.draw(st.sampled_from([place for place, right in enumerate(key) if right]))
    assert points(asked, sorted(picked | {more})) >= points(asked, sorted(picked))


def test_an_attempt_is_the_sum_of_its_questions() -> None:
    marking = mark_attempt(EACH_TYPE, {"n": "19.25", "m": [0], "s": [0]}, pass_percent=PASS)
    assert (marking.thousandths, marking.possible) == (2000, 5000)
    assert [marked.thousandths for marked in marking.questions] == [1000, 0, 0, 1000]
    assert not marking.passed


def test_reaching_the_percentage_exactly_passes() -> None:
    five = [question(f"q{number}", right="x-") for number in range(5)]
    four_right: dict[str, Any] = {f"q{number}": [0] for number in range(4)}
    assert mark_attempt(five, four_right, pass_percent=Decimal(80)).passed
    assert not mark_attempt(five, four_right, pass_percent=Decimal("80.1")).passed


def test_a_missed_critical_question_fails_whatever_the_score() -> None:
    asked = [question("safe", right="x-", critical=True), *(question(f"q{n}", right="x-") for n in range(99))]
    answers: dict[str, Any] = {each.id: [0] for each in asked} | {"safe": [1]}
    marking = mark_attempt(asked, answers, pass_percent=PASS)
    assert (marking.thousandths, marking.critical_missed, marking.passed) == (99_000, True, False)


def test_a_critical_question_counts_as_right_only_with_full_marks() -> None:
    asked = [question("bags", "multiple", right="xx-", critical=True)]
    half = mark_attempt(asked, {"bags": [0]}, pass_percent=Decimal(50))
    full = mark_attempt(asked, {"bags": [0, 1]}, pass_percent=Decimal(50))
    assert (half.critical_missed, half.passed) == (True, False)
    assert (full.critical_missed, full.passed) == (False, True)


def test_an_attempt_without_questions_never_passes() -> None:
    assert not mark_attempt([], {}, pass_percent=Decimal(0)).passed


@given(st.dictionaries(st.sampled_from("nsmt"), JSON_VALUES))
def test_whatever_was_stored_an_attempt_can_be_marked(answers: dict[str, Any]) -> None:
    marking = mark_attempt(EACH_TYPE, answers, pass_percent=PASS)
    assert 0 <= marking.thousandths <= marking.possible == 5000


@st.composite
def answered(draw: st.DrawFn) -> dict[str, Any]:
    """Answers to questions of every type, as attempts keep them."""
    return {
        "n": draw(st.sampled_from(["19.25", "19,3", "7"])),
        "t": draw(st.sampled_from(["open circuit", "short"])),
        "s": draw(st.lists(st.integers(0, 2), min_size=1, max_size=1)),
        "m": draw(st.lists(st.integers(0, 3), min_size=1, unique=True)),
        "h": draw(st.lists(st.integers(0, 2), min_size=1, unique=True)),
        "o": draw(st.permutations([0, 1, 2, 3])),
        "p": draw(st.lists(st.integers(0, 2), min_size=3, max_size=3)),
    }


@given(answered(), st.sets(st.sampled_from("ntsmhop")), st.sampled_from([Decimal(40), PASS]))
def test_an_attempt_never_gains_by_a_question_left_out(
    answers: dict[str, Any], left_out: set[str], pass_percent: Decimal
) -> None:
    asked = [replace(each, critical=each.id in "sh") for each in EACH_TYPE + ARRANGED]
    fewer = {name: answer for name, answer in answers.items() if name not in left_out}
    less, whole = (mark_attempt(asked, some, pass_percent=pass_percent) for some in (fewer, answers))
    assert 0 <= less.thousandths <= whole.thousandths <= whole.possible == 13_000
    assert (less.passed, whole.passed) != (True, False)
    assert mark_attempt(asked, answers, pass_percent=pass_percent) == whole


@given(answered(), st.sampled_from([ORDER, MATCH]), st.sets(st.integers(0, 3)))
def test_what_is_put_nowhere_never_gains(answers: dict[str, Any], asked: Question, left_out: set[int]) -> None:
    whole = answers[asked.id]
    fewer = [None if place in left_out else put for place, put in enumerate(whole)]
    assert points(asked, fewer) <= points(asked, whole)


@pytest.mark.parametrize(
    ("thousandths", "possible", "expected"),
    [(0, 5000, "0.0"), (5000, 5000, "100.0"), (2, 3, "66.6"), (7999, 10_000, "79.9"), (0, 0, "0")],
)
def test_a_percentage_is_rounded_down(thousandths: int, possible: int, expected: str) -> None:
    assert percent(thousandths, possible) == Decimal(expected)


def test_the_word_for_a_question_follows_its_points() -> None:
    assert [verdict_of(each, 2000) for each in (0, 1, 1999, 2000)] == ["wrong", "partly", "partly", "right"]

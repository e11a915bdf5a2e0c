"""Where a trainee stands: states, what comes next, rules, the strip of weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.courses.facts import Done
from app.courses.progress import completion_rules, is_open, next_after, progress_of, week_dates, week_on
from app.curriculum.model import Curriculum
from tests.cast import FIRST_DAY, NOON, Cast


@pytest.fixture
def curriculum(cast: Cast) -> Curriculum:
    return cast.enrolled().curriculum


def done(*items: str, gates: dict[str, str] | None = None) -> Done:
    return Done(dict.fromkeys(items, NOON), gates or {})


@pytest.mark.parametrize(
    ("after", "behind", "following"),
    [
        ("the-bench", [], "safety-quiz"),
        ("the-bench", ["safety-quiz"], "the-battery"),
        ("the-battery", ["safety-quiz"], "the-bench"),
        ("the-battery", ["the-bench", "safety-quiz", "the-battery"], None),
        ("esd-bench", ["the-battery"], "the-bench"),
    ],
)
def test_what_comes_next_is_ahead_first_then_what_was_left(
    curriculum: Curriculum, after: str, behind: list[str], following: str | None
) -> None:
    found = next_after(curriculum, curriculum.items[after], done(*behind))
    assert (found.id if found else None) == following


@pytest.mark.parametrize(
    ("decision", "open_now"),
    [(None, False), ("opened", True), ("suspended", False), ("restored", True), ("overridden", True)],
)
def test_a_gate_opens_its_items_as_long_as_the_last_decision_does(
    curriculum: Curriculum, decision: str | None, open_now: bool
) -> None:
    gates = {"safety": decision} if decision else {}
    assert is_open(curriculum.items["esd-bench"], done(gates=gates)) == open_now


def test_what_is_done_is_not_open(curriculum: Curriculum) -> None:
    assert not is_open(curriculum.items["the-bench"], done("the-bench"))


def test_a_locked_item_names_the_quiz_that_opens_it(curriculum: Curriculum) -> None:
    progress = progress_of(curriculum, done=done(), first_day=FIRST_DAY, today=FIRST_DAY)
    locked = {
        row.item.id: [quiz.id for quiz in row.locked_by] for week in progress.weeks for row in week.items
    }
    assert locked == {"the-bench": [], "safety-quiz": [], "esd-bench": ["safety-quiz"], "the-battery": []}


def test_the_strip_tells_what_was_taught_quizzed_and_shown(curriculum: Curriculum) -> None:
    behind = done("the-bench", "safety-quiz")
    strip = progress_of(curriculum, done=behind, first_day=FIRST_DAY, today=date(2026, 5, 12)).pips
    assert [(week.number, week.taught, week.quizzed, week.shown, week.current) for week in strip] == [
        (1, "full", "full", "open", False),
        (2, "open", "none", "none", True),
        (3, "none", "none", "none", False),
        (4, "none", "none", "none", False),
        (5, "none", "none", "none", False),
    ]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 5, 3), 0),
        (date(2026, 5, 4), 1),
        (date(2026, 5, 10), 1),
        (date(2026, 5, 11), 2),
        (date(2026, 6, 7), 5),
        (date(2026, 6, 8), 6),
        (date(2027, 6, 8), 6),
    ],
)
def test_weeks_are_counted_from_the_first_day(day: date, number: int) -> None:
    assert week_on(day, first_day=FIRST_DAY, weeks=5) == number


def test_a_week_has_seven_days() -> None:
    assert week_dates(2, first_day=FIRST_DAY) == (date(2026, 5, 11), date(2026, 5, 17))


def test_the_rules_tell_what_is_missing(curriculum: Curriculum) -> None:
    rules = completion_rules(curriculum, done("the-bench", "safety-quiz"))
    assert [(rule.kind, rule.needed, rule.done, [item.id for item in rule.missing]) for rule in rules] == [
        ("lesson", 2, 1, ["the-battery"]),
        ("quiz", 1, 1, []),
        ("practical", 1, 0, ["esd-bench"]),
    ]
    assert [rule.met for rule in rules] == [False, True, False]


def test_undone_items_of_past_weeks_are_behind(curriculum: Curriculum) -> None:
    progress = progress_of(curriculum, done=done("the-bench"), first_day=FIRST_DAY, today=date(2026, 5, 11))
    assert [row.item.id for row in progress.behind] == ["safety-quiz", "esd-bench"]


def test_a_course_that_is_still_being_written_is_never_complete(curriculum: Curriculum) -> None:
    everything = done(*curriculum.items)
    progress = progress_of(curriculum, done=everything, first_day=FIRST_DAY, today=FIRST_DAY)
    assert [rule.met for rule in progress.rules] == [True, True, True]
    assert (progress.complete, progress.next_item) == (False, None)


@pytest.mark.parametrize(
    ("left_out", "complete"), [(None, True), ("the-battery", False), ("esd-bench", False)]
)
def test_a_written_course_is_complete_when_every_rule_is_met(
    curriculum: Curriculum, left_out: str | None, complete: bool
) -> None:
    written = replace(curriculum, weeks=curriculum.weeks[:2])
    behind = done(*(item for item in written.items if item != left_out))
    progress = progress_of(written, done=behind, first_day=FIRST_DAY, today=FIRST_DAY)
    assert progress.complete == complete


def test_a_rule_of_half_the_lessons_is_met_by_half_of_them(curriculum: Curriculum) -> None:
    half = replace(curriculum, completion=replace(curriculum.completion, lessons=Decimal(50)))
    lessons = completion_rules(half, done("the-bench"))[0]
    assert (lessons.needed, lessons.done, lessons.met) == (1, 1, True)

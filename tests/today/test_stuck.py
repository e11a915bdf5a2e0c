"""Who is stuck, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.curriculum.model import CompletionRules
from app.today.glance import CaseGlance, CohortGlance, Glance, Plan
from app.today.stuck import Reason, stuck_in, working_days_between
from tests.cast import FIRST_DAY, NOON
from tests.today.glances import glance, sat, shown, together
from tests.today.test_standing import EVERYTHING, OPENED, cohort

MONDAY, TUESDAY, FRIDAY = FIRST_DAY, FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=4)
NEXT_MONDAY = FIRST_DAY + timedelta(days=7)


def reasons(trainee: Glance, today: date = FIRST_DAY) -> list[tuple[str, int, str]]:
    """Why they are stuck: the kind, the number, the item."""
    found = stuck_in(CohortGlance(Plan(trainee.enrolled.cohort, today), (trainee,)))
    return [(each.kind, each.number, each.item.id if each.item else "") for one in found for each in one.reasons]


def with_attempts(most: int | None) -> Any:
    """The cohort whose safety quiz may be sat so many times."""
    curriculum = cohort().curriculum
    weeks = tuple(
        replace(
            week,
            items=tuple(
                replace(item, attempts=most) if item.id == "safety-quiz" else item  # type: ignore[call-arg]
                for item in week.items
            ),
        )
        for week in curriculum.weeks
    )
    return replace(cohort(), curriculum=replace(curriculum, weeks=weeks))


@pytest.mark.parametrize(
    ("after", "before", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, TUESDAY, 0),
        (MONDAY, FRIDAY, 3),
        (FRIDAY, NEXT_MONDAY, 0),
        (MONDAY, NEXT_MONDAY + timedelta(days=1), 5),
        (FRIDAY, MONDAY, 0),
    ],
)
def test_working_days_are_those_from_monday_to_friday_in_between(after: date, before: date, days: int) -> None:
    assert len(list(working_days_between(after, before, closed_weeks=frozenset()))) == days


def test_closed_weeks_have_no_working_days() -> None:
    days = working_days_between(MONDAY, NEXT_MONDAY + timedelta(days=8), closed_weeks=frozenset({NEXT_MONDAY}))
    assert list(days) == [MONDAY + timedelta(days=each) for each in (1, 2, 3, 4)] + [NEXT_MONDAY + timedelta(days=7)]


def test_whoever_completed_nothing_for_five_working_days_is_stuck() -> None:
    last = NOON - timedelta(days=1)  # Monday
    quiet = glance("the-bench", last=last)
    assert reasons(quiet, NEXT_MONDAY) == []
    assert reasons(quiet, NEXT_MONDAY + timedelta(days=1)) == [("idle", 0, "")]


def test_whoever_never_completed_anything_is_counted_from_the_first_day_on() -> None:
    assert reasons(glance(), FRIDAY) == []
    assert reasons(glance(), FRIDAY + timedelta(days=1)) == [("idle", 0, "")]


def test_whoever_joined_late_is_counted_from_then_on() -> None:
    late = glance(joined=NOON + timedelta(days=2))  # Thursday
    assert reasons(late, NEXT_MONDAY + timedelta(days=2)) == []
    assert reasons(late, NEXT_MONDAY + timedelta(days=3)) == [("idle", 0, "")]


def test_when_they_last_completed_something_is_told() -> None:
    found = stuck_in(together(glance("the-bench", last=NOON), glance(number=2), today=FIRST_DAY + timedelta(days=30)))
    assert [each.reasons[0] for each in found] == [Reason("idle", since=NOON.date()), Reason("idle")]


def test_whoever_is_ahead_of_the_course_is_not_stuck() -> None:
    done = ("the-bench", "safety-quiz", "esd-bench")
    ahead = glance(*done, gates=OPENED, last=NOON - timedelta(days=10))
    assert reasons(ahead, FRIDAY + timedelta(days=2)) == []


def test_a_week_that_begins_gives_five_days_again() -> None:
    done = ("the-bench", "safety-quiz", "esd-bench")
    ahead = glance(*done, gates=OPENED, last=NOON - timedelta(days=1))
    assert reasons(ahead, NEXT_MONDAY + timedelta(days=4)) == []
    assert reasons(ahead, NEXT_MONDAY + timedelta(days=5)) == [("idle", 0, "")]


def test_whoever_only_waits_for_others_is_not_stuck() -> None:
    waits = glance("the-bench", "safety-quiz", gates=OPENED, last=NOON, esd_bench=shown(ready=0))
    assert reasons(waits, NEXT_MONDAY - timedelta(days=1)) == []


def test_days_of_a_closed_week_do_not_count() -> None:
    closed = replace(cohort(), closed_weeks=frozenset({NEXT_MONDAY}))
    quiet = glance("the-bench", at=closed, last=NOON)
    assert reasons(quiet, NEXT_MONDAY + timedelta(days=8)) == []
    assert reasons(quiet, NEXT_MONDAY + timedelta(days=9)) == [("idle", 0, "")]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (sat(fails=1), []),
        (sat(fails=2), [("failed", 2, "safety-quiz")]),
        (sat(fails=3, running=True), []),
        (sat(fails=2, passed=True), []),
    ],
)
def test_whoever_failed_a_quiz_twice_is_stuck_until_they_pass(seen: Any, told: list[Any]) -> None:
    assert reasons(glance(safety_quiz=seen)) == told


def test_whoever_has_no_attempt_left_is_stuck_at_once() -> None:
    assert reasons(glance(at=with_attempts(1), safety_quiz=sat(fails=1))) == [("no_attempts", 1, "safety-quiz")]
    assert reasons(glance(at=with_attempts(2), safety_quiz=sat(fails=1))) == []


@pytest.mark.parametrize(("not_yets", "stuck"), [(1, False), (2, True), (3, True)])
def test_whoever_was_told_not_yet_twice_is_stuck(not_yets: int, stuck: bool) -> None:
    trainee = glance(gates=OPENED, esd_bench=shown(not_yets=not_yets))
    assert reasons(trainee) == ([("not_yet", not_yets, "esd-bench")] if stuck else [])
    shown_since = glance("esd-bench", gates=OPENED, esd_bench=shown(not_yets=not_yets, outcome="competent"))
    assert reasons(shown_since) == []


@pytest.mark.parametrize(("weeks", "late"), [(1, 3), (2, 4), (3, 5), (4, 6)])
def test_whoever_is_five_items_behind_is_stuck(weeks: int, late: int) -> None:
    today = FIRST_DAY + timedelta(weeks=weeks)
    trainee = glance(gates=OPENED, today=today, last=NOON + timedelta(weeks=weeks - 1, days=5))
    assert trainee.behind == late
    assert reasons(trainee, today) == ([("late", late, "")] if late >= 5 else [])


@pytest.mark.parametrize(
    "spared",
    [
        {"withdrawn": NOON},
        {"certified": True},
        {"at": replace(cohort(), closed_at=NOON)},
    ],
)
def test_whoever_is_through_or_gone_is_never_stuck(spared: dict[str, Any]) -> None:
    assert reasons(glance(safety_quiz=sat(fails=4), **spared)) == []
    assert reasons(glance(*EVERYTHING, gates=OPENED, safety_quiz=sat(fails=4))) == []


def test_whoever_has_all_that_the_certificate_takes_may_leave_the_rest() -> None:
    half = replace(cohort().curriculum, completion=CompletionRules(Decimal(40), Decimal(0), Decimal(0), Decimal(0)))
    enough = glance("the-bench", "the-battery", at=replace(cohort(), curriculum=half), last=NOON)
    assert enough.complete is True
    assert reasons(enough, FIRST_DAY + timedelta(weeks=4)) == []


def test_the_worst_comes_first() -> None:
    today = FIRST_DAY + timedelta(weeks=4)
    behind = glance(number=1, today=today, last=NOON + timedelta(weeks=4, days=-2))
    failing = glance(number=2, today=today, safety_quiz=sat(fails=2))
    assert [[reason.kind for reason in each.reasons] for each in stuck_in(together(behind, failing, today=today))] == [
        ["failed", "idle", "late"],
        ["late"],
    ]


def stopped() -> Any:
    """A practical whose last sign-off was a safety stop."""
    return replace(shown(not_yets=1), stopped=True)


def test_whoever_was_stopped_for_safety_is_stuck_until_they_show_the_work() -> None:
    suspended = OPENED | {"licence": "suspended"}
    assert reasons(glance(gates=suspended, esd_bench=stopped())) == [("stopped", 0, "esd-bench")]
    assert reasons(glance(gates=OPENED | {"licence": "restored"}, esd_bench=stopped())) == [("stopped", 0, "esd-bench")]
    assert reasons(glance("esd-bench", gates=OPENED, esd_bench=stopped())) == []
    assert reasons(glance(gates=OPENED, esd_bench=shown(not_yets=1))) == []


def test_whoever_has_no_licence_is_stuck_whatever_they_did() -> None:
    assert reasons(glance(gates=OPENED | {"licence": "suspended"})) == [("stopped", 0, "")]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (CaseGlance(None, 1, passed=False, last_id=None, fails=1), []),
        (CaseGlance(None, 2, passed=False, last_id=None, fails=2), [("unsolved", 2, "the-battery")]),
        (CaseGlance(UUID(int=9), 3, passed=False, last_id=None, fails=2), []),
        (CaseGlance(None, 3, passed=True, last_id=None, fails=2), []),
    ],
)
def test_whoever_did_not_find_a_fault_twice_is_stuck_until_they_find_it(seen: Any, told: list[Any]) -> None:
    assert reasons(glance(the_battery=seen)) == told
    assert reasons(glance("the-battery", the_battery=seen)) == []


def test_a_safety_stop_comes_before_everything_else() -> None:
    both = glance(gates=OPENED, esd_bench=stopped(), safety_quiz=sat(fails=3))
    assert [kind for kind, _, _ in reasons(both)] == ["stopped", "failed"]

"""Many trainees at a glance: the same states as one by one, and what adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.courses.facts import Done
from app.today.glance import Count, Glance
from app.today.standing import Behind, standing_of
from tests.cast import FIRST_DAY, NOON
from tests.courses.unwritten import with_drafts, without_items
from tests.today.glances import LAST_DAY, glance, sat, shown, together
from tests.today.test_standing import EVERYTHING, LESSONS, OPENED, cohort, practical, quiz

FIRST_WEEK, SECOND_WEEK = FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=8)


@pytest.mark.parametrize(
    ("done", "gates", "glanced", "stood"),
    [
        ((), {}, {}, {}),
        (("the-bench",), {}, {}, {}),
        (("the-bench", "safety-quiz"), OPENED, {}, {}),
        ((), {"safety": "suspended"}, {}, {}),
        ((), {}, {"safety_quiz": sat(running=True)}, {"safety_quiz": quiz(running=True)}),
        ((), {}, {"safety_quiz": sat(fails=1)}, {"safety_quiz": quiz()}),
        ((), OPENED, {"esd_bench": shown(ready=0)}, {"esd_bench": practical(ready=0)}),
        ((), OPENED, {"esd_bench": shown(not_yets=1)}, {"esd_bench": practical(outcome="not_yet_competent")}),
        (("esd-bench",), OPENED, {"esd_bench": shown(ready=0)}, {"esd_bench": practical(ready=0)}),
        (EVERYTHING, OPENED, {}, {}),
    ],
)
@pytest.mark.parametrize("today", [FIRST_WEEK, SECOND_WEEK])
def test_a_glance_sees_what_a_long_look_sees(
    done: tuple[str, ...], gates: dict[str, str], glanced: dict[str, Any], stood: dict[str, Any], today: date
) -> None:
    seen = glance(*done, gates=gates, today=today, **glanced)
    states = {name.replace("_", "-"): state for name, state in stood.items()}
    id_ = seen.enrolled.id
    behind = Behind(
        {id_: Done(dict.fromkeys(done, NOON), gates)},
        {(id_, name): state for name, state in states.items() if name == "safety-quiz"},
        {(id_, name): state for name, state in states.items() if name == "esd-bench"},
        {},
    )
    standing = standing_of(seen.enrolled, behind=behind, today=today)
    assert dict(seen.states) == {each.item.id: each.state for each in standing.items}
    assert (seen.behind, seen.complete) == (len(standing.behind), standing.progress.complete)


def test_a_moved_day_counts_for_its_trainee() -> None:
    moved = glance(due={"the-bench": SECOND_WEEK + timedelta(days=30)}, today=SECOND_WEEK)
    earlier = glance(due={"the-battery": FIRST_DAY}, today=FIRST_WEEK)
    assert (moved.states["the-bench"], moved.behind) == ("open", 2)
    assert (earlier.states["the-battery"], earlier.behind) == ("late", 1)


def test_an_item_is_late_the_day_after_its_day() -> None:
    assert [glance(today=LAST_DAY + timedelta(days=days)).behind for days in (0, 1)] == [0, 3]


def test_what_was_over_when_somebody_joined_they_are_not_behind_with() -> None:
    joined = NOON + timedelta(days=7)
    assert glance(today=SECOND_WEEK, joined=joined).behind == 0
    assert glance(today=SECOND_WEEK + timedelta(days=7), joined=joined).behind == 1


def test_a_course_that_is_not_written_to_its_end_completes_nobody() -> None:
    unwritten = replace(cohort(), curriculum=without_items(cohort().curriculum, [5]))
    everything = tuple(item for item in EVERYTHING if item != "the-board")
    assert glance(*everything, at=unwritten, gates=OPENED).complete is False
    drafted = replace(cohort(), curriculum=with_drafts(cohort().curriculum, [5]))
    assert glance(*EVERYTHING, at=drafted, gates=OPENED).complete is False
    assert glance(*EVERYTHING, gates=OPENED).complete is True
    assert glance(*EVERYTHING[1:], gates=OPENED).complete is False


def test_those_who_wait_longest_come_first() -> None:
    waiting = [
        glance(number=number, gates=OPENED, esd_bench=shown(ready=ready)) for number, ready in ((1, 30), (3, 10))
    ]
    found = together(waiting[0], glance(number=2), waiting[1]).waiting
    assert [(each.trainee.enrolled.name, each.item.id) for each in found] == [
        ("Trainee 3", "esd-bench"),
        ("Trainee 1", "esd-bench"),
    ]


def test_who_was_withdrawn_is_apart_and_counted_nowhere() -> None:
    gone = glance(number=1, gates=OPENED, esd_bench=shown(ready=0), withdrawn=NOON, today=SECOND_WEEK)
    found = together(gone, glance(number=2, today=SECOND_WEEK), today=SECOND_WEEK)
    assert [each.enrolled.name for each in found.present] == ["Trainee 2"]
    assert [each.enrolled.name for each in found.withdrawn] == ["Trainee 1"]
    assert (found.waiting, found.behind, gone.behind) == ((), 1, 0)


def test_a_cohort_counts_who_is_behind_complete_and_to_certify() -> None:
    def trainee(*done: str, number: int, certified: bool = False) -> Glance:
        return glance(*done, number=number, gates=OPENED, today=SECOND_WEEK, certified=certified)

    found = together(
        trainee(number=1),
        trainee("the-bench", "safety-quiz", "esd-bench", number=2),
        trainee(*EVERYTHING, number=3),
        trainee(*EVERYTHING, number=4, certified=True),
        today=SECOND_WEEK,
    )
    assert (found.behind, found.complete, found.plan.current_week) == (1, 2, 2)
    assert [each.enrolled.name for each in found.to_certify] == ["Trainee 3"]


def test_the_strip_counts_who_has_finished_what_of_each_week() -> None:
    found = together(
        glance("the-bench", "safety-quiz", number=1),
        glance("the-bench", number=2),
        glance(*LESSONS, number=3, withdrawn=NOON),
    )
    first, second, *_ = found.weeks
    assert (first.number, first.current, first.taught, first.quizzed, first.shown) == (
        1,
        True,
        Count(2, 2),
        Count(1, 2),
        Count(0, 2),
    )
    assert (second.current, second.taught, second.quizzed, second.shown) == (False, Count(0, 2), None, None)
    assert [each.state for each in (Count(2, 2), Count(1, 2), Count(0, 2), Count(0, 0))] == [
        "full",
        "part",
        "open",
        "open",
    ]


def test_a_cohort_without_trainees_has_nothing_to_count() -> None:
    empty = together()
    assert (empty.waiting, empty.behind, empty.complete, empty.to_certify, empty.plan.current_week) == ((), 0, 0, (), 1)

"""Where a trainee stands who is gone, whose cohort is closed or pauses, or whose dates were moved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.assessments.quizzes.queries import QuizState
from app.courses.facts import Done, Enrolled
from app.courses.operations.cohorts import close_cohort, close_week
from app.courses.operations.places import withdraw
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.shared.clock import now
from app.today.standing import Behind, Standing, standing_of
from tests.cast import FIRST_DAY, NOON, Cast
from tests.conftest import ClientOf
from tests.today.making import place_in, running_cohort, today_in_paris
from tests.today.test_standing import ids, practical, quiz, standing

SECOND_WEEK = FIRST_DAY + timedelta(days=8)
PLACE: Enrolled = standing().enrolled
GONE = replace(PLACE, withdrawn_at=NOON)
CLOSED = replace(PLACE, cohort=replace(PLACE.cohort, closed_at=NOON))


def of(enrolled: Enrolled, *, done: Done | None = None, sitting: QuizState | None = None) -> Standing:
    """That place in the second week, with a practical that was declared ready."""
    behind = Behind(
        done={enrolled.id: done or Done({}, {"safety": "opened"})},
        quizzes={(enrolled.id, "safety-quiz"): sitting} if sitting else {},
        practicals={(enrolled.id, "esd-bench"): practical(ready=0)},
        certificates={},
    )
    return standing_of(enrolled, behind=behind, today=SECOND_WEEK)


@pytest.mark.parametrize("ended", [GONE, CLOSED])
def test_where_nothing_can_be_done_nothing_is_next_late_or_waits(ended: Enrolled) -> None:
    found, there = of(ended), of(PLACE)
    assert (found.next, found.late, found.behind, found.ready) == (None, (), (), ())
    assert (ids(there.late), ids(there.ready)) == (["the-bench", "safety-quiz"], ["esd-bench"])


@pytest.mark.parametrize("ended", [GONE, CLOSED])
def test_a_quiz_under_way_can_still_be_gone_on_with(ended: Enrolled) -> None:
    found = of(ended, sitting=quiz(running=True)).next
    assert found is not None
    assert (found.item.id, found.state) == ("safety-quiz", "running")


@pytest.mark.parametrize(
    ("moved_to", "state"), [(SECOND_WEEK, "open"), (SECOND_WEEK - timedelta(days=1), "late"), (FIRST_DAY, "late")]
)
def test_a_moved_date_says_what_is_late(moved_to: date, state: str) -> None:
    found = of(PLACE, done=Done({}, {}, due={"safety-quiz": moved_to}))
    assert [each.state for each in found.items if each.item.id == "safety-quiz"] == [state]


def test_who_joined_late_is_not_behind_with_what_was_over() -> None:
    late = of(replace(PLACE, enrolled_at=NOON + timedelta(days=7)))
    assert (ids(late.late), ids(late.behind)) == (["the-bench", "safety-quiz"], [])


def test_the_trainee_who_left_is_told_and_led_to_nothing(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast, 2), cast.author.id)
    withdraw(enrolment_facts(place), reason="Gone.", by=None, at=now())
    db.session.commit()
    page = client_of(cast.author).get("/").text
    assert "You left this course on" in page
    assert re.findall(r'class="(?:next-up|item item-[\w-]+)"', page) == []


def test_a_closed_cohort_is_told_and_leads_to_nothing(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    place_in(cohort, cast.author.id)
    close_cohort(cohort_facts(cohort.id), by=None, at=now())
    db.session.commit()
    page = client_of(cast.author).get("/").text
    assert "This cohort is closed since" in page
    assert re.findall(r'class="(?:next-up|item item-[\w-]+)"', page) == []


def test_in_the_holidays_the_day_on_which_it_goes_on_is_told(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    place_in(cohort, cast.author.id)
    begun = cohort.first_day + timedelta(weeks=1)
    close_week(cohort_facts(cohort.id), monday=begun - timedelta(days=begun.weekday()), by=None, at=now())
    db.session.commit()
    goes_on = cohort.first_day + timedelta(weeks=2)
    page = client_of(cast.author).get("/").text
    assert f"No course until {goes_on:%A} {goes_on.day} {goes_on:%B}" in page
    assert "this week" not in page
    assert begun <= today_in_paris() < goes_on

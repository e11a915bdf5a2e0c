"""Made-up people work when a workshop is open, and in the order of the course."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.courses.facts import CohortFacts
from app.demo.pace import plan, slots
from tests.curriculum.small_course import course

FIRST_DAY = date(2026, 5, 4)
CLOSED = date(2026, 5, 11)
SINCE = datetime(2026, 5, 4, 6, tzinfo=UTC)
NOBODY = UUID(int=0)


@pytest.fixture
def cohort() -> CohortFacts:
    """A cohort of five weeks, the second of the calendar being closed."""
    return CohortFacts(
        NOBODY, "", FIRST_DAY, NOBODY, "", "Europe/Paris", 1, 1, frozenset(), course(), frozenset({CLOSED})
    )


def test_nobody_works_at_night_on_sundays_or_in_closed_weeks(cohort: CohortFacts) -> None:
    found = slots(cohort, since=SINCE, until=SINCE + timedelta(weeks=20))
    assert {slot.weekday() for slot in found} == {0, 1, 2, 3, 4}
    assert {slot.astimezone(ZoneInfo("Europe/Paris")).hour for slot in found} == {9, 11, 13, 15}
    assert not any(CLOSED <= slot.date() < CLOSED + timedelta(weeks=1) for slot in found)
    assert len(found) == (5 + 2) * 5 * 4  # two weeks more for those who are late
    assert list(found) == sorted(found)


def test_slots_lie_between_both_moments(cohort: CohortFacts) -> None:
    until = SINCE + timedelta(hours=5)
    found = slots(cohort, since=SINCE + timedelta(hours=2), until=until)
    assert [slot.astimezone(UTC).hour for slot in found] == [9]


def test_items_begin_in_their_weeks_one_after_the_other(cohort: CohortFacts) -> None:
    free = slots(cohort, since=SINCE, until=SINCE + timedelta(weeks=20))
    parts = plan(cohort, free, count=7, lag=0)
    starts = [part[0] for part in parts]
    assert starts[0].date() == FIRST_DAY
    assert [start.date() for start in starts[3:]] == [cohort.calendar.week_dates(week)[0] for week in range(2, 6)]
    assert all(part[-1] < later[0] for part, later in pairwise(parts))


def test_who_lags_begins_everything_later(cohort: CohortFacts) -> None:
    free = slots(cohort, since=SINCE, until=SINCE + timedelta(weeks=20))
    on_time, late = (plan(cohort, free, count=3, lag=lag) for lag in (0, 9))
    assert [free.index(part[0]) for part in late] == [free.index(part[0]) + 9 for part in on_time]


def test_who_is_ahead_of_the_calendar_has_done_all_within_the_time_there_was(cohort: CohortFacts) -> None:
    free = slots(cohort, since=SINCE, until=SINCE + timedelta(days=3))
    parts = plan(cohort, free, count=7, lag=14)
    assert len(parts) == 7
    assert all(part for part in parts)
    assert all(first[0] < second[0] for first, second in pairwise(parts))


def test_who_has_done_nothing_has_no_plan(cohort: CohortFacts) -> None:
    assert plan(cohort, [], count=0, lag=3) == []

"""When people of the demonstration school do things: on working days, at hours when somebody is at the bench. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.courses.calendar import monday_of
from app.courses.facts import CohortFacts
from app.curriculum.model import Curriculum

TIME_ZONE = "Europe/Paris"
OPENS = time(8, 30)
PREPARED, INVITED = timedelta(days=14), timedelta(days=7)
"""How long before its first day a cohort is made, and its trainees are invited."""
HOURS = (time(9), time(11), time(13, 30), time(15, 30))
WORKING_DAYS = 5
AFTERWARDS = timedelta(weeks=2)
"""How long a workshop stays open for those who are late at the end."""
LONGEST_ON_AN_ITEM = 8
"""Slots."""


def slots(cohort: CohortFacts, *, since: datetime, until: datetime) -> list[datetime]:
    """Every moment at which somebody of the cohort works, between the two."""
    calendar = cohort.calendar
    last = calendar.due_on(len(cohort.curriculum.weeks)) + AFTERWARDS
    days = _days(calendar.first_day, last)
    open_days = (day for day in days if day.weekday() < WORKING_DAYS and monday_of(day) not in calendar.closed_weeks)
    zone = ZoneInfo(cohort.time_zone)
    found = (datetime.combine(day, hour, zone) for day in open_days for hour in HOURS)
    return [slot for slot in found if since <= slot <= until]


def plan(cohort: CohortFacts, slots: Sequence[datetime], *, count: int, lag: int) -> list[Sequence[datetime]]:
    """The slots that each of the first `count` items takes: by the cohort's calendar, `lag` slots later, and sooner
    only where that is what it takes to have them all done within `slots`, of which there are at least `count`."""
    starts = _increasing(_wanted(cohort, slots, count, lag))
    if starts and starts[-1] > len(slots) - 2:
        scale = max(len(slots) - 2, 0) / max(starts[-1], 1)
        # Those at the end leave room for each other.
        starts = [min(start, len(slots) - count + place) for place, start in enumerate(_scaled(starts, scale))]
    ends = [*starts[1:], len(slots)]
    return [
        slots[start : max(start + 1, min(end, start + LONGEST_ON_AN_ITEM))]
        for start, end in zip(starts, ends, strict=False)
    ]


def _scaled(starts: Sequence[int], scale: float) -> list[int]:
    return _increasing([int(start * scale) for start in starts])


def _wanted(cohort: CohortFacts, slots: Sequence[datetime], count: int, lag: int) -> list[int]:
    """Where each item would begin if the trainee went by the calendar."""
    days = [slot.date() for slot in slots]
    found = []
    for day in _item_days(cohort.curriculum, cohort, count):
        found.append(next((place for place, each in enumerate(days) if each >= day), len(days)) + lag)
    return found


def _item_days(curriculum: Curriculum, cohort: CohortFacts, count: int) -> list[date]:
    days = [
        cohort.calendar.week_dates(week.number)[0] + timedelta(days=WORKING_DAYS * place // len(week.items))
        for week in curriculum.weeks
        for place, _ in enumerate(week.items)
    ]
    return days[:count]


def _increasing(places: Sequence[int]) -> list[int]:
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1) if found else place)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)

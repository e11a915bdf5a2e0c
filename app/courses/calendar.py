"""A cohort's calendar: when its weeks are, and by when things are due. Pure.

A course's weeks are blocks of seven days from the cohort's first day on. A closed week, for holidays, is a week
of the calendar and named by its Monday: a block that begins in one is skipped, and the weeks after it move on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAYS_A_WEEK = 7
BLOCK = timedelta(days=DAYS_A_WEEK)
MOST_CALENDARS = 1024
"""Whose weeks a process remembers."""


@dataclass(frozen=True)
class Calendar:
    """The weeks of a cohort. Weeks are counted from 1."""

    first_day: date
    closed_weeks: frozenset[date] = frozenset()
    """Mondays."""

    def week_dates(self, number: int) -> tuple[date, date]:
        """The first and the last day of week `number`."""
        start = _starts(self, number)[-1]
        return start, start + BLOCK - timedelta(days=1)

    def due_on(self, number: int) -> date:
        """The last day of week `number`, on which its items are due unless an instructor moved them."""
        return self.week_dates(number)[1]

    def week_on(self, day: date, *, weeks: int) -> int:
        """The number of the week that `day` lies in, of a course of so many: 0 before it, `weeks` + 1 after it.

        While the course pauses it is the week that was last.
        """
        if weeks == 0 or day > self.due_on(weeks):
            return weeks + 1 if day >= self.first_day else 0
        return sum(start <= day for start in _starts(self, weeks))

    def pauses_until(self, day: date, *, weeks: int) -> date | None:
        """On which day the course goes on, when `day` lies in a closed week of it; else None."""
        if not self.first_day <= day or weeks == 0 or day > self.due_on(weeks):
            return None
        following = self.week_on(day, weeks=weeks) + 1
        if following > 1 and day <= self.due_on(following - 1):
            return None
        return self.week_dates(following)[0]


def monday_of(day: date) -> date:
    """The Monday of the week of the calendar that `day` lies in."""
    return day - timedelta(days=day.weekday())


def mondays(stored: Iterable[str]) -> frozenset[date]:
    """Closed weeks as they are stored (ISO dates of Mondays)."""
    return frozenset(date.fromisoformat(each) for each in stored)


@lru_cache(maxsize=MOST_CALENDARS)
def _starts(calendar: Calendar, weeks: int) -> tuple[date, ...]:
    """The first days of the first `weeks` weeks, skipping blocks that begin in a closed week."""
    found: list[date] = []
    start = calendar.first_day
    while len(found) < weeks:
        if monday_of(start) not in calendar.closed_weeks:
            found.append(start)
        start += BLOCK
    return tuple(found)

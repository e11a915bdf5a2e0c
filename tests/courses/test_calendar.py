"""When a cohort's weeks are: holidays move what comes after them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.calendar import Calendar, monday_of, mondays
from tests.cast import FIRST_DAY

WEEKS = 5
HOLIDAYS = Calendar(FIRST_DAY, frozenset({date(2026, 5, 18), date(2026, 5, 25)}))
"""Weeks 3 and 4 of the calendar are closed: the course's third week is in June."""

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
counts = st.integers(1, 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A first day, and closed weeks that lie around what follows it."""
    first_day = draw(days)
    offsets = draw(st.sets(st.integers(-5, 60), max_size=20))
    return Calendar(first_day, frozenset(monday_of(first_day) + timedelta(weeks=each) for each in offsets))


@given(calendars(), counts)
def test_weeks_have_seven_days_follow_each_other_and_begin_in_no_closed_week(calendar: Calendar, weeks: int) -> None:
    dates = [calendar.week_dates(number) for number in range(1, weeks + 1)]
    assert all(last - first == timedelta(days=6) for first, last in dates)
    assert all((first - calendar.first_day).days % 7 == 0 for first, _ in dates)
    assert all(monday_of(first) not in calendar.closed_weeks for first, _ in dates)
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(dates))
    assert [calendar.due_on(number) for number in range(1, weeks + 1)] == [last for _, last in dates]


@given(days, counts)
def test_without_closed_weeks_a_week_is_as_many_weeks_after_the_first_day(first_day: date, number: int) -> None:
    first, _ = Calendar(first_day).week_dates(number)
    assert first == first_day + timedelta(weeks=number - 1)


@given(calendars(), counts, st.integers(-100, 700))
def test_the_week_of_a_day_is_the_last_one_that_began(calendar: Calendar, weeks: int, offset: int) -> None:
    day = calendar.first_day + timedelta(days=offset)
    begun = [number for number in range(1, weeks + 1) if calendar.week_dates(number)[0] <= day]
    over = day > calendar.due_on(weeks)
    assert calendar.week_on(day, weeks=weeks) == (weeks + 1 if over else len(begun))


@given(calendars(), counts, st.integers(-100, 700))
def test_a_course_pauses_on_the_days_between_its_weeks(calendar: Calendar, weeks: int, offset: int) -> None:
    day = calendar.first_day + timedelta(days=offset)
    dates = [calendar.week_dates(number) for number in range(1, weeks + 1)]
    within = any(first <= day <= last for first, last in dates)
    ahead = [first for first, _ in dates if first > day]
    pauses = day >= calendar.first_day and not within and bool(ahead)
    assert calendar.pauses_until(day, weeks=weeks) == (ahead[0] if pauses else None)


@given(calendars(), counts, st.integers(-5, 60))
def test_a_closed_week_more_moves_each_week_not_at_all_or_later(calendar: Calendar, weeks: int, offset: int) -> None:
    closed = monday_of(calendar.first_day) + timedelta(weeks=offset)
    moved = Calendar(calendar.first_day, calendar.closed_weeks | {closed})
    for number in range(1, weeks + 1):
        before, after = calendar.week_dates(number), moved.week_dates(number)
        assert (before == after) if after[0] < closed else (before <= after)


@given(days)
def test_every_day_of_a_week_names_the_same_monday(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days <= 6


@pytest.mark.parametrize(
    ("number", "dates"),
    [
        (2, (date(2026, 5, 11), date(2026, 5, 17))),
        (3, (date(2026, 6, 1), date(2026, 6, 7))),
        (5, (date(2026, 6, 15), date(2026, 6, 21))),
    ],
)
def test_weeks_after_the_holidays_move_on(number: int, dates: tuple[date, date]) -> None:
    assert HOLIDAYS.week_dates(number) == dates


@pytest.mark.parametrize(
    ("day", "number", "pause"),
    [
        (date(2026, 5, 3), 0, None),
        (date(2026, 5, 4), 1, None),
        (date(2026, 5, 17), 2, None),
        (date(2026, 5, 18), 2, date(2026, 6, 1)),
        (date(2026, 5, 31), 2, date(2026, 6, 1)),
        (date(2026, 6, 1), 3, None),
        (date(2026, 6, 21), 5, None),
        (date(2026, 6, 22), 6, None),
    ],
)
def test_a_day_in_the_holidays_belongs_to_the_week_before_and_tells_when_it_goes_on(
    day: date, number: int, pause: date | None
) -> None:
    assert HOLIDAYS.week_on(day, weeks=WEEKS) == number
    assert HOLIDAYS.pauses_until(day, weeks=WEEKS) == pause


def test_a_course_whose_first_week_is_closed_has_not_begun() -> None:
    calendar = Calendar(FIRST_DAY, frozenset({FIRST_DAY}))
    assert calendar.week_on(FIRST_DAY, weeks=WEEKS) == 0
    assert calendar.pauses_until(FIRST_DAY, weeks=WEEKS) == date(2026, 5, 11)


def test_a_block_that_begins_in_a_closed_week_is_skipped_whole() -> None:
    thursdays = Calendar(date(2026, 5, 7), frozenset({date(2026, 5, 11)}))
    assert thursdays.week_dates(1) == (date(2026, 5, 7), date(2026, 5, 13))
    assert thursdays.week_dates(2) == (date(2026, 5, 21), date(2026, 5, 27))


def test_a_course_without_weeks_is_over_when_it_begins() -> None:
    found = [Calendar(FIRST_DAY).week_on(day, weeks=0) for day in (date(2026, 5, 3), FIRST_DAY)]
    assert found == [0, 1]
    assert Calendar(FIRST_DAY).pauses_until(FIRST_DAY, weeks=0) is None


def test_closed_weeks_are_read_as_they_are_stored() -> None:
    assert mondays(["2026-05-18", "2026-05-25"]) == HOLIDAYS.closed_weeks

"""What somebody did in a course so far: for the attestation and the transcript. Pure.

Both state what was followed and what came of it, on one day, and claim nothing more: whoever has completed the course
has a certificate for that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from app.certificates.facts import SignedOff
from app.courses.facts import Done, Enrolled
from app.curriculum.model import Item, Practical, Quiz, Week

Outcome: TypeAlias = Literal["done", "not_yet", "open"]
"""Behind them; tried, and not yet passed; not begun, or not judged."""
KINDS: Final = ("lesson", "quiz", "case", "practical")


@dataclass(frozen=True)
class Tried:
    """What was tried of a course, by the ids that its items have now."""

    percents: Mapping[str, Decimal]
    """The best mark in each quiz."""
    items: Collection[str]
    """Quizzes, cases and practicals that were tried and judged."""
    signed_off: Mapping[str, tuple[SignedOff, ...]]
    """The successes at practicals."""


@dataclass(frozen=True)
class Line:
    """One item, and what came of it."""

    kind: str
    title: str
    outcome: Outcome
    on: date | None
    """When it was done."""
    reached: str
    """In per cent, as "92.5"; empty where nothing is measured."""
    devices: str


@dataclass(frozen=True)
class TrainedWeek:
    """One week of the course."""

    number: int
    title: str
    followed: bool
    """Whether it lies in the time in which they were there."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Training:
    """What somebody did in a course until one day."""

    school: str
    holder: str
    language: str
    course: str
    place: str
    first_day: date
    """On which they began: the course's first day, or the one on which they joined."""
    last_day: date
    """The last one that is told of: today, the course's last day, or the one on which they left."""
    on: date
    """The day of the paper."""
    hours: Decimal
    """Planned in the weeks that they were there for. Nobody counts who is in the room."""
    course_hours: Decimal
    weeks: tuple[TrainedWeek, ...]
    revision: int
    left: bool
    """Whether they were withdrawn."""

    @property
    def followed(self) -> int:
        """The number of weeks that they were there for."""
        return sum(1 for week in self.weeks if week.followed)

    @property
    def counts(self) -> Mapping[str, tuple[int, int]]:
        """By kind: how many items are done, of how many."""
        lines = [line for week in self.weeks for line in week.lines]
        of_kind = {kind: [line for line in lines if line.kind == kind] for kind in KINDS}
        return {
            kind: (sum(1 for line in those if line.outcome == "done"), len(those)) for kind, those in of_kind.items()
        }


def training_of(enrolled: Enrolled, *, done: Done, tried: Tried, school: str, at: datetime) -> Training:
    """What `enrolled` did in the course until `at`."""
    cohort, course = enrolled.cohort, enrolled.curriculum.base
    today = cohort.day_of(at)
    ends = [today, cohort.last_day, *([cohort.day_of(enrolled.withdrawn_at)] if enrolled.withdrawn_at else [])]
    first = max(cohort.first_day, enrolled.joined_on)
    last = max(first, min(ends))
    days = {item_id: cohort.day_of(moment) for item_id, moment in done.completions.items()}
    weeks = tuple(_week(week, enrolled, (first, min(ends)), days, tried) for week in course.weeks)
    planned = {week.number: week.hours for week in course.weeks}
    return Training(
        school=school,
        holder=enrolled.name,
        language=course.language,
        course=course.title,
        place=cohort.site_name,
        first_day=first,
        last_day=last,
        on=today,
        hours=sum((planned[week.number] for week in weeks if week.followed), Decimal(0)),
        course_hours=sum(planned.values(), Decimal(0)),
        weeks=weeks,
        revision=cohort.revision_number,
        left=enrolled.withdrawn_at is not None,
    )


def _week(
    week: Week, enrolled: Enrolled, there: tuple[date, date], days: Mapping[str, date], tried: Tried
) -> TrainedWeek:
    begins, ends = enrolled.cohort.calendar.week_dates(week.number)
    followed = week.is_written and begins <= there[1] and ends >= there[0]
    items = [item for item in week.items if not isinstance(item, Quiz) or item.summative]
    return TrainedWeek(week.number, week.title, followed, tuple(_line(item, days, tried) for item in items))


def _line(item: Item, days: Mapping[str, date], tried: Tried) -> Line:
    on, successes = days.get(item.id), tried.signed_off.get(item.id, ())
    outcome: Outcome = "done" if on else "not_yet" if item.id in tried.items else "open"
    reached = ""
    if isinstance(item, Quiz) and item.id in tried.percents:
        reached = f"{tried.percents[item.id].normalize():f}"
    elif isinstance(item, Practical) and on and successes:
        reached = successes[-1].level
    return Line(
        item.kind, item.title, outcome, on, reached, ", ".join(dict.fromkeys(each.device for each in successes))
    )

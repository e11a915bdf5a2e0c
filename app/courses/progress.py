"""Where a trainee stands: pure functions of the curriculum, what is done, and the day.

Dates never lock anything; only gates do (curriculum format, `requires`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from app.courses.calendar import Calendar
from app.courses.facts import Done, Kept
from app.curriculum.model import Curriculum, Item, Practical, Quiz, Week

State = Literal["done", "open", "locked"]
OPEN_DECISIONS = frozenset({"opened", "restored", "overridden"})
LICENCE: Final = "licence"
"""The gate before every practical that stands open until an unsafe act at the bench suspends it."""


@dataclass(frozen=True)
class ItemProgress:
    """One item and how far the trainee is with it."""

    item: Item
    state: State
    completed_at: datetime | None
    locked_by: tuple[Quiz, ...]
    """The quizzes that open what is closed; empty unless locked."""
    due_on: date
    """Its week's last day, or the day that an instructor moved it to."""
    late: bool
    """Whether that day is over and the item isn't done."""


@dataclass(frozen=True)
class WeekProgress:
    """One week with its dates; `total` and `done` count items by kind."""

    week: Week
    first_day: date
    last_day: date
    items: tuple[ItemProgress, ...]
    done: Mapping[str, int]
    total: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Whether the week is written to its end and all its items are done."""
        return self.week.is_written and all(item.state == "done" for item in self.items)


@dataclass(frozen=True)
class Fulfilled:
    """An item that is done, and since when."""

    item: Item
    at: datetime
    gone: bool = False
    """Whether it counts as it was, and the course asks for it no more."""


@dataclass(frozen=True)
class RuleProgress:
    """One completion rule: how many of a kind are needed, how many are done, which are missing."""

    kind: str
    needed: int
    done: int
    missing: tuple[Item, ...]
    met_by: tuple[Fulfilled, ...] = ()
    """What is done of that kind, in the order of the course; what it asks for no more comes last."""

    @property
    def met(self) -> bool:
        """Whether enough are done."""
        return self.done >= self.needed


@dataclass(frozen=True)
class WeekPips:
    """How much of a week was taught, quizzed and shown: none (nothing planned), open, part or full. Cases count among
    the quizzes."""

    number: int
    title: str
    language: str
    """That the title is in."""
    taught: str
    quizzed: str
    shown: str
    current: bool


@dataclass(frozen=True)
class Progress:
    """A trainee's way through the whole course."""

    weeks: tuple[WeekProgress, ...]
    next_item: ItemProgress | None
    """The first item in the course's order that is open and not done."""
    current_week: int
    """The week of the calendar: 0 before the first day, the last week's number + 1 after the end."""
    pauses_until: date | None
    """In a closed week: the day on which the course goes on."""
    rules: tuple[RuleProgress, ...]
    suspended: bool
    """The safety licence is suspended: no practical is open."""

    @property
    def complete(self) -> bool:
        """Whether the course is written to its end and its completion rules are all met."""
        written = all(week.week.is_written for week in self.weeks)
        return written and any(rule.needed for rule in self.rules) and all(rule.met for rule in self.rules)

    @property
    def pips(self) -> tuple[WeekPips, ...]:
        """The strip of weeks."""
        return tuple(
            WeekPips(
                number=week.week.number,
                title=week.week.title,
                language=week.week.language,
                taught=_pip(week, "lesson"),
                quizzed=_pip(week, "quiz", "case"),
                shown=_pip(week, "practical"),
                current=week.week.number == self.current_week,
            )
            for week in self.weeks
        )

    @property
    def behind(self) -> tuple[ItemProgress, ...]:
        """Items that were due and are not done."""
        return tuple(item for week in self.weeks for item in week.items if item.late)


def progress_of(curriculum: Curriculum, *, done: Done, calendar: Calendar, today: date) -> Progress:
    """Where somebody with `done` behind them stands on the day `today`."""
    weeks = len(curriculum.weeks)
    items = {
        item.id: _item_progress(curriculum, item, done, due_on(item, done, calendar), today)
        for item in curriculum.items.values()
    }
    return Progress(
        weeks=tuple(_week_progress(week, items, calendar) for week in curriculum.weeks),
        next_item=next((item for item in items.values() if item.state == "open"), None),
        current_week=calendar.week_on(today, weeks=weeks),
        pauses_until=calendar.pauses_until(today, weeks=weeks),
        rules=completion_rules(curriculum, done),
        suspended=is_suspended(done),
    )


def due_on(item: Item, done: Done, calendar: Calendar) -> date:
    """The day by which `item` is due: its week's last day, unless an instructor moved it."""
    return done.due.get(item.id) or calendar.due_on(item.week)


def closed_gates(item: Item, done: Done) -> tuple[str, ...]:
    """The gates that `item` requires and that are not open; before a practical a suspended licence comes first."""
    closed = tuple(gate for gate in item.requires if done.gates.get(gate) not in OPEN_DECISIONS)
    suspended = isinstance(item, Practical) and is_suspended(done)
    return (LICENCE, *(gate for gate in closed if gate != LICENCE)) if suspended else closed


def is_suspended(done: Done) -> bool:
    """Whether the safety licence is suspended; where nothing was ever decided, it stands."""
    return done.gates.get(LICENCE, "restored") not in OPEN_DECISIONS


def is_open(item: Item, done: Done) -> bool:
    """Whether `item` is still to do and nothing locks it."""
    return item.id not in done.completions and not closed_gates(item, done)


def next_after(curriculum: Curriculum, item: Item, done: Done) -> Item | None:
    """What to go on with after `item`: the next open item, else the first one left open before it."""
    ids = list(curriculum.items)
    place = ids.index(item.id) + 1
    ahead = (curriculum.items[item_id] for item_id in (*ids[place:], *ids[:place]))
    return next((each for each in ahead if is_open(each, done)), None)


def completion_rules(curriculum: Curriculum, done: Done) -> tuple[RuleProgress, ...]:
    """Each rule of the course's `completion`, with what is missing. Quizzes that don't count are left out.

    What was completed and is gone since counts both as done and among what the share is of: whoever had enough has it
    still.
    """
    shares = curriculum.completion
    return tuple(
        _rule(kind, share, curriculum, done)
        for kind, share in (
            ("lesson", shares.lessons),
            ("quiz", shares.quizzes),
            ("case", shares.cases),
            ("practical", shares.practicals),
        )
    )


def asked_no_more(curriculum: Curriculum, *, former: Iterable[Curriculum]) -> tuple[Item, ...]:
    """What counted in the curricula that were followed before, the newest first, and doesn't in `curriculum`: each
    item once, under whatever names, as the newest of them has it, in the course's own language."""
    seen: set[str] = set()
    found: list[Item] = []
    for each in former:
        for item in each.base.items.values():
            if seen.isdisjoint(item.names) and _counts(item) and not _counts_in(curriculum, item):
                found.append(item)
                seen.update(item.names)
    return tuple(found)


def kept_of(curriculum: Curriculum, dropped: Iterable[Item], completions: Mapping[str, datetime]) -> dict[str, Kept]:
    """Which of these items, that count no more, were completed, by their ids. `completions`: times by the ids that
    items have in `curriculum`."""
    kept: dict[str, Kept] = {}
    for item in dropped:
        called = [curriculum.called_now(name) for name in item.names]
        times = [completions[name] for name in called if name in completions]
        if times:
            kept[item.id] = Kept(item, min(times))
    return kept


def _pip(week: WeekProgress, *kinds: str) -> str:
    done, total = (sum(counts.get(kind, 0) for kind in kinds) for counts in (week.done, week.total))
    if total == 0:
        return "none"
    return "full" if done == total else "part" if done else "open"


def _rule(kind: str, share: Decimal, curriculum: Curriculum, done: Done) -> RuleProgress:
    counted = [item for item in curriculum.items.values() if item.kind == kind and _counts(item)]
    missing = tuple(item for item in counted if item.id not in done.completions)
    present = [Fulfilled(item, at) for item in counted if (at := done.completions.get(item.id))]
    kept = [Fulfilled(each.item, each.at, gone=True) for each in done.kept.values() if each.item.kind == kind]
    needed = math.ceil((len(counted) + len(kept)) * share / 100)
    return RuleProgress(kind, needed, len(present) + len(kept), missing, (*present, *kept))


def _counts(item: Item) -> bool:
    return not isinstance(item, Quiz) or item.summative


def _counts_in(curriculum: Curriculum, item: Item) -> bool:
    """Whether the curriculum counts what `item`, of another revision, is there."""
    now = curriculum.item_called(item.id)
    return now is not None and now.kind == item.kind and _counts(now)


def _item_progress(curriculum: Curriculum, item: Item, done: Done, due: date, today: date) -> ItemProgress:
    completed_at = done.completions.get(item.id)
    closed = closed_gates(item, done)
    state: State = "done" if completed_at else "locked" if closed else "open"
    openers = tuple(curriculum.openers[gate] for gate in closed if gate in curriculum.openers)
    late = completed_at is None and due < today
    return ItemProgress(item, state, completed_at, openers if state == "locked" else (), due, late)


def _week_progress(week: Week, items: Mapping[str, ItemProgress], calendar: Calendar) -> WeekProgress:
    start, end = calendar.week_dates(week.number)
    rows = tuple(items[item.id] for item in week.items)
    total: dict[str, int] = {}
    finished: dict[str, int] = {}
    for row in rows:
        total[row.item.kind] = total.get(row.item.kind, 0) + 1
        finished[row.item.kind] = finished.get(row.item.kind, 0) + (row.state == "done")
    return WeekProgress(week, start, end, rows, finished, total)

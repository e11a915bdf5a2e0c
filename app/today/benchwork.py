"""Trainees by practicals: who has shown what, when and on which device, those who are stuck first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from app.curriculum.model import Practical
from app.today.glance import CohortGlance, Glance
from app.today.standing import State
from app.today.stuck import Reason, stuck_in

MOST_COLUMNS: Final = 10
"""Practicals that a sheet of A4 shows with a date and a device each."""
Place: TypeAlias = tuple[UUID, str]
"""An enrolment and an item."""


@dataclass(frozen=True)
class Shown:
    """The last sign-off of a trainee in a practical that counts."""

    sign_off_id: UUID
    ended_at: datetime
    device: str
    successes: int
    """How many sign-offs as competent count."""


@dataclass(frozen=True)
class Cell:
    """Where a trainee stands with a practical."""

    practical: Practical
    state: State
    on: date | None
    """Of the last sign-off, else since when they wait; None: nothing happened."""
    device: str
    sign_off_id: UUID | None
    successes: int
    stopped: bool
    """The last sign-off was a safety stop."""

    @property
    def partly(self) -> bool:
        """Whether some of several successes are there, and not all."""
        return 0 < self.successes < self.practical.successes


@dataclass(frozen=True)
class Row:
    """A trainee with their practicals, and why they are stuck."""

    trainee: Glance
    reasons: tuple[Reason, ...]
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        """How many practicals they have shown."""
        return sum(1 for each in self.cells if each.state == "done")


@dataclass(frozen=True)
class Sheet:
    """Practicals that fit one sheet side by side, in their order."""

    first: int
    """Their weeks."""
    last: int
    start: int
    """The place of the first of them in each row."""
    practicals: tuple[Practical, ...]

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """Those of a row that stand on this sheet."""
        return row.cells[self.start : self.start + len(self.practicals)]


def rows_of(found: CohortGlance, shown: Mapping[Place, Shown]) -> tuple[Row, ...]:
    """Everybody who is there: those who are stuck first, the worst first, then by name."""
    reasons = {each.trainee.enrolled.id: each.reasons for each in stuck_in(found)}
    stuck = {enrolment_id: place for place, enrolment_id in enumerate(reasons)}
    everybody = sorted(found.present, key=lambda each: stuck.get(each.enrolled.id, len(stuck)))
    return tuple(
        Row(
            trainee,
            reasons.get(trainee.enrolled.id, ()),
            tuple(_cell(found, trainee, each, shown) for each in found.plan.practicals),
        )
        for trainee in everybody
    )


def sheets_of(practicals: Sequence[Practical], *, most: int = MOST_COLUMNS) -> tuple[Sheet, ...]:
    """The practicals on as few sheets as there have to be, as even as weeks allow: a week with fewer than `most` is
    never divided."""
    sheets: list[list[Practical]] = []
    for week in _by_week(practicals, most):
        if sheets and len(sheets[-1]) + len(week) <= most:
            sheets[-1] += week
        else:
            sheets.append(list(week))
    starts = [sum(len(before) for before in sheets[:number]) for number in range(len(sheets))]
    return tuple(
        Sheet(each[0].week, each[-1].week, start, tuple(each)) for each, start in zip(sheets, starts, strict=True)
    )


def _by_week(practicals: Sequence[Practical], most: int) -> list[list[Practical]]:
    weeks: list[list[Practical]] = []
    for each in practicals:
        if weeks and weeks[-1][0].week == each.week and len(weeks[-1]) < most:
            weeks[-1].append(each)
        else:
            weeks.append([each])
    return weeks


def _cell(found: CohortGlance, trainee: Glance, practical: Practical, shown: Mapping[Place, Shown]) -> Cell:
    last = shown.get((trainee.enrolled.id, practical.id))
    seen = trainee.record.practicals.get(practical.id)
    state = trainee.states[practical.id]
    since = seen.ready_since if seen and state == "ready" else None
    at = since or (last.ended_at if last else None)
    return Cell(
        practical,
        state,
        found.cohort.day_of(at) if at else None,
        last.device if last and since is None else "",
        last.sign_off_id if last else None,
        last.successes if last else 0,
        bool(seen and seen.stopped and state != "done"),
    )

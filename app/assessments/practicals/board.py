"""The board at the bench: a cohort's trainees by the practicals that are assessed now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.assessments.practicals.facts import NOTHING_YET, PracticalState, closed_before
from app.assessments.practicals.outcome import Missing
from app.courses.facts import CohortFacts, Done, Enrolled
from app.curriculum.model import Practical, Quiz

Word: TypeAlias = Literal["locked", "open", "ready", "not_yet", "competent"]
Places: TypeAlias = Mapping[tuple[UUID, str], PracticalState]
"""By enrolment and practical; those in which nothing happened are left out."""
NOTHING_MISSING = Missing(0, ())
ASKED_FOR = frozenset({"ready", "not_yet"})
"""States that bring a practical of another week onto the board."""


@dataclass(frozen=True)
class BenchState:
    """Where a trainee stands with a practical, as one needs to know it at the bench: no remarks, no marks."""

    state: Word
    openers: tuple[Quiz, ...]
    """The quizzes that open what is locked."""
    closed: tuple[str, ...]
    """The gates that lock it, and RETAKE where the one retake is spent."""
    successes: int
    """The sign-offs as competent that count."""
    missing: Missing
    """What it still takes."""
    since: datetime | None
    """Since when the trainee waits to be assessed."""


@dataclass(frozen=True)
class BenchTrainee:
    """A trainee with their state in each practical of the board, by its id."""

    enrolled: Enrolled
    states: Mapping[str, BenchState]


@dataclass(frozen=True)
class InQueue:
    """A trainee who waits to be assessed in a practical."""

    enrolled: Enrolled
    practical: Practical
    since: datetime


@dataclass(frozen=True)
class Board:
    """Practicals in the course's order, trainees by name, and who waits, the longest wait first."""

    cohort: CohortFacts
    practicals: tuple[Practical, ...]
    trainees: tuple[BenchTrainee, ...]
    queue: tuple[InQueue, ...]


def board_of(
    cohort: CohortFacts, trainees: Sequence[tuple[Enrolled, Done]], places: Places, *, at: datetime, seen_by: UUID
) -> Board:
    """The board of `cohort` on that day: the practicals of its week, and those for which somebody is ready or not yet
    competent. Who reads it (`seen_by`) doesn't judge their own work, and isn't on it."""
    weeks = len(cohort.curriculum.weeks)
    week = cohort.calendar.week_on(cohort.day_of(at), weeks=weeks)
    every = [item for item in cohort.curriculum.items.values() if isinstance(item, Practical)]
    rows = tuple(
        BenchTrainee(
            enrolled,
            {each.id: _state(each, cohort, done, places.get((enrolled.id, each.id), NOTHING_YET)) for each in every},
        )
        for enrolled, done in trainees
        if enrolled.active and enrolled.person_id != seen_by
    )
    shown = tuple(
        each for each in every if each.week == week or any(row.states[each.id].state in ASKED_FOR for row in rows)
    )
    return Board(cohort, shown, tuple(_narrowed(row, shown) for row in rows), _queue(rows, shown))


def _state(practical: Practical, cohort: CohortFacts, done: Done, state: PracticalState) -> BenchState:
    closed = closed_before(practical, done, state)
    openers = cohort.curriculum.openers
    competent = practical.id in done.completions
    return BenchState(
        state=_word(state, competent=competent, locked=bool(closed)),
        openers=tuple(openers[gate] for gate in closed if gate in openers),
        closed=closed,
        successes=state.successes,
        missing=NOTHING_MISSING if competent else state.missing_in(practical),
        since=state.ready_since,
    )


def _word(state: PracticalState, *, competent: bool, locked: bool) -> Word:
    # What is locked can't be signed off, whoever waits for it: so that comes first.
    if competent:
        return "competent"
    if locked:
        return "locked"
    if state.ready_since is not None:
        return "ready"
    return "not_yet" if state.outcome == "not_yet_competent" else "open"


def _narrowed(row: BenchTrainee, shown: tuple[Practical, ...]) -> BenchTrainee:
    return BenchTrainee(row.enrolled, {each.id: row.states[each.id] for each in shown})


def _queue(rows: tuple[BenchTrainee, ...], shown: tuple[Practical, ...]) -> tuple[InQueue, ...]:
    found = [
        InQueue(row.enrolled, practical, state.since)
        for row in rows
        for practical in shown
        if (state := row.states[practical.id]).state == "ready" and state.since is not None
    ]
    return tuple(sorted(found, key=lambda each: each.since))

"""Keeping what is counted of each question in step with the attempts that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.assessments.quizzes.models import Attempt, Mark, QuestionTally
from app.assessments.quizzes.queries.counted import CountedAttempt, counted_attempts, met_before, places_of_attempts
from app.assessments.quizzes.statistics.tallies import Tally, tallies_of
from app.db import db, take_turns

AT_A_TIME: Final = 500
TURN: Final = "question tallies"
_KEY: Final = ("question_digest", "kind", "value")


@contextmanager
def recounted(attempt: Attempt) -> Iterator[None]:
    """Around everything that changes whether or how `attempt` counts: its marking, its being annulled or restored.

    Its line in the journal belongs inside: whoever writes there waits for others before they wait for the tallies.
    """
    before = _tallies_now(attempt)
    yield
    change = _tallies_now(attempt)
    change.subtract(before)
    take_turns(TURN)
    _add(change)


def rebuild_tallies() -> int:
    """Make all tallies anew from the attempts that count; returns how many those are."""
    take_turns(TURN)  # what is counted meanwhile would be counted twice, or lost
    places = places_of_attempts()
    whole: Counter[Tally] = Counter()
    counting, person_id, met = 0, None, set[str]()
    for first in range(0, len(places), AT_A_TIME):
        for attempt in counted_attempts([place.attempt_id for place in places[first : first + AT_A_TIME]]):
            if attempt.person_id != person_id:
                person_id, met = attempt.person_id, set()
            _count(whole, attempt, met)
            counting += bool(attempt.earned)
            met |= attempt.asked
    db.session.execute(delete(QuestionTally))
    _add(whole)
    return counting


def tallies_are_missing() -> bool:
    """Whether attempts were marked before there were tallies."""
    marked = db.session.scalar(select(Mark.id).limit(1))
    return marked is not None and db.session.scalar(select(QuestionTally.number).limit(1)) is None


def _tallies_now(attempt: Attempt) -> Counter[Tally]:
    """What the attempt adds, as the database says it now."""
    found: Counter[Tally] = Counter()
    (counted,) = counted_attempts([attempt.id])
    if counted.earned:
        _count(found, counted, met_before(attempt))
    return found


def _count(into: Counter[Tally], attempt: CountedAttempt, met: set[str]) -> None:
    into.update(tallies_of(attempt.earned, attempt.saves, started_at=attempt.started_at, met=met))


def _add(change: Mapping[Tally, int]) -> None:
    """Add to the tallies, in one order, so that no two who do wait for each other; what comes to nothing goes."""
    table = QuestionTally.__table__
    if not isinstance(table, Table):
        raise TypeError(table)
    more = [dict(zip(_KEY, tally, strict=True), number=change[tally]) for tally in sorted(change) if change[tally] > 0]
    less = [
        dict(zip(("of", "as_", "is_"), tally, strict=True), by=change[tally])
        for tally in sorted(change)
        if change[tally] < 0
    ]
    if more:
        insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        adding = insert(table)
        number = table.c.number + adding.excluded.number
        db.session.execute(adding.on_conflict_do_update(index_elements=_KEY, set_={"number": number}), more)
    if less:
        _take_out(table, less)


def _take_out(table: Table, less: list[dict[str, Any]]) -> None:
    own = (
        table.c.question_digest == bindparam("of"),
        table.c.kind == bindparam("as_"),
        table.c.value == bindparam("is_"),
    )
    db.session.execute(table.update().where(*own).values(number=table.c.number + bindparam("by")), less)
    db.session.execute(
        table.delete().where(table.c.number == 0, table.c.question_digest.in_({row["of"] for row in less}))
    )

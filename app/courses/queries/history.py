"""The story of a trainee's place: enrolled, moved, withdrawn, returned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Cohort
from app.db import db
from app.people.models import Person
from app.records.queries import journal_of

STORY = ("enrolment.created", "enrolment.moved", "enrolment.withdrawn", "enrolment.returned")


@dataclass(frozen=True)
class Event:
    """One turn of the story. `word`: created, moved, withdrawn or returned."""

    at: datetime
    word: str
    who: str
    """Empty: the application itself."""
    why: str
    from_cohort: str = ""
    to_cohort: str = ""
    """The names that the cohorts have now; empty unless the place was moved."""


def history_of(enrolment_id: UUID) -> tuple[Event, ...]:
    """What happened to that place, the last first. Three queries."""
    lines = journal_of("enrolment", id=enrolment_id, acts=STORY)
    actors = {line.actor_id for line in lines if line.actor_id}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
    names = {row.id: row.name for row in people}
    mentioned = {UUID(line.detail[key]) for line in lines for key in ("from", "to") if key in line.detail}
    cohorts = db.session.execute(select(Cohort.id, Cohort.name).where(Cohort.id.in_(mentioned)))
    titles = {row.id: row.name for row in cohorts}
    return tuple(
        Event(
            at=line.at,
            word=line.act.partition(".")[2],
            who=names[line.actor_id] if line.actor_id else "",
            why=line.reason,
            from_cohort=titles[UUID(line.detail["from"])] if "from" in line.detail else "",
            to_cohort=titles[UUID(line.detail["to"])] if "to" in line.detail else "",
        )
        for line in reversed(lines)
    )


@dataclass(frozen=True)
class Happened:
    """One act as the journal has it, with the name of who did it (empty: the application itself)."""

    at: datetime
    act: str
    who: str
    why: str
    detail: dict[str, Any]


def happened_to(kind: str, *, id: UUID, acts: Collection[str]) -> tuple[Happened, ...]:  # noqa: A002
    """What was done to that object, of these acts, the last first. Two queries."""
    lines = journal_of(kind, id=id, acts=acts)
    actors = {line.actor_id for line in lines if line.actor_id}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
    names = {row.id: row.name for row in people}
    return tuple(
        Happened(line.at, line.act, names.get(line.actor_id, "") if line.actor_id else "", line.reason, line.detail)
        for line in reversed(lines)
    )

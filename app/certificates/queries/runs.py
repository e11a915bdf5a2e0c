"""What was asked to be issued, and how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.certificates.models import Certificate, CertificateText, IssuingLine, IssuingRun
from app.courses.facts import CohortFacts
from app.courses.models import Cohort, Enrolment
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.people.member import Member
from app.people.models import Person

STILL = timedelta(seconds=90)
"""A run of which nothing was settled for so long waits for a worker: one that lives looks once a minute."""


@dataclass(frozen=True)
class Line:
    """One trainee of a run."""

    enrolment_id: UUID
    name: str
    state: str
    refused_for: str
    certificate_id: UUID | None


@dataclass(frozen=True)
class Run:
    """A run, its cohort, and everybody in it by name."""

    id: UUID
    cohort: CohortFacts
    begun_by: str
    begun_at: datetime
    ended_at: datetime | None
    lines: tuple[Line, ...]
    last_at: datetime
    """When the last certificate of it was issued, or it was begun."""

    def in_state(self, state: str) -> tuple[Line, ...]:
        """Its lines that wait, were issued, or were refused."""
        return tuple(line for line in self.lines if line.state == state)

    @property
    def settled(self) -> int:
        """How many lines don't wait any more."""
        return len(self.lines) - len(self.in_state("waiting"))

    def stands_still(self, at: datetime) -> bool:
        """Whether nobody seems to work it off."""
        return self.ended_at is None and at - self.last_at > STILL


@dataclass(frozen=True)
class RunGlance:
    """A run in a list."""

    id: UUID
    begun_at: datetime
    ended_at: datetime | None
    lines: int
    settled: int
    refused: int


@dataclass(frozen=True)
class WaitingLine:
    """A line that the worker has to work off."""

    run_id: UUID
    enrolment_id: UUID
    begun_by: UUID
    exception: str


def issuing_run(member: Member, *, run_id: UUID) -> Run | None:
    """That run, if the member follows its cohort. Three queries."""
    begun = select(IssuingRun, Person.name).join(Person, Person.id == IssuingRun.begun_by)
    row = db.session.execute(begun.where(IssuingRun.id == run_id)).one_or_none()
    if row is None or (cohort := cohort_followed_by(member, cohort_id=row.IssuingRun.cohort_id)) is None:
        return None
    lines = (
        select(
            IssuingLine.enrolment_id,
            Person.name,
            IssuingLine.state,
            IssuingLine.refused_for,
            IssuingLine.certificate_id,
            Certificate.issued_at,
        )
        .join(Enrolment, Enrolment.id == IssuingLine.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Certificate, Certificate.id == IssuingLine.certificate_id)
        .where(IssuingLine.run_id == run_id)
        .order_by(Person.name, IssuingLine.enrolment_id)
    )
    found, run = db.session.execute(lines).all(), row.IssuingRun
    last_at = max([run.begun_at, *(each.issued_at for each in found if each.issued_at)])
    return Run(run.id, cohort, row.name, run.begun_at, run.ended_at, tuple(Line(*each[:-1]) for each in found), last_at)


def runs_in(cohort: CohortFacts) -> tuple[RunGlance, ...]:
    """The cohort's runs that are under way or refused somebody, and the last one, the newest first. One query."""
    waiting, refused = IssuingLine.state == "waiting", IssuingLine.state == "refused"
    rows = db.session.execute(
        select(
            IssuingRun.id,
            IssuingRun.begun_at,
            IssuingRun.ended_at,
            func.count(IssuingLine.enrolment_id),
            func.count(IssuingLine.enrolment_id).filter(~waiting),
            func.count(IssuingLine.enrolment_id).filter(refused),
        )
        .outerjoin(IssuingLine, IssuingLine.run_id == IssuingRun.id)
        .where(IssuingRun.cohort_id == cohort.id)
        .group_by(IssuingRun.id)
        .order_by(IssuingRun.begun_at.desc(), IssuingRun.id)
    )
    runs = [RunGlance(*row) for row in rows]
    return tuple(run for place, run in enumerate(runs) if place == 0 or run.ended_at is None or run.refused)


def waiting_lines() -> tuple[WaitingLine, ...]:
    """What waits to be issued, the run that was begun first before the others. One query."""
    rows = db.session.execute(
        select(IssuingLine.run_id, IssuingLine.enrolment_id, IssuingRun.begun_by, IssuingLine.exception)
        .join(IssuingRun, IssuingRun.id == IssuingLine.run_id)
        .where(IssuingRun.ended_at.is_(None), IssuingLine.state == "waiting")
        .order_by(IssuingRun.begun_at, IssuingRun.id, IssuingLine.enrolment_id)
    )
    return tuple(WaitingLine(*row) for row in rows)


def still_waits(line: WaitingLine) -> bool:
    """Whether nobody has worked that line off meanwhile. One query."""
    there = IssuingLine.run_id == line.run_id, IssuingLine.enrolment_id == line.enrolment_id
    return db.session.scalar(select(IssuingLine.state).where(*there)) == "waiting"


def waiting_in(cohort_id: UUID) -> frozenset[UUID]:
    """The enrolments whose certificate was asked for and isn't issued yet. One query."""
    return _in_lines(cohort_id, IssuingLine.state == "waiting")


def asked_for_in(cohort_id: UUID) -> frozenset[UUID]:
    """The same, and those whose certificate can't be drawn. One query."""
    return _in_lines(cohort_id, or_(IssuingLine.state == "waiting", IssuingLine.refused_for == "unprintable-name"))


def cohorts_issuing() -> tuple[UUID, ...]:
    """The open cohorts whose certificates are issued as soon as they are earned. One query."""
    wanted = Cohort.issuing_by.is_not(None), Cohort.closed_at.is_(None)
    return tuple(db.session.scalars(select(Cohort.id).where(*wanted).order_by(Cohort.id)))


def issuing_for(cohort: CohortFacts) -> str | None:
    """On whose behalf the cohort's certificates are issued as soon as they are earned. One query."""
    on_behalf = select(Person.name).join(Cohort, Cohort.issuing_by == Person.id)
    return db.session.scalar(on_behalf.where(Cohort.id == cohort.id))


def exceptions_to(enrolment_ids: Collection[UUID]) -> dict[UUID, str]:
    """Why certificates were issued to these though rules weren't met, by enrolment; empty words were erased. One
    query."""
    words = and_(CertificateText.owner_id == Certificate.id, CertificateText.kind == "exception")
    rows = db.session.execute(
        select(Certificate.enrolment_id, CertificateText.text)
        .outerjoin(CertificateText, words)
        .where(Certificate.enrolment_id.in_(enrolment_ids), Certificate.exception_digest.is_not(None))
        .order_by(Certificate.issued_at)
    )
    return {row.enrolment_id: row.text or "" for row in rows}


def _in_lines(cohort_id: UUID, which: ColumnElement[bool]) -> frozenset[UUID]:
    lines = select(IssuingLine.enrolment_id).join(IssuingRun, IssuingRun.id == IssuingLine.run_id)
    return frozenset(db.session.scalars(lines.where(IssuingRun.cohort_id == cohort_id, which)))

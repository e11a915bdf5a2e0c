"""Finding who has to read a safety correction, and who has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from app.courses.facts import CohortFacts, OwedReading
from app.courses.models import (
    Enrolment,
    SafetyAcknowledgement,
    SafetyCorrection,
    SafetyDuty,
    SafetyReach,
    SafetyReason,
)
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.people.member import Member
from app.people.models import Person


@dataclass(frozen=True)
class Reader:
    """A trainee who has a correction to read, or has read it."""

    enrolment_id: UUID
    name: str
    read_at: datetime | None


@dataclass(frozen=True)
class CohortReading:
    """A correction in one cohort, and who of those who are there now has read it."""

    correction_id: UUID
    pushed_at: datetime
    reason: str
    """Empty: it was erased."""
    fits: bool
    """Whether the cohort's revision says it since; else only the correction does."""
    readers: tuple[Reader, ...]
    """Those who haven't read it first, each by name."""

    @property
    def unread(self) -> int:
        """How many haven't read it."""
        return sum(each.read_at is None for each in self.readers)


def owed_reading(member: Member, *, duty_id: UUID) -> OwedReading | None:
    """A correction that the member has to read, or has read; None for everybody else. Two queries."""
    own = (
        select(SafetyDuty, SafetyCorrection, SafetyReason.text, SafetyAcknowledgement.acknowledged_at)
        .join(SafetyCorrection, SafetyCorrection.id == SafetyDuty.correction_id)
        .join(Enrolment, Enrolment.id == SafetyDuty.enrolment_id)
        .outerjoin(SafetyReason, SafetyReason.correction_id == SafetyCorrection.id)
        .outerjoin(SafetyAcknowledgement, SafetyAcknowledgement.duty_id == SafetyDuty.id)
        .where(SafetyDuty.id == duty_id, Enrolment.person_id == member.id)
    )
    row = db.session.execute(own).one_or_none()
    place = enrolled(member, enrolment_id=row.SafetyDuty.enrolment_id) if row else None
    if row is None or place is None:
        return None
    return OwedReading(
        id=duty_id,
        enrolled=place,
        before_id=row.SafetyDuty.before_id,
        revision_id=row.SafetyCorrection.revision_id,
        parts=tuple(row.SafetyCorrection.parts),
        reason=row.text or "",
        pushed_at=row.SafetyCorrection.pushed_at,
        acknowledged_at=row.acknowledged_at,
    )


def readings_in(cohort: CohortFacts) -> tuple[CohortReading, ...]:
    """The corrections of that cohort, the last first, with who has read them. One query.

    Also those that somebody brought along who came from another cohort.
    """
    rows = db.session.execute(_READINGS, {"cohort_id": cohort.id}).all()
    grouped = (list(each) for _, each in groupby(rows, key=lambda row: row.correction_id))
    return tuple(
        CohortReading(
            correction_id=readers[0].correction_id,
            pushed_at=readers[0].pushed_at,
            reason=readers[0].text or "",
            fits=readers[0].after_id is not None or readers[0].before_id != cohort.revision_id,
            readers=tuple(Reader(row.id, row.name, row.acknowledged_at) for row in readers),
        )
        for readers in grouped
    )


_REACH = and_(SafetyReach.correction_id == SafetyDuty.correction_id, SafetyReach.cohort_id == Enrolment.cohort_id)
_READINGS = (
    select(
        SafetyDuty.correction_id,
        SafetyCorrection.pushed_at,
        SafetyReason.text,
        SafetyReach.before_id,
        SafetyReach.after_id,
        Enrolment.id,
        Person.name,
        SafetyAcknowledgement.acknowledged_at,
    )
    .select_from(SafetyDuty)
    .join(SafetyCorrection, SafetyCorrection.id == SafetyDuty.correction_id)
    .join(Enrolment, Enrolment.id == SafetyDuty.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(SafetyReason, SafetyReason.correction_id == SafetyDuty.correction_id)
    .outerjoin(SafetyReach, _REACH)
    .outerjoin(SafetyAcknowledgement, SafetyAcknowledgement.duty_id == SafetyDuty.id)
    .where(Enrolment.cohort_id == bindparam("cohort_id"), Enrolment.withdrawn_at.is_(None))
    .order_by(
        SafetyCorrection.pushed_at.desc(),
        SafetyDuty.correction_id,
        SafetyAcknowledgement.acknowledged_at.is_not(None),
        Person.name,
        Enrolment.id,
    )
)

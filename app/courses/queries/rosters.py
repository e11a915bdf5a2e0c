"""Looking up the people of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from app.courses.facts import CohortFacts
from app.courses.models import Cohort, Enrolment
from app.courses.roster.lines import RosterLine
from app.courses.roster.plans import Known, Namesake, Plan, planned
from app.db import db
from app.people.models import Person


def roster_plan(lines: Sequence[RosterLine], cohort: CohortFacts) -> Plan:
    """What enrolling these lines in the cohort would do now. Two queries, however many lines there are."""
    return planned(lines, known=_known([line.email for line in lines if line.email], cohort), here=_here(cohort.id))


def places_among(enrolment_ids: Sequence[UUID], *, cohort_id: UUID) -> frozenset[UUID]:
    """Which of these are places in the cohort. One query."""
    found = select(Enrolment.id).where(Enrolment.id.in_(enrolment_ids), Enrolment.cohort_id == cohort_id)
    return frozenset(db.session.scalars(found))


def _known(emails: Sequence[str], cohort: CohortFacts) -> dict[str, Known]:
    elsewhere = aliased(Enrolment)
    at_the_site = exists().where(
        elsewhere.person_id == Person.id, Cohort.id == elsewhere.cohort_id, Cohort.site_id == cohort.site_id
    )
    rows = db.session.execute(
        select(
            Person.email,
            Person.name,
            Person.password_hash.is_(None).label("invited"),
            Person.deactivated_at.is_not(None).label("deactivated"),
            at_the_site.label("at_the_site"),
            Enrolment.id.label("enrolment_id"),
            Enrolment.withdrawn_at,
        )
        .outerjoin(Enrolment, and_(Enrolment.person_id == Person.id, Enrolment.cohort_id == cohort.id))
        .where(Person.email.in_(emails))
    )
    return {row.email: _facts(row) for row in rows}


def _facts(row: Any) -> Known:
    return Known(
        name=row.name if row.at_the_site else None,
        invited=row.invited,
        deactivated=row.deactivated,
        enrolment_id=row.enrolment_id,
        withdrawn=row.withdrawn_at is not None,
    )


def _here(cohort_id: UUID) -> list[Namesake]:
    rows = db.session.execute(
        select(Person.name, Enrolment.id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Enrolment.id)
    )
    return [Namesake(row.name, row.id) for row in rows]

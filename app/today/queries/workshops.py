"""The week of a cohort for which a workshop is prepared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.courses.facts import CohortFacts
from app.courses.models import Enrolment
from app.courses.queries.cohorts import cohort_followed_by
from app.curriculum.model import Week
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class CohortWeek:
    """A week of a cohort, and how many trainees are there."""

    cohort: CohortFacts
    week: Week
    trainees: int


def cohort_week(member: Member, *, cohort_id: UUID, number: int) -> CohortWeek | None:
    """That week, if the member follows the cohort and its course has it. Two queries."""
    cohort = cohort_followed_by(member, cohort_id=cohort_id)
    week = next((each for each in cohort.curriculum.weeks if each.number == number), None) if cohort else None
    if cohort is None or week is None:
        return None
    there = select(func.count()).where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
    return CohortWeek(cohort, week, db.session.scalar(there) or 0)

"""Where trainees stand in their own courses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.assessments.practicals.queries import practical_states
from app.assessments.quizzes.queries import quiz_states
from app.certificates.queries import certificates_of
from app.courses.facts import CohortFacts, Enrolled
from app.courses.queries.enrolments import done_by_each, enrolments_of
from app.people.member import Member
from app.today.standing import Behind, Standing, standing_of


def standings_of(member: Member, *, at: datetime) -> tuple[Standing, ...]:
    """Where the member stands in each of their own courses, the newest first. Five queries; one for whoever
    learns nothing, as most staff."""
    return _standings(enrolments_of(member), at)


def local_date(cohort: CohortFacts, at: datetime) -> date:
    """The day that it is at the cohort's site."""
    return at.astimezone(ZoneInfo(cohort.time_zone)).date()


def _standings(enrolments: Sequence[Enrolled], at: datetime) -> tuple[Standing, ...]:
    if not enrolments:
        return ()
    ids = [enrolled.id for enrolled in enrolments]
    behind = Behind(
        done_by_each(enrolments), quiz_states(enrolments), practical_states(enrolments), certificates_of(ids)
    )
    return tuple(standing_of(enrolled, behind=behind, today=local_date(enrolled.cohort, at)) for enrolled in enrolments)

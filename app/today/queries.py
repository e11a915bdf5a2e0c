"""Reading across courses, quizzes, practicals and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.assessments.practicals.queries import practical_states
from app.assessments.quizzes.queries import quiz_states
from app.certificates.queries import certificates_of
from app.courses.facts import CohortFacts, Enrolled
from app.courses.queries.cohorts import cohort_followed_by, cohorts_followed_by
from app.courses.queries.enrolments import done_by_each, enrolments_in, enrolments_in_each, enrolments_of
from app.people.member import Member
from app.today.standing import Behind, ItemStanding, Standing, standing_of


@dataclass(frozen=True)
class CohortStandings:
    """A cohort and where each of its trainees stands."""

    cohort: CohortFacts
    standings: tuple[Standing, ...]

    @property
    def ready(self) -> tuple[tuple[Standing, ItemStanding], ...]:
        """Who waits to be assessed in what, the longest wait first."""
        waiting = [(standing, item) for standing in self.standings for item in standing.ready]
        return tuple(sorted(waiting, key=_since))

    @property
    def behind(self) -> int:
        """How many trainees have undone items of past weeks."""
        return sum(1 for standing in self.standings if standing.late)

    @property
    def complete(self) -> int:
        """How many trainees have all that the certificate takes."""
        return sum(1 for standing in self.standings if standing.progress.complete)

    @property
    def current_week(self) -> int:
        """The week of the calendar: 0 before the course, the last week's number + 1 after it."""
        return self.standings[0].progress.current_week if self.standings else 0


def standings_of(member: Member, *, at: datetime) -> tuple[Standing, ...]:
    """Where the member stands in each of their own courses, the newest first."""
    return _standings(enrolments_of(member), at)


def cohort_standings(member: Member, *, at: datetime) -> tuple[CohortStandings, ...]:
    """Every cohort that the member follows, the newest first. As many queries for one as for twenty."""
    cohorts = cohorts_followed_by(member)
    everybody = _standings(enrolments_in_each(cohorts), at)
    return tuple(
        CohortStandings(cohort, tuple(each for each in everybody if each.enrolled.cohort.id == cohort.id))
        for cohort in cohorts
    )


def cohort_matrix(member: Member, *, cohort_id: UUID, at: datetime) -> CohortStandings | None:
    """That cohort's trainees by items, if the member follows it."""
    cohort = cohort_followed_by(member, cohort_id=cohort_id)
    return CohortStandings(cohort, _standings(enrolments_in(cohort), at)) if cohort else None


def local_date(cohort: CohortFacts, at: datetime) -> date:
    """The day that it is at the cohort's site."""
    return at.astimezone(ZoneInfo(cohort.time_zone)).date()


def _standings(enrolments: Sequence[Enrolled], at: datetime) -> tuple[Standing, ...]:
    if not enrolments:
        return ()  # most staff learn nothing themselves: four queries spared
    ids = [enrolled.id for enrolled in enrolments]
    behind = Behind(done_by_each(ids), quiz_states(ids), practical_states(ids), certificates_of(ids))
    return tuple(standing_of(enrolled, behind=behind, today=local_date(enrolled.cohort, at)) for enrolled in enrolments)


def _since(waiting: tuple[Standing, ItemStanding]) -> datetime:
    state = waiting[1].practical
    if state is None or state.ready_since is None:
        raise ValueError("only practicals that wait are sorted by their wait")
    return state.ready_since

"""Enrolling a whole list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import CohortFacts
from app.courses.operations.enrolments import enrol_by_email, lock_cohort, refuse_closed
from app.courses.queries.rosters import places_among, roster_plan
from app.courses.roster.lines import RosterLine
from app.courses.roster.plans import Plan, place_id
from app.db import db, take_turns
from app.people.models import Person
from app.shared.errors import Refusal


class RosterChanged(Refusal):
    """Enrolling the list would do something else than what was shown. `plan`: what it would do now."""

    code = "roster-changed"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan=plan)
        self.plan = plan


@dataclass(frozen=True)
class EnrolledRoster:
    """What came of a list."""

    places: int
    cards: int
    """How many of these people have no mailbox: their invitations have to be printed."""


def enrol_roster(
    lines: Sequence[RosterLine],
    *,
    cohort: CohortFacts,
    seen: str,
    left_out: Collection[int],
    language: str,
    roster_id: UUID,
    by: UUID,
    at: datetime,
) -> EnrolledRoster:
    """Enrol everybody in the list, but for the lines whose numbers are left out and those that are wrong.

    `seen` is the digest of the plan that was agreed to; `language` is for new people whose line names none. The
    same `roster_id` with the same lines enrols once. Raises CohortClosed, RosterChanged.
    """
    _take_turns(lines, cohort_id=cohort.id)
    plan = roster_plan(lines, cohort)
    chosen = [line for line in lines if not line.problems and line.number not in left_out]
    places = {line.number: place_id(line, roster_id=roster_id) for line in chosen}
    made = places_among(list(places.values()), cohort_id=cohort.id)
    enrolling = [each for each in plan.enrolling if each.line.number in places]
    if made and all(places[each.line.number] in made for each in enrolling):
        return _outcome([line for line in chosen if places[line.number] in made])
    if plan.digest != seen:
        raise RosterChanged(plan)
    for each in enrolling:
        _enrol(each.line, places[each.line.number], cohort_id=cohort.id, language=language, by=by, at=at)
    return _outcome([each.line for each in enrolling])


def _take_turns(lines: Sequence[RosterLine], *, cohort_id: UUID) -> None:
    """Wait for whoever adds, enrols or is the same people, for all of them at once, in one order and before the
    journal is written: so nobody who does the same waits for us while we wait for them."""
    refuse_closed(lock_cohort(cohort_id))
    for email in sorted({line.email for line in lines if line.email}):
        take_turns(f"person {email}")
    take_turns("sign-in names")
    _lock_people([line.email for line in lines if line.email])


def _lock_people(emails: Sequence[str]) -> None:
    """PostgreSQL locks the rows: their invitations are taken up in another order than we would write them."""
    theirs = select(Person.id).where(Person.email.in_(emails)).order_by(Person.id)
    db.session.execute(theirs.with_for_update(key_share=True))


def _enrol(line: RosterLine, enrolment_id: UUID, *, cohort_id: UUID, language: str, by: UUID, at: datetime) -> None:
    enrol_by_email(
        line.name,
        email=line.email,
        cohort_id=cohort_id,
        language=line.language or language,
        by=by,
        at=at,
        enrolment_id=enrolment_id,
    )


def _outcome(lines: Sequence[RosterLine]) -> EnrolledRoster:
    return EnrolledRoster(len(lines), cards=sum(line.email is None for line in lines))

"""Making sites and cohorts, and changing what a cohort is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.courses.facts import CohortFacts
from app.courses.models import Cohort, CohortInstructor, Enrolment, Site
from app.courses.operations.enrolments import lock_cohort, lock_enrolments, refuse_closed
from app.courses.queries.cohorts import cohort_facts
from app.db import db, take_turns
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.ids import new_id


class CohortNameTaken(Refusal):
    """The site has a cohort of that name already."""

    code = "cohort-name-taken"


class CohortChanged(Refusal):
    """Somebody changed the cohort after the form was made from it. `present` is how it is now."""

    code = "cohort-changed"

    def __init__(self, present: CohortFacts) -> None:
        super().__init__()
        self.present = present


def add_site(name: str, *, time_zone: str, by: UUID | None, at: datetime) -> Site:
    """A new site."""
    site = Site(name=name, time_zone=time_zone)
    db.session.add(site)
    db.session.flush()
    write_journal("site.added", by=by, at=at, kind="site", id=site.id)
    return site


def create_cohort(
    name: str,
    *,
    site_id: UUID,
    revision_id: int,
    first_day: date,
    instructor_ids: Iterable[UUID],
    by: UUID | None,
    at: datetime,
    cohort_id: UUID | None = None,
) -> Cohort:
    """A new cohort with its instructors. Raises CohortNameTaken.

    A request that is sent twice brings the same `cohort_id`, and makes one cohort.
    """
    take_turns(f"cohorts of {site_id}")
    earlier = db.session.get(Cohort, cohort_id) if cohort_id else None
    if earlier is not None and (earlier.name, earlier.site_id) == (name, site_id):
        return earlier
    if db.session.scalar(select(Cohort.id).where(Cohort.site_id == site_id, Cohort.name == name)):
        raise CohortNameTaken(name=name)
    cohort = Cohort(
        # Somebody who went back to the form and changed it means another cohort.
        id=new_id() if earlier or not cohort_id else cohort_id,
        name=name,
        site_id=site_id,
        revision_id=revision_id,
        first_day=first_day,
        created_at=at,
    )
    db.session.add(cohort)
    db.session.flush()
    db.session.add_all(CohortInstructor(cohort_id=cohort.id, person_id=person_id) for person_id in {*instructor_ids})
    db.session.flush()
    write_journal("cohort.created", by=by, at=at, kind="cohort", id=cohort.id, detail={"revision": revision_id})
    return cohort


def update_cohort(
    cohort: CohortFacts,
    *,
    version: str,
    name: str,
    first_day: date,
    instructor_ids: Iterable[UUID],
    by: UUID | None,
    at: datetime,
) -> None:
    """Give the cohort this name, first day and these instructors. The same request twice changes it once.

    `version` is that of the cohort that the form was made from. Whoever taught it keeps their records; what
    was completed stays completed. Raises CohortClosed, CohortChanged, CohortNameTaken.
    """
    take_turns(f"cohorts of {cohort.site_id}")
    row = lock_cohort(cohort.id)
    refuse_closed(row)
    present, teaching = cohort_facts(cohort.id), frozenset(instructor_ids)
    if (present.name, present.first_day, present.instructor_ids) == (name, first_day, teaching):
        return
    if version != present.version:
        raise CohortChanged(present)
    same_name = select(Cohort.id).where(Cohort.site_id == row.site_id, Cohort.name == name, Cohort.id != row.id)
    if db.session.scalar(same_name):
        raise CohortNameTaken(name=name)
    row.name, row.first_day = name, first_day
    _replace_instructors(row.id, present.instructor_ids, teaching)
    write_journal(
        "cohort.changed", by=by, at=at, kind="cohort", id=row.id, detail=_changes(present, name, first_day, teaching)
    )


def close_week(cohort: CohortFacts, *, monday: date, by: UUID | None, at: datetime) -> bool:
    """Let there be no course in that week of the calendar; the weeks after it move on. Whether that is new.

    Raises CohortClosed.
    """
    row = lock_cohort(cohort.id)
    refuse_closed(row)
    if monday.isoformat() in row.closed_weeks:
        return False
    row.closed_weeks = sorted([*row.closed_weeks, monday.isoformat()])
    write_journal("week.closed", by=by, at=at, kind="cohort", id=row.id, detail={"monday": monday.isoformat()})
    return True


def open_week(cohort: CohortFacts, *, monday: date, by: UUID | None, at: datetime) -> bool:
    """Let there be course again in that week of the calendar. Whether that is new. Raises CohortClosed."""
    row = lock_cohort(cohort.id)
    refuse_closed(row)
    if monday.isoformat() not in row.closed_weeks:
        return False
    row.closed_weeks = [each for each in row.closed_weeks if each != monday.isoformat()]
    write_journal("week.opened", by=by, at=at, kind="cohort", id=row.id, detail={"monday": monday.isoformat()})
    return True


def close_cohort(cohort: CohortFacts, *, by: UUID | None, at: datetime) -> None:
    """Keep the cohort only to be read. A closed one stays closed since when it was."""
    row = lock_cohort(cohort.id)
    if row.closed_at is not None:
        return
    # Whoever is about to write to one of its enrolments is waited for, and the next one sees that it is closed.
    lock_enrolments(db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == row.id)).all())
    row.closed_at = at
    write_journal("cohort.closed", by=by, at=at, kind="cohort", id=row.id)


def reopen_cohort(cohort: CohortFacts, *, by: UUID | None, at: datetime) -> None:
    """Let the cohort go on."""
    row = lock_cohort(cohort.id)
    if row.closed_at is None:
        return
    row.closed_at = None
    write_journal("cohort.reopened", by=by, at=at, kind="cohort", id=row.id)


def _replace_instructors(cohort_id: UUID, present: frozenset[UUID], teaching: frozenset[UUID]) -> None:
    gone = present - teaching
    db.session.execute(
        delete(CohortInstructor).where(CohortInstructor.cohort_id == cohort_id, CohortInstructor.person_id.in_(gone))
    )
    db.session.add_all(CohortInstructor(cohort_id=cohort_id, person_id=each) for each in teaching - present)
    db.session.flush()


def _changes(present: CohortFacts, name: str, first_day: date, teaching: frozenset[UUID]) -> dict[str, Any]:
    """What changed, for the journal: days and ids. Of a name only that there is another."""
    changed: dict[str, Any] = {}
    if name != present.name:
        changed["renamed"] = True
    if first_day != present.first_day:
        changed["first_day"] = [present.first_day.isoformat(), first_day.isoformat()]
    if teaching - present.instructor_ids:
        changed["instructors_added"] = sorted(map(str, teaching - present.instructor_ids))
    if present.instructor_ids - teaching:
        changed["instructors_removed"] = sorted(map(str, present.instructor_ids - teaching))
    return changed

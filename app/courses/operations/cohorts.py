"""Making sites and cohorts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Cohort, CohortInstructor, Site
from app.db import db, take_turns
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.ids import new_id


class CohortNameTaken(Refusal):
    """The site has a cohort of that name already."""

    code = "cohort-name-taken"


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

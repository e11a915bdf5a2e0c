"""Finding sites and cohorts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, true

from app.courses.calendar import mondays
from app.courses.facts import CohortChoices, CohortFacts, Enrolled, InstructorFacts, SiteFacts
from app.courses.models import Cohort, CohortInstructor, Revision, Site
from app.courses.queries.revisions import curriculum_by_digest, newest_revisions
from app.db import db
from app.people.member import Member
from app.people.models import Person, RoleGrant

MOST_REVISIONS = 3
"""Of each course, that a new cohort may follow."""


def sites_coordinated_by(member: Member) -> tuple[Site, ...]:
    """The sites that the member coordinates, by name."""
    return tuple(db.session.scalars(select(Site).where(coordinated_by(member)).order_by(Site.name)))


def cohort_choices(member: Member) -> CohortChoices:
    """What the member can make a new cohort of. Three queries; one for those who coordinate nothing."""
    sites = tuple(SiteFacts(site.id, site.name) for site in sites_coordinated_by(member))
    if not sites:
        return CohortChoices((), (), ())
    return CohortChoices(
        sites,
        tuple(newest_revisions(most=MOST_REVISIONS, language=member.language)),
        _instructors_at([site.id for site in sites]),
    )


def cohorts_followed_by(member: Member, *, among: Collection[UUID]) -> tuple[CohortFacts, ...]:
    """Those of these cohorts that the member teaches or coordinates, newest first. One query."""
    return _found(_cohorts().where(Cohort.id.in_(among), followed_by(member)), member.language)


def cohort_followed_by(member: Member, *, cohort_id: UUID) -> CohortFacts | None:
    """That cohort, if the member teaches or coordinates it."""
    found = _found(_cohorts().where(Cohort.id == cohort_id, followed_by(member)), member.language)
    return next(iter(found), None)


def instructors_for(cohort: CohortFacts) -> tuple[InstructorFacts, ...]:
    """Who can teach the cohort: instructors at its site, and those who teach it now, by name. Two queries."""
    found = {each.id: each for each in _instructors_at([cohort.site_id])}
    former = cohort.instructor_ids - found.keys()
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(former)))
    found |= {row.id: InstructorFacts(row.id, row.name, frozenset(), everywhere=False) for row in rows}
    return tuple(sorted(found.values(), key=lambda each: (each.name.casefold(), str(each.id))))


def cohorts_to_move_to(member: Member, found: Enrolled) -> tuple[CohortFacts, ...]:
    """The open cohorts of the same course at the member's sites, but for the trainee's own, newest first. One query."""
    followed = Revision.__table__.alias("followed")
    course_id = select(followed.c.course_id).where(followed.c.id == found.cohort.revision_id).scalar_subquery()
    elsewhere = Cohort.id != found.cohort.id
    there = (coordinated_by(member), Revision.course_id == course_id, elsewhere, Cohort.closed_at.is_(None))
    return _found(_cohorts().where(*there), member.language)


def cohort_facts(cohort_id: UUID) -> CohortFacts:
    """That cohort, for operations that were allowed already."""
    return _found(_cohorts().where(Cohort.id == cohort_id))[0]


def taught_by(member: Member) -> Select[UUID]:
    """The ids of the cohorts that the member teaches, as a subquery."""
    return select(CohortInstructor.cohort_id).where(CohortInstructor.person_id == member.id)


# Columns of tables, not of models: what is asked at every request is spared the ORM's part of the work.
_cohort, _site, _revision = Cohort.__table__.c, Site.__table__.c, Revision.__table__.c
COHORT_COLUMNS = (
    _cohort.id.label("cohort_id"),
    _cohort.name.label("cohort_name"),
    _cohort.first_day,
    _cohort.closed_weeks,
    _cohort.closed_at,
    _site.id.label("site_id"),
    _site.name.label("site_name"),
    _site.time_zone,
    _revision.id.label("revision_id"),
    _revision.number.label("revision_number"),
    _revision.digest,
    CohortInstructor.__table__.c.person_id.label("instructor_id"),
)


def followed_by(member: Member) -> ColumnElement[bool]:
    """The condition that a cohort (joined with its site) is taught or coordinated by the member."""
    return or_(Cohort.id.in_(taught_by(member)), coordinated_by(member))


def coordinated_by(member: Member) -> ColumnElement[bool]:
    """The condition that a site is one of the member's to coordinate."""
    site_ids = [site_id for role, site_id in member.roles if role == "coordinator"]
    return true() if None in site_ids else Site.id.in_(site_ids)


def facts_of(rows: Sequence[Row[Any]], language: str = "") -> CohortFacts:
    """The cohort that these rows of COHORT_COLUMNS tell of: one row for each of its instructors.

    Its curriculum is for those who read `language`; without one in the course's own.
    """
    first = rows[0]
    return CohortFacts(
        id=first.cohort_id,
        name=first.cohort_name,
        first_day=first.first_day,
        site_id=first.site_id,
        site_name=first.site_name,
        time_zone=first.time_zone,
        revision_id=first.revision_id,
        revision_number=first.revision_number,
        instructor_ids=frozenset(row.instructor_id for row in rows if row.instructor_id),
        curriculum=curriculum_by_digest(first.digest, first.revision_id).in_language(language),
        closed_weeks=mondays(first.closed_weeks),
        closed_at=first.closed_at,
    )


def _cohorts() -> Select[*tuple[Any, ...]]:
    return (
        select(*COHORT_COLUMNS)
        .select_from(Cohort)
        .join(Site, Site.id == Cohort.site_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .outerjoin(CohortInstructor, CohortInstructor.cohort_id == Cohort.id)
        .order_by(Cohort.first_day.desc(), Cohort.name, Cohort.id)
    )


def _instructors_at(site_ids: Sequence[UUID]) -> tuple[InstructorFacts, ...]:
    rows = db.session.execute(
        select(Person.id, Person.name, RoleGrant.site_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == "instructor",
            or_(RoleGrant.site_id.in_(site_ids), RoleGrant.site_id.is_(None)),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    grouped = groupby(rows, key=lambda row: (row.id, row.name))
    return tuple(_instructor(*who, [row.site_id for row in grants]) for who, grants in grouped)


def _instructor(person_id: UUID, name: str, granted_at: list[UUID | None]) -> InstructorFacts:
    site_ids = frozenset(site_id for site_id in granted_at if site_id)
    return InstructorFacts(person_id, name, site_ids, everywhere=None in granted_at)


def _found(statement: Select[*tuple[Any, ...]], language: str = "") -> tuple[CohortFacts, ...]:
    rows = db.session.execute(statement).all()
    return tuple(facts_of(list(group), language) for _, group in groupby(rows, key=lambda row: row.cohort_id))

"""Finding the people at a member's sites. The scoping is part of each statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from app.courses.models import Cohort, CohortInstructor, Enrolment, Site
from app.db import db
from app.directory.facts import Grant, InvitationFacts, Listing, PersonFacts, Place, Reach, RolePlace, SiteRow, Wanted
from app.directory.permissions import coordinates_everywhere
from app.people.invitation_code import invitation_code, invitation_digest
from app.people.member import Member
from app.people.models import Invitation, Person, RoleGrant
from app.shared.fulltext import owners_matching

PAGE = 50
"""People on one page of the list."""

_PERSON = (
    Person.id,
    Person.name,
    Person.email,
    Person.sign_in_name,
    Person.language,
    Person.created_at,
    Person.last_signed_in_at,
    Person.deactivated_at,
    Person.password_hash.is_not(None).label("has_password"),
)


def reach_of(member: Member) -> Reach:
    """Whose people the member looks after. No query."""
    if coordinates_everywhere(member):
        return Reach(None)
    return Reach(frozenset(site_id for role, site_id in member.roles if role == "coordinator" and site_id))


def people_listed(reach: Reach, wanted: Wanted) -> Listing:
    """A page of the people in reach, by name. As many queries for one as for many, and none counts them all.

    People are found from the one that the page before ended with, so that page 200 takes no longer than page 1.
    """
    order = (Person.sort_name, Person.id)
    backwards = wanted.before is not None
    ordered = [each.desc() for each in order] if backwards else list(order)
    statement = select(*_PERSON).where(_in_reach(reach), *_wanted(reach, wanted)).order_by(*ordered)
    if mark := wanted.before or wanted.after:
        name = select(Person.sort_name).where(Person.id == mark).scalar_subquery()
        here, there = tuple_(*order), tuple_(name, literal(mark, Person.id.type))
        statement = statement.where(here < there if backwards else here > there)
    found = _facts(statement.limit(PAGE + 1))
    more, shown = len(found) > PAGE, found[:PAGE]
    if backwards:
        return Listing(shown[::-1], has_previous=more, has_next=True)
    return Listing(shown, has_previous=wanted.after is not None, has_next=more)


def person_in_reach(member: Member, *, person_id: UUID) -> PersonFacts | None:
    """That person, if the member coordinates a site where they have a role, or learned. Four queries."""
    if not member.is_a("coordinator"):
        return None
    return next(iter(_facts(select(*_PERSON).where(Person.id == person_id, _in_reach(reach_of(member))))), None)


def people_to_let_in(cohort_id: UUID) -> tuple[PersonFacts, ...]:
    """Who learns in the cohort and has not signed in yet, by name. Four queries."""
    learning = select(Enrolment.person_id).where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
    waiting = (Person.password_hash.is_(None), Person.deactivated_at.is_(None), Person.id.in_(learning))
    return _facts(select(*_PERSON).where(*waiting).order_by(Person.sort_name, Person.id))


def person_facts(person_id: UUID) -> PersonFacts:
    """That person, for operations that were allowed already. Four queries."""
    return _facts(select(*_PERSON).where(Person.id == person_id))[0]


def role_places(member: Member) -> tuple[RolePlace, ...]:
    """The sites at which the member may give roles, by name. One query."""
    reach = reach_of(member)
    return tuple(
        RolePlace(site.id, site.name) for site in all_sites() if reach.site_ids is None or site.id in reach.site_ids
    )


def all_sites() -> tuple[SiteRow, ...]:
    """The school's sites, by name. One query."""
    rows = db.session.execute(select(Site.id, Site.name, Site.time_zone).order_by(Site.name, Site.id))
    return tuple(SiteRow(row.id, row.name, row.time_zone) for row in rows)


def site_looked_after(member: Member, *, site_id: UUID) -> SiteRow | None:
    """That site, if the member looks after sites. One query; none for others."""
    if not coordinates_everywhere(member):
        return None
    return next((site for site in all_sites() if site.id == site_id), None)


def _in_reach(reach: Reach) -> ColumnElement[bool]:
    if reach.site_ids is None:
        return true()
    works = select(RoleGrant.id).where(RoleGrant.person_id == Person.id, _granted_in(reach))
    learns = (
        select(Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.person_id == Person.id, Cohort.site_id.in_(reach.site_ids))
    )
    # Looked up for each person of the page: for `EXISTS`, PostgreSQL would first gather all who learn there.
    return or_(*(each.limit(1).scalar_subquery().is_not(None) for each in (works, learns)))


def _granted_in(reach: Reach) -> ColumnElement[bool]:
    if reach.site_ids is None:
        return true()
    return or_(RoleGrant.site_id.in_(reach.site_ids), RoleGrant.site_id.is_(None))


def _wanted(reach: Reach, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield Person.deactivated_at.is_not(None) if wanted.kind == "deactivated" else Person.deactivated_at.is_(None)
    if wanted.kind == "staff":  # the few first, not the many one by one
        yield Person.id.in_(select(RoleGrant.person_id).where(_granted_in(reach)))
    if wanted.kind == "trainees":
        yield exists().where(Enrolment.person_id == Person.id)
    if wanted.words:
        yield named(wanted.words)


def named(words: str) -> ColumnElement[bool]:
    """The condition that a person is found by these words."""
    owners = owners_matching("person", words)
    if owners is None:
        return ~true()
    owner = owners.subquery().c.owner
    # Owners are written with hyphens, and SQLite keeps ids without.
    return Person.id.in_(select(cast(func.replace(owner, "-", ""), Uuid)))


def _facts(statement: Select[*tuple[Any, ...]]) -> tuple[PersonFacts, ...]:
    rows = db.session.execute(statement).all()
    ids = [row.id for row in rows]
    if not ids:
        return ()
    grants, places, invitations = _grants_of(ids), _places_of(ids), _invitations_of(ids)
    return tuple(
        PersonFacts(
            **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name for it
            grants=grants.get(row.id, ()),
            places=places.get(row.id, ()),
            invitation=invitations.get(row.id),
        )
        for row in rows
    )


def _grants_of(ids: Collection[UUID]) -> dict[UUID, tuple[Grant, ...]]:
    rows = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.id, RoleGrant.role, RoleGrant.site_id, Site.name, RoleGrant.granted_at)
        .outerjoin(Site, Site.id == RoleGrant.site_id)
        .where(RoleGrant.person_id.in_(ids))
        .order_by(RoleGrant.person_id, case((RoleGrant.site_id.is_(None), 0), else_=1), Site.name, RoleGrant.role)
    )
    grouped = groupby(rows, key=itemgetter(0))
    return {who: tuple(Grant(row[1], row[2], row[3], row[4] or "", row[5]) for row in found) for who, found in grouped}


def _places_of(ids: Collection[UUID]) -> dict[UUID, tuple[Place, ...]]:
    learning = select(
        Enrolment.person_id, Enrolment.cohort_id, Enrolment.id.label("enrolment_id"), Enrolment.withdrawn_at
    ).where(Enrolment.person_id.in_(ids))
    teaching = select(
        CohortInstructor.person_id,
        CohortInstructor.cohort_id,
        cast(null(), Uuid),
        cast(null(), Enrolment.withdrawn_at.type),
    ).where(CohortInstructor.person_id.in_(ids))
    there = union_all(learning, teaching).subquery()
    over = or_(Cohort.closed_at.is_not(None), there.c.withdrawn_at.is_not(None))
    rows = db.session.execute(
        select(there.c.person_id, Cohort.id, Cohort.name, Site.id, Site.name, there.c.enrolment_id, over)
        .join(Cohort, Cohort.id == there.c.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .order_by(there.c.person_id, Cohort.first_day.desc(), Cohort.name, Cohort.id, there.c.enrolment_id)
    )
    return {who: tuple(Place(*row[1:]) for row in found) for who, found in groupby(rows, key=itemgetter(0))}


def _invitations_of(ids: Collection[UUID]) -> dict[UUID, InvitationFacts]:
    rows = db.session.execute(
        select(
            Invitation.person_id,
            Invitation.id,
            Invitation.created_at,
            Invitation.expires_at,
            Invitation.used_at,
            Invitation.code_digest,
        )
        .where(Invitation.person_id.in_(ids))
        .order_by(Invitation.created_at, Invitation.id)
    )
    return {row.person_id: InvitationFacts(*row[1:5], _code(row.id, row.code_digest)) for row in rows}


def _code(invitation_id: UUID, digest: str) -> str:
    code = invitation_code(invitation_id)
    return code if invitation_digest(code) == digest else ""

"""Roles given and taken back, and accounts that are closed and opened again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.db import db, take_turns
from app.people.models import Person, RoleGrant
from app.people.operations.accounts import grant_role
from app.people.operations.invitations import end_invitations
from app.people.operations.sign_ins import end_sign_ins
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class LastCoordinator(Refusal):
    """Nobody else who coordinates every site could sign in."""

    code = "last-coordinator"


class PersonDeactivated(Refusal):
    """The account is closed: it gets no roles, places or invitations before it is opened again."""

    code = "person-deactivated"


def refuse_deactivated(person: Person) -> None:
    """Raises PersonDeactivated for somebody whose account is closed."""
    if person.deactivated_at:
        raise PersonDeactivated(name=person.name)


def give_role(person: Person, *, role: str, site_id: UUID | None, by: UUID | None, at: datetime) -> bool:
    """Give `person` that role, unless they have it; whether it is new. Raises PersonDeactivated."""
    refuse_deactivated(person)
    take_turns(f"roles of {person.id}")
    there = RoleGrant.site_id == site_id if site_id else RoleGrant.site_id.is_(None)
    held = select(RoleGrant.id).where(RoleGrant.person_id == person.id, RoleGrant.role == role, there)
    if db.session.scalar(held) is not None:
        return False
    grant_role(person, role=role, site_id=site_id, by=by, at=at)
    return True


def take_back_role(grant_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Take a role back. Doing it twice is doing it once. Raises LastCoordinator."""
    take_turns("coordinators")
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None:
        return
    if (grant.role, grant.site_id) == ("coordinator", None):
        _refuse_last_coordinator(grant.person_id)
    db.session.delete(grant)
    db.session.flush()
    detail = {"role": grant.role, "site": str(grant.site_id) if grant.site_id else None}
    write_journal("role.taken-back", by=by, at=at, kind="person", id=grant.person_id, detail=detail)


def deactivate(person: Person, *, reason: str, by: UUID | None, at: datetime) -> None:
    """Close the account: its sign-ins and invitations end. What the person did stays. Doing it twice is doing it once.

    Raises LastCoordinator.
    """
    if person.deactivated_at:
        return
    take_turns("coordinators")
    everywhere = RoleGrant.role == "coordinator", RoleGrant.site_id.is_(None)
    if db.session.scalar(select(RoleGrant.id).where(RoleGrant.person_id == person.id, *everywhere)):
        _refuse_last_coordinator(person.id)
    person.deactivated_at = at
    end_sign_ins(person.id, at=at)
    end_invitations(person.id, at=at)
    db.session.flush()
    write_journal("person.deactivated", by=by, at=at, kind="person", id=person.id, reason=reason)


def reactivate(person: Person, *, reason: str, by: UUID | None, at: datetime) -> None:
    """Open the account again: its roles and password hold as before. Doing it twice is doing it once."""
    if person.deactivated_at:
        person.deactivated_at = None
        db.session.flush()
        write_journal("person.reactivated", by=by, at=at, kind="person", id=person.id, reason=reason)


def _refuse_last_coordinator(person_id: UUID) -> None:
    others = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == "coordinator",
            RoleGrant.site_id.is_(None),
            Person.id != person_id,
            Person.deactivated_at.is_(None),
            Person.password_hash.is_not(None),
        )
    )
    if db.session.scalar(others.limit(1)) is None:
        raise LastCoordinator

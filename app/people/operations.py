"""What can be done with people's accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.db import db
from app.people.models import Invitation, Person, RoleGrant
from app.people.queries import folded, open_invitation, person_by_id
from app.records.operations import write_journal
from app.shared.digests import sha256
from app.shared.errors import Refusal
from app.shared.ids import new_code

INVITATION_LASTS = timedelta(days=14)


class InvitationSpent(Refusal):
    """The invitation was taken up already, or is too old."""

    status = 410
    code = "invitation-spent"


def add_person(name: str, *, email: str | None, language: str, by: UUID | None, at: datetime) -> Person:
    """A new person, who can't sign in before they were invited and chose a password."""
    person = Person(name=name, email=folded(email) if email else None, language=language, created_at=at)
    db.session.add(person)
    db.session.flush()
    write_journal("person.added", by=by, at=at, kind="person", id=person.id)
    return person


def grant_role(person: Person, *, role: str, site_id: UUID | None, by: UUID | None, at: datetime) -> RoleGrant:
    """Give `person` a staff role at a site, or everywhere."""
    grant = RoleGrant(person_id=person.id, role=role, site_id=site_id, granted_at=at)
    db.session.add(grant)
    db.session.flush()
    detail = {"role": role, "site": str(site_id) if site_id else None}
    write_journal("role.granted", by=by, at=at, kind="person", id=person.id, detail=detail)
    return grant


def invite(person: Person, *, by: UUID | None, at: datetime) -> str:
    """A new invitation for `person`; returns its code, which is nowhere kept. Earlier ones end: they may be lost."""
    earlier = update(Invitation).where(Invitation.person_id == person.id, Invitation.expires_at > at)
    db.session.execute(earlier.where(Invitation.used_at.is_(None)).values(expires_at=at))
    code = new_code(26)
    db.session.add(
        Invitation(
            person_id=person.id,
            code_digest=sha256(code.encode()),
            created_at=at,
            expires_at=at + INVITATION_LASTS,
        )
    )
    db.session.flush()
    write_journal("person.invited", by=by, at=at, kind="person", id=person.id)
    return code


def take_up_invitation(code: str, *, password_hash: str, at: datetime) -> Person:
    """Set the invited person's password and use up the invitation. Raises InvitationSpent.

    Other invitations of the same person are used up with it: a lost one must not open an account in use.
    """
    invitation = open_invitation(code, at=at)
    if invitation is None:
        raise InvitationSpent
    unused = update(Invitation).where(Invitation.person_id == invitation.person_id, Invitation.used_at.is_(None))
    used = db.session.scalars(unused.values(used_at=at).returning(Invitation.id)).all()
    if invitation.id not in used:  # somebody else was faster by a moment
        raise InvitationSpent
    set_password(invitation.person, password_hash=password_hash, by=invitation.person_id, at=at)
    return invitation.person


def set_password(person: Person, *, password_hash: str, by: UUID | None, at: datetime) -> None:
    """Give `person` the password of this hash and end all their sessions.

    Hashing takes long on purpose, so whoever calls does it before the transaction.
    """
    person.password_hash = password_hash
    person.session_stamp = new_code()
    db.session.flush()
    write_journal("password.set", by=by, at=at, kind="person", id=person.id)


def choose_language(person_id: UUID, *, language: str) -> None:
    """Speak this language with the person from now on."""
    person_by_id(person_id).language = language
    db.session.flush()

"""Invitations: how somebody gets their first password, or a new one without a mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.db import db
from app.people.invitation_code import invitation_code, invitation_digest
from app.people.models import Invitation, Person
from app.people.operations.accounts import lock_person
from app.people.operations.passwords import end_pin, set_password
from app.people.queries import open_invitation
from app.records.operations.journal import write_journal
from app.records.operations.outbox import post_letter
from app.shared.errors import Refusal
from app.shared.ids import new_id

INVITATION_LASTS = timedelta(days=14)


class InvitationSpent(Refusal):
    """The invitation was taken up already, or is too old."""

    status = 410
    code = "invitation-spent"


def invite(person: Person, *, by: UUID | None, at: datetime) -> str:
    """A new invitation for `person`; returns its code. Earlier ones end: they may be lost."""
    return invitation_code(_invitation(person, by=by, at=at))


def send_invitation(person: Person, *, by: UUID | None, at: datetime) -> None:
    """The same by mail, to somebody who has an address."""
    invitation_id = _invitation(person, by=by, at=at)
    post_letter("invitation", to=person.id, at=at, details={"invitation": str(invitation_id)})


def take_up_invitation(code: str, *, password_hash: str, at: datetime) -> Person:
    """Set the invited person's password and use up the invitation. Raises InvitationSpent.

    Other invitations of the same person are used up with it: a lost one must not open an account in use.
    """
    invitation = open_invitation(code, at=at)
    if invitation is None:
        raise InvitationSpent
    lock_person(invitation.person_id)
    unused = update(Invitation).where(Invitation.person_id == invitation.person_id, Invitation.used_at.is_(None))
    used = db.session.scalars(unused.values(used_at=at).returning(Invitation.id)).all()
    if invitation.id not in used:  # somebody else was faster by a moment
        raise InvitationSpent
    set_password(invitation.person, password_hash=password_hash, by=invitation.person_id, at=at)
    end_pin(invitation.person_id)
    return invitation.person


def end_invitations(person_id: UUID, *, at: datetime) -> None:
    """Let nobody take up an invitation of that person any more."""
    still_open = update(Invitation).where(Invitation.person_id == person_id, Invitation.expires_at > at)
    db.session.execute(still_open.where(Invitation.used_at.is_(None)).values(expires_at=at))


def _invitation(person: Person, *, by: UUID | None, at: datetime) -> UUID:
    end_invitations(person.id, at=at)
    invitation_id = new_id()
    db.session.add(
        Invitation(
            id=invitation_id,
            person_id=person.id,
            code_digest=invitation_digest(invitation_code(invitation_id)),
            created_at=at,
            expires_at=at + INVITATION_LASTS,
        )
    )
    db.session.flush()
    write_journal("person.invited", by=by, at=at, kind="person", id=person.id)
    return invitation_id

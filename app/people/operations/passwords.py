"""Passwords: set by an invitation, changed by their owner.

Hashing takes long on purpose, so whoever calls has hashed before the transaction.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from app.db import db
from app.people.models import Invitation, Person, Pin
from app.people.operations.sign_ins import end_sign_ins
from app.people.queries import person_by_id
from app.records.operations.journal import write_journal


def set_password(person: Person, *, password_hash: str, by: UUID | None, at: datetime) -> None:
    """Give `person` the password of this hash; all their sign-ins and open invitations end."""
    person.password_hash = password_hash
    db.session.flush()  # from here on a sign-in with the old password waits, and then fails
    end_sign_ins(person.id, at=at)
    unused = update(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
    db.session.execute(unused.values(used_at=at))
    write_journal("password.set", by=by, at=at, kind="person", id=person.id)


def end_password(person: Person, *, by: UUID | None, at: datetime) -> None:
    """Let nobody sign in as `person` until they choose a new password; all their sign-ins end, and their PIN."""
    person.password_hash = None
    db.session.flush()
    end_pin(person.id)
    end_sign_ins(person.id, at=at)
    write_journal("password.ended", by=by, at=at, kind="person", id=person.id)


def replace_password(person_id: UUID, *, present: str | None, password_hash: str, at: datetime) -> bool:
    """Let somebody put the password of this hash in place of the `present` one; whether that was still the present
    one. Of two that replace the same password at the same moment, one is too late."""
    held = update(Person).where(Person.id == person_id, Person.password_hash == present)
    if db.session.scalar(held.values(password_hash=password_hash).returning(Person.id)) is None:
        return False
    set_password(person_by_id(person_id), password_hash=password_hash, by=person_id, at=at)
    return True


def end_pin(person_id: UUID) -> None:
    """Let the person's PIN sign nothing more: whoever had the password before may have chosen it."""
    db.session.execute(delete(Pin).where(Pin.person_id == person_id))

"""Sign-ins: beginning and ending them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app.db import db
from app.people.member import Member
from app.people.models import Person, SignIn
from app.people.queries import member

LONGEST_DEVICE = 200


def sign_in(person_id: UUID, *, device: str, at: datetime, verified: str | None = None) -> Member | None:
    """Sign that person in on one device; returns the member, None when the person is deactivated.

    `verified`: the password's hash that was found right, if it was asked for. Verifying takes a while, and a password
    that was changed meanwhile signs nobody in any more.
    """
    active = update(Person).where(Person.id == person_id, Person.deactivated_at.is_(None))
    if verified is not None:
        active = active.where(Person.password_hash == verified)
    if db.session.scalar(active.values(last_signed_in_at=at).returning(Person.id)) is None:
        return None
    begun = SignIn(person_id=person_id, device=device[:LONGEST_DEVICE], begun_at=at)
    db.session.add(begun)
    db.session.flush()
    return member(begun.id)


def end_sign_in(sign_in_id: UUID, *, at: datetime) -> None:
    """Sign one device out. Doing it twice is doing it once."""
    ending = update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    db.session.execute(ending.values(ended_at=at))


def end_sign_ins(
    person_id: UUID, *, at: datetime, but: UUID | None = None, begun_before: datetime | None = None
) -> None:
    """Sign that person out everywhere, or everywhere `but` there, or where they signed in that long ago."""
    ending = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.id != but)
    if begun_before is not None:
        ending = ending.where(SignIn.begun_at < begun_before)
    db.session.execute(ending.values(ended_at=at))

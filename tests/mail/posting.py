"""Letters for the tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.people.models import Invitation, Person
from app.people.operations import add_person, invite
from app.records.models import Letter
from app.records.operations.outbox import post_letter
from app.shared.clock import now
from tests.cast import NOON


def post(
    kind: str, to: UUID, *, at: datetime = NOON, details: dict[str, Any] | None = None, address: str | None = None
) -> Letter:
    """A letter in the outbox, committed as it is when the worker finds it."""
    posted = post_letter(kind, to=to, at=at, details=details, address=address)
    db.session.commit()
    return posted


def write_to(person_id: UUID, *, at: datetime = NOON) -> Letter:
    """A letter about a changed address: it needs nothing but a person."""
    return post("address-changed", person_id, at=at, details={"to": "new@school.example"})


def invited(name: str, email: str | None) -> tuple[Person, Letter, str]:
    """Somebody new with a letter that invites them, and the code that stands in it."""
    person = add_person(name, email=email, language="en", by=None, at=now())
    code = invite(person, by=None, at=now())
    invitation = db.session.scalars(select(Invitation.id).where(Invitation.person_id == person.id)).one()
    return person, post("invitation", person.id, at=now(), details={"invitation": str(invitation)}), code


def letter(letter_id: UUID) -> Letter:
    """The letter as the database has it."""
    return db.session.get_one(Letter, letter_id, populate_existing=True)

"""What letters of each kind tell: found when they leave, so that nothing stale and no secret lies in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.db import db
from app.notices.queries import notices_by_id
from app.people.invitation_code import as_printed, invitation_code
from app.people.models import Invitation, Person
from app.people.tokens import ADDRESS_LASTS, RESET_LASTS, address_token, reset_token
from app.records.models import Letter

Contents = dict[str, Any]


def contents_of(letter: Letter, person: Person, *, at: datetime) -> Contents | None:
    """The values that the letter's words need, by name; None when it is no longer needed.

    Raises KeyError for a kind that doesn't exist, and where its details lack something.
    """
    return KINDS[letter.kind](letter, person, at)


def _invitation(letter: Letter, _person: Person, at: datetime) -> Contents | None:
    invitation = db.session.get(Invitation, UUID(letter.details["invitation"]))
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= at:
        return None
    code = invitation_code(invitation.id)
    return {"code": code, "printed_code": as_printed(code), "until": invitation.expires_at}


def _password_reset(_letter: Letter, person: Person, at: datetime) -> Contents:
    token = reset_token(person.id, password_hash=person.password_hash, address=person.email, at=at)
    return {"token": token, "until": at + RESET_LASTS}


def _address_change(letter: Letter, person: Person, at: datetime) -> Contents | None:
    new = letter.address or ""
    if person.email == new:
        return None
    token = address_token(person.id, new, person.email, password_hash=person.password_hash, at=at)
    return {"token": token, "new": new, "until": at + ADDRESS_LASTS}


def _address_changed(letter: Letter, _person: Person, _at: datetime) -> Contents:
    return {"new": letter.details["to"]}


def _notice(letter: Letter, _person: Person, _at: datetime) -> Contents | None:
    return next(({"notice": notice} for notice in notices_by_id([UUID(letter.details["notice"])])), None)


def _digest(letter: Letter, _person: Person, _at: datetime) -> Contents | None:
    notices = notices_by_id([UUID(each) for each in letter.details["notices"]])
    return {"notices": notices, "on": date.fromisoformat(letter.details["day"])} if notices else None


KINDS: dict[str, Callable[[Letter, Person, datetime], Contents | None]] = {
    "invitation": _invitation,
    "password-reset": _password_reset,
    "address-change": _address_change,
    "address-changed": _address_changed,
    "notice": _notice,
    "digest": _digest,
}

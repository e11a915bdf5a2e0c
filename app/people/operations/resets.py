"""Forgotten passwords: asked for by address, answered by a letter with a link."""

from __future__ import annotations

from datetime import datetime

from app.db import db
from app.people.models import Person
from app.people.operations.invitations import send_invitation
from app.people.operations.passwords import end_pin, replace_password
from app.people.queries import person_by_email
from app.people.tokens import read_reset_token
from app.records.operations.outbox import post_letter
from app.shared.errors import Refusal


class ResetLinkSpent(Refusal):
    """The link to a new password was used, is too old, or the account has changed since."""

    status = 410
    code = "reset-link-spent"


def ask_for_reset(address: str, *, at: datetime) -> None:
    """Let a letter with a link to a new password leave for the person with that address; whoever was invited and has
    no password yet gets a new invitation. Nothing, if nobody has the address."""
    person = person_by_email(address)
    if person is None or person.deactivated_at:
        return
    if person.password_hash:
        post_letter("password-reset", to=person.id, at=at)
    else:
        send_invitation(person, by=None, at=at)


def person_by_reset_link(token: str, *, at: datetime) -> Person:
    """Who may choose a new password with that link. Raises ResetLinkSpent."""
    claim = read_reset_token(token, at=at)
    person = db.session.get(Person, claim.person_id) if claim else None
    if claim is None or person is None or person.deactivated_at:
        raise ResetLinkSpent
    if not claim.fits(password_hash=person.password_hash, address=person.email):
        raise ResetLinkSpent
    return person


def reset_password(token: str, *, password_hash: str, at: datetime) -> Person:
    """Use the link of a letter to choose the password of this hash; returns whose. Raises ResetLinkSpent."""
    person = person_by_reset_link(token, at=at)
    if not replace_password(person.id, present=person.password_hash, password_hash=password_hash, at=at):
        raise ResetLinkSpent
    end_pin(person.id)
    return person

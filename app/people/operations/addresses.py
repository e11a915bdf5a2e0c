"""New addresses, which count once a letter to them was read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.db import db
from app.people.models import Person
from app.people.operations.accounts import change_person
from app.people.queries import folded
from app.people.tokens import read_address_token
from app.records.operations.outbox import post_letter
from app.shared.errors import Refusal


class AddressLinkSpent(Refusal):
    """The link to a new address was used, is too old, or the account has changed since."""

    status = 410
    code = "address-link-spent"


def ask_for_address(person_id: UUID, *, address: str, at: datetime) -> None:
    """Let a letter leave for that address, with the link that makes it the person's.

    It leaves whoever has the address already: only who reads its mail learns that somebody has it.
    """
    post_letter("address-change", to=person_id, at=at, address=folded(address))


def person_by_address_link(token: str, *, at: datetime) -> tuple[Person, str]:
    """Who gets which address by that link, or has got it. Raises AddressLinkSpent."""
    claim = read_address_token(token, at=at)
    person = db.session.get(Person, claim.person_id) if claim else None
    if claim is None or person is None or person.deactivated_at:
        raise AddressLinkSpent
    if person.email != claim.address and not claim.fits(password_hash=person.password_hash, address=person.email):
        raise AddressLinkSpent
    return person, claim.address


def confirm_address(token: str, *, at: datetime) -> Person:
    """Use that link: the address is the person's, and the one they had before is told. Twice is once.

    Raises AddressLinkSpent, AddressTaken."""
    person, address = person_by_address_link(token, at=at)
    before = person.email
    if before == address:
        return person
    change_person(person, name=person.name, email=address, by=person.id, at=at)
    if before:
        post_letter("address-changed", to=person.id, at=at, address=before, details={"to": address})
    return person

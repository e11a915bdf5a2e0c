"""Invitations, by letter or on a card, and whose a coordinator may see.

A card lets whoever holds it into the account. So its code is made, and shown, only for people who have nothing at
sites beyond the coordinator's own; and it ends when they get something there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.db import take_turns
from app.directory.facts import PersonFacts
from app.directory.permissions import may_administer, may_have_card
from app.directory.queries import person_facts
from app.people.member import Member
from app.people.models import Person
from app.people.operations import PersonDeactivated, invite, send_invitation
from app.people.queries import person_by_id
from app.shared.errors import Refusal


class BeyondYourSites(Refusal):
    """The person has more than the coordinator may touch: roles or lessons at other sites."""

    status = 403
    code = "beyond-your-sites"


class NoCard(Refusal):
    """Cards are for people without a mailbox, and for those who never signed in."""

    code = "no-card"


class NoLetter(Refusal):
    """Letters with invitations are for people with a mailbox who never signed in."""

    code = "no-letter"


def refuse_beyond(person: PersonFacts, *, by: Member) -> None:
    """Raises BeyondYourSites for somebody whose account the coordinator may not touch."""
    if not may_administer(by, person):
        raise BeyondYourSites(name=person.name)


def refuse_card(person: PersonFacts, *, by: Member) -> None:
    """Raises BeyondYourSites, PersonDeactivated or NoCard for somebody whose card the coordinator may not see."""
    refuse_beyond(person, by=by)
    if person.deactivated_at:
        raise PersonDeactivated(name=person.name)
    if not may_have_card(person):
        raise NoCard(name=person.name)


def send_letter_again(person: PersonFacts, *, instead_of: UUID | None, by: Member, at: datetime) -> None:
    """Another invitation by mail for somebody who has not signed in. The one before, `instead_of`, ends.

    A request that is sent twice names the same one, and sends one letter. Raises BeyondYourSites, NoLetter,
    PersonDeactivated.
    """
    refuse_beyond(person, by=by)
    if person.deactivated_at:
        raise PersonDeactivated(name=person.name)
    if person.has_password or not person.email:
        raise NoLetter(name=person.name)
    if _is_latest(person, instead_of):
        send_invitation(person_by_id(person.id), by=by.id, at=at)


def make_card(person: PersonFacts, *, instead_of: UUID | None, by: Member, at: datetime) -> None:
    """Another invitation on a card. Everything else as for the letter."""
    refuse_card(person, by=by)
    if _is_latest(person, instead_of):
        invite(person_by_id(person.id), by=by.id, at=at)


def make_cards(people: Iterable[PersonFacts], *, by: Member, at: datetime) -> None:
    """New invitations for those of these people whose cards can't be printed for want of an open one."""
    for person in people:
        if may_administer(by, person) and may_have_card(person) and person.open_invitation(at) is None:
            invite(person_by_id(person.id), by=by.id, at=at)


def invite_anew(person: Person, *, by: UUID | None, at: datetime) -> str:
    """Another invitation, whose letter goes to the address that is returned; empty: it is for a card."""
    if person.email:
        send_invitation(person, by=by, at=at)
        return person.email
    invite(person, by=by, at=at)
    return ""


def _is_latest(person: PersonFacts, instead_of: UUID | None) -> bool:
    take_turns(f"invitations of {person.id}")
    latest = person_facts(person.id).invitation
    return (latest.id if latest else None) == instead_of

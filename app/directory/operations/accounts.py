"""Somebody's account: name, address, sign-ins, closing and opening it."""

from __future__ import annotations

from datetime import datetime

from app.directory.facts import PersonFacts
from app.directory.operations.invitations import invite_anew, refuse_beyond
from app.directory.permissions import may_deactivate
from app.people.member import Member
from app.people.operations import change_person, deactivate, end_sign_ins, reactivate
from app.people.queries import person_by_id
from app.records.operations.journal import write_journal
from app.records.operations.outbox import post_letter
from app.shared.errors import Refusal


class OwnAccount(Refusal):
    """Nobody deactivates themselves, or takes their own role of coordinator back."""

    status = 403
    code = "own-account"


def correct_person(person: PersonFacts, *, name: str, email: str | None, by: Member, at: datetime) -> str:
    """Put name and address right; returns the address that a new invitation goes to, if one does.

    Who has not signed in yet is invited anew: the last letter went astray. Who has is told so at the address that
    was theirs, since whoever reads an account's mail can take it. Raises BeyondYourSites, AddressTaken.
    """
    refuse_beyond(person, by=by)
    changed = person_by_id(person.id)
    before = changed.email
    change_person(changed, name=name, email=email, by=by.id, at=at)
    if changed.email == before or changed.deactivated_at:
        return ""
    if changed.password_hash is None:
        return invite_anew(changed, by=by.id, at=at)
    if before:
        details = {"to": changed.email or changed.sign_in_name}
        post_letter("address-changed", to=changed.id, at=at, address=before, details=details)
    return ""


def refuse_closing(person: PersonFacts, *, by: Member) -> None:
    """Raises BeyondYourSites or OwnAccount for somebody whose account the coordinator may not close."""
    refuse_beyond(person, by=by)
    if not may_deactivate(by, person):
        raise OwnAccount


def close_account(person: PersonFacts, *, reason: str, by: Member, at: datetime) -> None:
    """Deactivate somebody. Raises BeyondYourSites, OwnAccount, LastCoordinator."""
    refuse_closing(person, by=by)
    deactivate(person_by_id(person.id), reason=reason, by=by.id, at=at)


def open_account(person: PersonFacts, *, reason: str, by: Member, at: datetime) -> None:
    """Let somebody in again. Raises BeyondYourSites."""
    refuse_beyond(person, by=by)
    reactivate(person_by_id(person.id), reason=reason, by=by.id, at=at)


def sign_out_everywhere(person: PersonFacts, *, by: Member, at: datetime) -> None:
    """End every sign-in of somebody who lost their phone. Raises BeyondYourSites."""
    refuse_beyond(person, by=by)
    end_sign_ins(person.id, at=at)
    write_journal("sign-ins.ended", by=by.id, at=at, kind="person", id=person.id)

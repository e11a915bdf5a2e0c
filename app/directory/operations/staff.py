"""Staff: inviting them, giving roles and taking them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.db import db, take_turns
from app.directory.facts import Grant, PersonFacts
from app.directory.operations.accounts import OwnAccount
from app.directory.operations.invitations import BeyondYourSites, invite_anew
from app.directory.permissions import may_give_role_at, may_take_back
from app.directory.queries import person_facts
from app.people.invitation_code import invitation_code
from app.people.member import Member
from app.people.models import Person
from app.people.operations import (
    add_person,
    end_invitations,
    end_password,
    give_role,
    invite,
    lock_person,
    take_back_role,
)
from app.people.queries import folded, open_invitation_of, person_by_email, person_by_id
from app.shared.errors import Refusal

Role = tuple[str, UUID | None]
"""A role and the site where it holds; None: everywhere."""


class StillTeaching(Refusal):
    """The person teaches cohorts that would be without the role's right to."""

    code = "still-teaching"


@dataclass(frozen=True)
class Invited:
    """Somebody who was invited as staff, or was known already by their address."""

    person_id: UUID
    name: str
    known: bool
    address: str
    """Of their mailbox; empty: they have none."""
    code: str
    """Of their invitation; empty for somebody who was known."""


def invite_staff(
    name: str,
    *,
    email: str | None,
    language: str,
    roles: Iterable[Role],
    by: UUID | None,
    at: datetime,
    person_id: UUID | None = None,
    by_mail: bool = True,
) -> Invited:
    """Somebody new with these roles, and an invitation: by mail if they have an address and `by_mail`.

    Whoever has the address already gets the roles, and chooses a new password when that opens another site to them.
    A request that is sent twice brings the same `person_id`, and invites once. Raises PersonDeactivated.
    """
    take_turns(f"person {folded(email) if email else person_id}")
    person = _known(name, email, person_id)
    if person is not None:
        _give(person, roles, by=by, at=at)
        return _invited(person, known=person.id != person_id, at=at)
    taken = person_id and db.session.get(Person, person_id)  # they went back to the form and mean another person
    person = add_person(name, email=email, language=language, by=by, at=at, person_id=None if taken else person_id)
    _give(person, roles, by=by, at=at)
    if by_mail:
        invite_anew(person, by=by, at=at)
    else:
        invite(person, by=by, at=at)
    return _invited(person, known=False, at=at)


def give_roles(person: PersonFacts, roles: Collection[Role], *, by: Member, at: datetime) -> bool:
    """Give these roles to somebody at the coordinator's sites; whether one was new.

    Raises BeyondYourSites, PersonDeactivated.
    """
    if not all(may_give_role_at(by, site_id) for _, site_id in roles):
        raise BeyondYourSites(name=person.name)
    return _give(person_by_id(person.id), roles, by=by.id, at=at)


def _known(name: str, email: str | None, person_id: UUID | None) -> Person | None:
    if email:
        return person_by_email(email)
    earlier = db.session.get(Person, person_id) if person_id else None
    return earlier if earlier and (earlier.name, earlier.email) == (name, None) else None


def _invited(person: Person, *, known: bool, at: datetime) -> Invited:
    invitation = open_invitation_of(person.id, at=at)
    code = invitation_code(invitation.id) if invitation and not known else ""
    return Invited(person.id, person.name, known, person.email or "", code)


def _give(person: Person, roles: Iterable[Role], *, by: UUID | None, at: datetime) -> bool:
    person = lock_person(person.id)
    before = person_facts(person.id)
    new = [each for each in roles if give_role(person, role=each[0], site_id=each[1], by=by, at=at)]
    if not before.everywhere and any(site_id not in before.bound_to for _, site_id in new):
        _prove_anew(person, has_invitation=before.open_invitation(at) is not None, by=by, at=at)
    return bool(new)


def _prove_anew(person: Person, *, has_invitation: bool, by: UUID | None, at: datetime) -> None:
    """See to it that rights at a new site come to the person themselves, and to nobody who prepared their account or
    saw their card at another site: who reads their mailbox chooses the password."""
    if person.email and person.password_hash:
        end_password(person, by=by, at=at)
        invite_anew(person, by=by, at=at)
    elif has_invitation and person.password_hash is None:
        invite_anew(person, by=by, at=at)
    elif has_invitation:
        end_invitations(person.id, at=at)


def take_role_back(person: PersonFacts, grant: Grant, *, by: Member, at: datetime) -> None:
    """Take a role back from somebody. Raises OwnAccount, BeyondYourSites, StillTeaching, LastCoordinator."""
    if not may_take_back(by, person, grant):
        raise OwnAccount if may_give_role_at(by, grant.site_id) else BeyondYourSites(name=person.name)
    if grant.role == "instructor":
        _refuse_still_teaching(person, without=grant)
    take_back_role(grant.id, by=by.id, at=at)


def _refuse_still_teaching(person: PersonFacts, *, without: Grant) -> None:
    kept = {grant.site_id for grant in person.grants if grant.role == "instructor" and grant.id != without.id}
    taught = [place for place in person.places if place.enrolment_id is None and not place.over]
    left = [place for place in taught if None not in kept and place.site_id not in kept]
    if left:
        raise StillTeaching(name=person.name, cohorts=tuple((place.cohort_id, place.cohort_name) for place in left))

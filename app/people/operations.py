"""What can be done with people's accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from app.db import db, take_turns
from app.people.invitation_code import invitation_code, invitation_digest
from app.people.member import Member
from app.people.models import Invitation, Person, RoleGrant, SignIn
from app.people.queries import folded, member, open_invitation, person_by_email, person_by_id, person_by_sign_in_name
from app.people.sign_in_names import sign_in_names
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.fulltext import index_text
from app.shared.ids import new_id

INVITATION_LASTS = timedelta(days=14)
LONGEST_DEVICE = 200


class AddressTaken(Refusal):
    """Somebody else of the school has this e-mail address already."""

    code = "address-taken"


class InvitationSpent(Refusal):
    """The invitation was taken up already, or is too old."""

    status = 410
    code = "invitation-spent"


def add_person(name: str, *, email: str | None, language: str, by: UUID | None, at: datetime) -> Person:
    """A new person, who can't sign in before they were invited and chose a password.

    Whoever has no mailbox gets a sign-in name. Raises AddressTaken.
    """
    person = Person(
        name=name,
        email=_free_address(email) if email else None,
        sign_in_name=None if email else _free_sign_in_name(name),
        language=language,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    index_text("person", str(person.id), f"{name} {person.email or person.sign_in_name}")
    write_journal("person.added", by=by, at=at, kind="person", id=person.id)
    return person


def change_person(person: Person, *, name: str, email: str | None, by: UUID | None, at: datetime) -> None:
    """Correct somebody's name and address. Raises AddressTaken."""
    if email and folded(email) != person.email:
        person.email = _free_address(email)
        write_journal("person.address-changed", by=by, at=at, kind="person", id=person.id)
    elif not email and person.email:
        person.email, person.sign_in_name = None, person.sign_in_name or _free_sign_in_name(name)
        write_journal("person.address-changed", by=by, at=at, kind="person", id=person.id)
    if name != person.name:
        person.name = name
        write_journal("person.renamed", by=by, at=at, kind="person", id=person.id)
    db.session.flush()
    index_text("person", str(person.id), f"{name} {person.email or person.sign_in_name}")


def grant_role(person: Person, *, role: str, site_id: UUID | None, by: UUID | None, at: datetime) -> RoleGrant:
    """Give `person` a staff role at a site, or everywhere."""
    grant = RoleGrant(person_id=person.id, role=role, site_id=site_id, granted_at=at)
    db.session.add(grant)
    db.session.flush()
    detail = {"role": role, "site": str(site_id) if site_id else None}
    write_journal("role.granted", by=by, at=at, kind="person", id=person.id, detail=detail)
    return grant


def invite(person: Person, *, by: UUID | None, at: datetime) -> str:
    """A new invitation for `person`; returns its code. Earlier ones end: they may be lost."""
    earlier = update(Invitation).where(Invitation.person_id == person.id, Invitation.expires_at > at)
    db.session.execute(earlier.where(Invitation.used_at.is_(None)).values(expires_at=at))
    invitation_id = new_id()
    code = invitation_code(invitation_id)
    db.session.add(
        Invitation(
            id=invitation_id,
            person_id=person.id,
            code_digest=invitation_digest(code),
            created_at=at,
            expires_at=at + INVITATION_LASTS,
        )
    )
    db.session.flush()
    write_journal("person.invited", by=by, at=at, kind="person", id=person.id)
    return code


def take_up_invitation(code: str, *, password_hash: str, at: datetime) -> Person:
    """Set the invited person's password and use up the invitation. Raises InvitationSpent.

    Other invitations of the same person are used up with it: a lost one must not open an account in use.
    """
    invitation = open_invitation(code, at=at)
    if invitation is None:
        raise InvitationSpent
    unused = update(Invitation).where(Invitation.person_id == invitation.person_id, Invitation.used_at.is_(None))
    used = db.session.scalars(unused.values(used_at=at).returning(Invitation.id)).all()
    if invitation.id not in used:  # somebody else was faster by a moment
        raise InvitationSpent
    set_password(invitation.person, password_hash=password_hash, by=invitation.person_id, at=at)
    return invitation.person


def set_password(person: Person, *, password_hash: str, by: UUID | None, at: datetime) -> None:
    """Give `person` the password of this hash and end all their sign-ins.

    Hashing takes long on purpose, so whoever calls does it before the transaction.
    """
    person.password_hash = password_hash
    end_sign_ins(person.id, at=at)
    write_journal("password.set", by=by, at=at, kind="person", id=person.id)


def sign_in(person_id: UUID, *, device: str, at: datetime) -> Member | None:
    """Sign that person in on one device; returns the member, None when the person is deactivated."""
    begun = SignIn(person_id=person_id, device=device[:LONGEST_DEVICE], begun_at=at)
    db.session.add(begun)
    db.session.execute(update(Person).where(Person.id == person_id).values(last_signed_in_at=at))
    db.session.flush()
    return member(begun.id)


def end_sign_in(sign_in_id: UUID, *, at: datetime) -> None:
    """Sign one device out. Doing it twice is doing it once."""
    ending = update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    db.session.execute(ending.values(ended_at=at))


def end_sign_ins(person_id: UUID, *, at: datetime, but: UUID | None = None) -> None:
    """Sign that person out everywhere, or everywhere `but` there."""
    ending = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.id != but)
    db.session.execute(ending.values(ended_at=at))


def choose_language(person_id: UUID, *, language: str) -> None:
    """Speak this language with the person from now on."""
    person_by_id(person_id).language = language
    db.session.flush()


def _free_address(email: str) -> str:
    address = folded(email)
    take_turns(f"person {address}")
    if person_by_email(address) is not None:
        raise AddressTaken(address=address)
    return address


def _free_sign_in_name(name: str) -> str:
    take_turns("sign-in names")
    return next(each for each in sign_in_names(name) if person_by_sign_in_name(each) is None)

"""People, their names and addresses, and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.db import db, take_turns
from app.people.models import Person, RoleGrant
from app.people.queries import folded, person_by_email, person_by_id, person_by_sign_in_name
from app.people.sign_in_names import sign_in_names
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.fulltext import index_texts
from app.shared.ids import new_id


class AddressTaken(Refusal):
    """Somebody else of the school has this e-mail address already."""

    code = "address-taken"


def add_person(
    name: str, *, email: str | None, language: str, by: UUID | None, at: datetime, person_id: UUID | None = None
) -> Person:
    """A new person, who can't sign in before they were invited and chose a password.

    Whoever has no mailbox gets a sign-in name. Raises AddressTaken.
    """
    person = Person(
        id=person_id or new_id(),
        name=name,
        email=_free_address(email) if email else None,
        sign_in_name=None if email else _free_sign_in_name(name),
        language=language,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    index_people([person])
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
    index_people([person])


def lock_person(person_id: UUID) -> Person:
    """The person as they are now, after whoever changes their account; others who do wait for us.

    Before their invitations are written to, and before the journal: so that no two wait for each other.
    """
    # NO KEY: rows that only point at the person don't wait.
    return db.session.get_one(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)


def index_people(people: Iterable[Person]) -> None:
    """Let these people be found by their names, and by what they sign in with."""
    index_texts("person", {str(each.id): f"{each.name} {each.email or each.sign_in_name}" for each in people})


def grant_role(person: Person, *, role: str, site_id: UUID | None, by: UUID | None, at: datetime) -> RoleGrant:
    """Give `person` a staff role at a site, or everywhere."""
    grant = RoleGrant(person_id=person.id, role=role, site_id=site_id, granted_at=at)
    db.session.add(grant)
    db.session.flush()
    detail = {"role": role, "site": str(site_id) if site_id else None}
    write_journal("role.granted", by=by, at=at, kind="person", id=person.id, detail=detail)
    return grant


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

"""A school with people beyond the cast, and ways to read the directory's pages."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select

from app.courses.operations.enrolments import enrol
from app.db import db
from app.directory.facts import PersonFacts
from app.directory.queries import person_facts
from app.people.member import Member
from app.people.models import Person
from app.people.operations import add_person, grant_role, send_invitation, set_password
from app.people.queries import person_by_id
from app.records.models import JournalEntry, Letter
from app.shared.clock import now
from tests.cast import BEFORE, Cast, signed_in


def staff(name: str, role: str, site_id: UUID | None, *, email: str | None = "", password: bool = True) -> Person:
    """Somebody who has that role there; `email` None: without a mailbox; not `password`: never signed in."""
    address = f"{name.split()[0].lower()}@staff.example" if email == "" else email
    person = add_person(name, email=address, language="en", by=None, at=BEFORE)
    grant_role(person, role=role, site_id=site_id, by=None, at=BEFORE)
    if password:
        set_password(person, password_hash="a hash", by=None, at=BEFORE)
    return person


def head() -> Member:
    """Somebody who coordinates every site, signed in."""
    return signed_in(staff("Hedda Head", "coordinator", None).id)


def newcomer(cast: Cast, name: str = "Nadia New", *, email: str | None = None) -> Person:
    """Somebody enrolled in the cast's cohort who never signed in."""
    person = add_person(name, email=email, language="en", by=None, at=BEFORE)
    enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE)
    if email:
        send_invitation(person, by=None, at=now())
    return person


def facts(person_id: UUID) -> PersonFacts:
    """That person as the pages know them now."""
    db.session.expire_all()
    return person_facts(person_id)


def held(person_id: UUID) -> set[tuple[str, UUID | None]]:
    """The roles that somebody has."""
    return {(grant.role, grant.site_id) for grant in facts(person_id).grants}


def letters(person_id: UUID) -> list[tuple[str, str | None]]:
    """Kind and deviating address of each letter to somebody, in order."""
    rows = db.session.scalars(select(Letter).where(Letter.person_id == person_id).order_by(Letter.id))
    return [(letter.kind, letter.address) for letter in rows]


def journalled(person_id: UUID) -> list[tuple[str, UUID | None]]:
    """What the journal says was done to somebody, and by whom."""
    about = select(JournalEntry).where(JournalEntry.object_id == str(person_id)).order_by(JournalEntry.number)
    return [(entry.act, entry.actor_id) for entry in db.session.scalars(about)]


def named(page: str) -> list[str]:
    """The names in the list of people."""
    return re.findall(r'<th scope="row"><a href="/people/[^"]+">([^<]+)</a>', page)


def errors(page: str) -> dict[str, str]:
    """The sentence beside each field that is wrong."""
    found = re.findall(r'id="(\w+)-error"><span class="hidden">Error:</span> (.*?)</p>', page)
    return {name: sentence.replace("&#39;", "'") for name, sentence in found}


def address_of(person_id: UUID) -> str | None:
    """Somebody's e-mail address now."""
    db.session.expire_all()
    return person_by_id(person_id).email

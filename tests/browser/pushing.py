"""A course in which something wasn't safe: what was pushed, who has read it, and who hasn't."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Cohort, SafetyDuty
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol, lock_enrolment
from app.courses.operations.revisions import publish
from app.courses.operations.safety_corrections import push_correction
from app.courses.operations.safety_duties import acknowledge_correction
from app.curriculum.folder import read_course
from app.db import db
from app.people.models import Person
from app.people.operations import add_person, grant_role, set_password
from app.people.queries import person_by_email
from app.shared.clock import now
from app.shared.ids import new_id
from tests.courses.correcting import NEEDS_MORE, REASON, SAFER
from tests.courses.unwritten import COURSE

ID: Final = "safer-phone-repair"
COHORT: Final = "Corrected · autumn"
UNREAD, READ, READS, INSTRUCTOR = "Solène Prudente", "Rémi Attentif", "Théo Lecteur", "Ivan Gardien"
"""Who hasn't read it, who has, who does in a test, and who teaches them."""
ITEM: Final = "the-bench"


def email_of(name: str) -> str:
    """The address that somebody of this cohort signs in with."""
    return f"{name.split()[-1].lower()}.correction@etabli.example"


def make_correction(password_hash: str, author: str) -> None:
    """`author` (address) has pushed one; a further change, which doesn't fit alone, can be pushed yet."""
    at = now()
    first = _published({})
    site = add_site("Corrected", time_zone="Europe/Paris", by=None, at=at)
    instructor = _person(INSTRUCTOR, password_hash)
    grant_role(instructor, role="instructor", site_id=site.id, by=None, at=at)
    cohort = create_cohort(
        COHORT,
        site_id=site.id,
        revision_id=first,
        first_day=at.date() - timedelta(days=at.weekday()),
        instructor_ids=[instructor.id],
        by=None,
        at=at,
    )
    places = {name: _enrolled(name, password_hash, cohort) for name in (UNREAD, READ, READS)}
    newest, by = _published({**SAFER, **NEEDS_MORE}), _id_of(author)
    push_correction(ID, correction_id=new_id(), revision_id=newest, parts=[ITEM], reason=REASON, by=by, at=now())
    lock_enrolment(places[READ])
    duty_id = db.session.scalars(select(SafetyDuty.id).where(SafetyDuty.enrolment_id == places[READ])).one()
    acknowledge_correction(duty_id, by=_id_of(email_of(READ)), at=now())


def _published(changes: Mapping[str, tuple[str, str]]) -> int:
    sources = dict(read_course(COURSE).sources)
    for path, (old, new) in changes.items():
        sources[path] = sources.get(path, b"").decode().replace(old, new, 1).encode()
    return publish(sources, course_id=ID, track_id=COURSE.parent.name, by=None, at=now())[0].id


def _enrolled(name: str, password_hash: str, cohort: Cohort) -> UUID:
    return enrol(_person(name, password_hash), cohort_id=cohort.id, by=None, at=now()).id


def _person(name: str, password_hash: str) -> Person:
    person = add_person(name, email=email_of(name), language="en", by=None, at=now())
    set_password(person, password_hash=password_hash, by=None, at=now())
    return person


def _id_of(address: str) -> UUID:
    found = person_by_email(address)
    assert found is not None
    return found.id

"""A cohort that is assessed at the bench: two instructors and many trainees, all ready and all with a PIN."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.operations import declare_ready, sign_off
from app.courses.facts import EnrolledItem
from app.courses.models import Revision
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.gates import open_gate
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.people.models import Person
from app.people.operations import add_person, grant_role, set_password, set_pin
from app.shared.clock import now
from app.shared.ids import new_id

COURSE: Final = "household-appliances"
PRACTICAL: Final = "isolate-plug-in-appliance"
GATE: Final = "electrical-safety"
COHORT: Final = "Workbench · autumn"
INSTRUCTOR, COLLEAGUE = "Irène Établie", "Colas Voisin"
TRAINEES: Final = tuple(f"Nina Établi-{number:02}" for number in range(1, 51))
LOCKED: Final = "Lola Verrou"
"""Who hasn't passed the quiz that opens the practicals."""
STOPPED: Final = "Lina Arrêtée"
"""Whose work was stopped for safety, and whose licence is suspended since."""
PIN, TRAINEES_PIN = "4826", "7159"


def email_of(name: str) -> str:
    """The address that somebody of this cohort signs in with."""
    return f"{name.split()[0].lower()}.bench@etabli.example"


def make_workbench(password_hash: str) -> None:
    """Make the cohort of the course's newest revision, in its first week."""
    at = now()
    site = add_site("Basement", time_zone="Europe/Paris", by=None, at=at)
    revision_id = db.session.scalar(
        select(Revision.id).where(Revision.course_id == COURSE).order_by(Revision.id.desc()).limit(1)
    )
    assert revision_id is not None
    instructors = [_instructor(name, password_hash, site.id) for name in (INSTRUCTOR, COLLEAGUE)]
    cohort = create_cohort(
        COHORT,
        site_id=site.id,
        revision_id=revision_id,
        first_day=at.date() - timedelta(days=at.weekday()),
        instructor_ids=[each.id for each in instructors],
        by=None,
        at=at,
    )
    _stop(enrol(add_person(STOPPED, email=None, language="en", by=None, at=at), cohort_id=cohort.id, by=None, at=at).id)
    enrol(add_person(LOCKED, email=None, language="en", by=None, at=at), cohort_id=cohort.id, by=None, at=at)
    for place, name in enumerate(TRAINEES):
        person = add_person(name, email=None, language="en", by=None, at=at)
        if place < len(TRAINEES) // 4:
            set_pin(person.id, pin=TRAINEES_PIN, by=person.id, at=at)
        enrolment = enrol(person, cohort_id=cohort.id, by=None, at=at)
        open_gate(enrolment.id, gate=GATE, at=at)
        enrolled = enrolment_facts(enrolment.id)
        found = EnrolledItem(enrolled, enrolled.curriculum.items[PRACTICAL])
        declare_ready(found, readiness_id=new_id(), by=person.id, at=at + timedelta(seconds=place))


def _stop(enrolment_id: UUID) -> None:
    open_gate(enrolment_id, gate=GATE, at=now())
    enrolled = enrolment_facts(enrolment_id)
    stop = Judgement({}, "", "", not_yet=False, remark="Opened the cover with the plug in.", stopped=True)
    sign_off(
        EnrolledItem(enrolled, enrolled.curriculum.items[PRACTICAL]),
        sign_off_id=new_id(),
        by=min(enrolled.cohort.instructor_ids),
        at=now(),
        begun_at=now(),
        judgement=stop,
    )


def _instructor(name: str, password_hash: str, site_id: UUID) -> Person:
    person = add_person(name, email=email_of(name), language="en", by=None, at=now())
    set_password(person, password_hash=password_hash, by=None, at=now())
    set_pin(person.id, pin=PIN, by=person.id, at=now())
    grant_role(person, role="instructor", site_id=site_id, by=None, at=now())
    return person

"""The school that the load falls on: the demonstration's courses with a hundred trainees, each signed in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import flask_migrate
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from app.config import Settings
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.content import publish_content
from app.courses.operations.enrolments import declare_lesson_done, enrol
from app.courses.operations.gates import open_gate
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import newest_revision
from app.curriculum.model import Lesson
from app.db import db, writing
from app.people.operations import add_person, grant_role, sign_in
from app.shared.clock import now

COURSE = "smartphone-repair"
LESSON = "the-safe-bench"
TRAINEES = 100
A_COHORT = 20
CSRF = "0" * 40
"""What the token of every session is made of."""


@dataclass(frozen=True)
class Visitor:
    """A trainee with the cookie of their session."""

    enrolment_id: UUID
    cookie: str


def settings_in(folder: Path) -> Settings:
    """Settings of a school that lives in `folder`; exported, so that servers started from here have them too."""
    os.environ.update(
        ETABLI_INSTANCE=str(folder),
        ETABLI_SECRET_KEY="a key for benchmarks, and for nothing else",
        ETABLI_MODE="production",
    )
    return Settings.read(os.environ)


def fill(settings: Settings) -> list[Visitor]:
    """Make the school; returns its trainees, each half way through the first week."""
    app = create_app(settings)
    with app.app_context(), writing():
        flask_migrate.upgrade()
        publish_content(settings.content, by=None, at=now())
        enrolments = list(_enrolments())
        for enrolled in enrolments:
            _advance(enrolled)
        visitors = [Visitor(enrolled.id, cookie_of(app, enrolled.person_id)) for enrolled in enrolments]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return visitors


def _enrolments() -> list[Enrolled]:
    at = now()
    site = add_site("Bench", time_zone="Europe/Paris", by=None, at=at)
    instructor = add_person("Ida Instructor", email=None, language="en", by=None, at=at)
    grant_role(instructor, role="instructor", site_id=site.id, by=None, at=at)
    revision = newest_revision(COURSE)
    if revision is None:
        raise LookupError(COURSE)
    found = []
    for number in range(TRAINEES // A_COHORT):
        cohort = create_cohort(
            f"Cohort {number}",
            site_id=site.id,
            revision_id=revision.id,
            first_day=date.today() - timedelta(days=3),  # noqa: DTZ011 - any day of this week will do
            instructor_ids=[instructor.id],
            by=None,
            at=at,
        )
        for place in range(A_COHORT):
            person = add_person(f"Trainee {number}-{place}", email=None, language="en", by=None, at=at)
            found.append(enrolment_facts(enrol(person, cohort_id=cohort.id, by=None, at=at).id))
    return found


def _advance(enrolled: Enrolled) -> None:
    lessons = [item for item in enrolled.curriculum.items.values() if isinstance(item, Lesson)]
    for lesson in lessons[: len(lessons) // 2 + 1]:
        declare_lesson_done(EnrolledItem(enrolled, lesson), by=enrolled.person_id, at=now())
    open_gate(enrolled.id, gate="safety", at=now())


def cookie_of(app: Flask, person_id: UUID) -> str:
    """The cookie of a session in which that person is signed in."""
    signed_in = sign_in(person_id, device="Load generator", at=now())
    if signed_in is None:
        raise LookupError(person_id)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    if not isinstance(serializer, URLSafeTimedSerializer):
        raise TypeError("sessions are signed")
    session = {"_user_id": signed_in.get_id(), "_fresh": True, "_permanent": True, "csrf_token": CSRF}
    value = serializer.dumps(session)
    return f"{app.config['SESSION_COOKIE_NAME']}={value if isinstance(value, str) else value.decode()}"

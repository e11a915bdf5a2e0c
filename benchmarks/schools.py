"""A small and a large school, made by `flask demo --size`, each with a cohort of twenty before a hundred items."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import ROOT, Settings
from app.courses.facts import EnrolledItem
from app.courses.mistakes import ReportedItem
from app.courses.models import Site
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import declare_lesson_done, enrol
from app.courses.operations.mistake_reports import report_mistake
from app.courses.operations.revisions import publish
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts, enrolments_in
from app.curriculum.model import Lesson
from app.db import db, writing
from app.demo.people import AUTHOR, COORDINATOR
from app.demo.school import address_of
from app.notices.operations import notify
from app.people.models import Person
from app.people.operations import add_person
from app.people.queries import person_by_email
from app.records.operations.outbox import begin_sending, mark_failed, post_letter
from app.shared.clock import now
from benchmarks.hundred import COURSE, TRACK, sources
from benchmarks.school import A_COHORT, cookie_of

SMALL, LARGE = 100, 10_000
"""Trainees."""
A_PAGE = 30
"""More than any list shows at a time."""
COMMANDS = (("db", "upgrade"), ("content", "publish"))


@dataclass(frozen=True)
class School:
    """A school with the cookies of its coordinator and author, the cohort with the wide matrix, and how many seconds
    it took to make the school's people."""

    environment: Mapping[str, str]
    coordinator: str
    author: str
    cohort_id: UUID
    seconds: float

    @property
    def settings(self) -> Settings:
        """The settings of its installation."""
        return Settings.read({**os.environ, **self.environment})


def made(folder: Path, size: int) -> School:
    """A school of that many trainees in `folder`."""
    environment = {"ETABLI_INSTANCE": str(folder)}
    for words in COMMANDS:
        _flask(environment, *words)
    begun = time.perf_counter()
    _flask(environment, "demo", "--size", str(size))
    seconds = time.perf_counter() - begun
    app = create_app(Settings.read({**os.environ, **environment}))
    with app.app_context(), writing():
        cohort_id = _cohort()
        _fill_a_page(cohort_id)
        cookies = [_cookie(app, name) for name in (COORDINATOR, AUTHOR)]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return School(environment, cookies[0], cookies[1], cohort_id, seconds)


def _flask(environment: Mapping[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "flask", *words]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)


def _cohort() -> UUID:
    """Twenty trainees, half way through a hundred items."""
    at = now()
    revision, _ = publish(sources(), course_id=COURSE, track_id=TRACK, by=None, at=at)
    cohort = create_cohort(
        "A hundred items",
        site_id=db.session.scalars(select(Site.id).order_by(Site.name).limit(1)).one(),
        revision_id=revision.id,
        first_day=(at - timedelta(weeks=5)).date(),
        instructor_ids=[],
        by=None,
        at=at,
    )
    for number in range(A_COHORT):
        person = add_person(f"Wide {number}", email=None, language="en", by=None, at=at)
        enrolled = enrolment_facts(enrol(person, cohort_id=cohort.id, by=None, at=at).id)
        lessons = [item for item in enrolled.curriculum.items.values() if isinstance(item, Lesson)]
        for lesson in lessons[: len(lessons) // 2 + number]:
            declare_lesson_done(EnrolledItem(enrolled, lesson), by=person.id, at=at)
    return cohort.id


def _fill_a_page(cohort_id: UUID) -> None:
    """Let every list have a whole page in the small school too: what is compared is the school around it."""
    enrolled = enrolments_in(cohort_facts(cohort_id))[0]
    item = next(iter(enrolled.curriculum.items.values()))
    found = ReportedItem(enrolled.cohort.revision_id, enrolled.curriculum, item, enrolled)
    coordinator = _person(COORDINATOR).id
    for number in range(A_PAGE):
        report_mistake(found, place="", text=f"Mistake {number}", by=enrolled.person_id, at=now())
        details = {"person": str(enrolled.person_id), "item": item.title, "cohort": enrolled.cohort.name}
        notify(coordinator, kind="ready", subject=f"bench {number}", details=details, path="/", at=now())
        letter = post_letter("password-reset", to=enrolled.person_id, at=now())
        begin_sending(letter, at=now())
        mark_failed(letter.id, trouble="550 5.1.1 User unknown")


def _cookie(app: Flask, name: str) -> str:
    return cookie_of(app, _person(name).id)


def _person(name: str) -> Person:
    person = person_by_email(address_of(name))
    if person is None:
        raise LookupError(name)
    return person

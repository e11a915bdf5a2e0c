"""The school, its trainees, the kills, and what is there in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import UUID

import flask_migrate

from app import create_app
from app.config import ROOT, Settings
from app.courses.models import CohortInstructor
from app.courses.operations.enrolments import enrol
from app.courses.operations.gates import open_gate
from app.db import db, writing
from app.people.models import Person
from app.people.operations import add_person, grant_role, set_password
from app.people.passwords import hashed
from tests.cast import BEFORE, Cast, assemble
from tests.databases import fresh_database
from tests.test_serve import free_port
from tests.torture.assessor import Assessor
from tests.torture.counting import doubled, lost
from tests.torture.device import Progress
from tests.torture.server import Server
from tests.torture.trainee import Trainee

PASSWORD = "never let go of it"
TRAINEES, ASSESSORS, ASSESSED = 8, 2, 3
"""Who answers, who judges, and how many each assessor judges."""
SOON = 0.05
"""Seconds within which a kill comes once it is due, so that it hits at any moment of a request."""


@dataclass(frozen=True)
class Outcome:
    """What the school has in the end, against what it said that it has."""

    acknowledged: int
    signed_off: int
    """How many of them came from the bench, with photos."""
    kills: int
    retried: int
    """Requests that had to be sent again."""
    lost: Sequence[str]
    doubled: Sequence[str]

    def __str__(self) -> str:
        wrong = f"lost {len(self.lost)}, doubled {len(self.doubled)}"
        writes = f"{self.acknowledged} writes acknowledged, {self.signed_off} of them from the bench"
        return f"{writes}, {self.kills} kills, {self.retried} requests again: {wrong}"


@dataclass(frozen=True)
class School:
    """Who works in it, by address."""

    cohort_id: UUID
    trainees: Mapping[str, UUID]
    """Their enrolments."""
    assessors: Mapping[str, Sequence[UUID]]
    """The enrolments that each of them judges."""
    locked: UUID
    """Somebody for whom the practicals are locked."""


@dataclass(frozen=True)
class Devices:
    """Everybody's, signed in."""

    trainees: Mapping[Trainee, UUID]
    assessors: Mapping[Assessor, Sequence[UUID]]


def torture(folder: Path, *, writes: int, kills: int, random: Random) -> Outcome:
    """Let trainees and assessors of a school in that folder write so often, and kill its server so often meanwhile."""
    settings = _settings(folder)
    school = _school(settings)
    server = Server(settings, folder / "server.log")
    try:
        devices = _devices(server, school, random)
        progress = Progress()
        with _killed(server, progress, moments=sorted(random.sample(range(1, writes), kills)), random=random):
            _work(devices, school, progress, writes=writes)
    finally:
        server.kill()
    return _outcome(settings, devices, kills=kills)


def _settings(folder: Path) -> dict[str, str]:
    bind = f"127.0.0.1:{free_port()}"
    return {
        "ETABLI_INSTANCE": str(folder),
        "ETABLI_SECRET_KEY": "k" * 32,
        "ETABLI_BIND": bind,
        "ETABLI_PUBLIC_URL": f"http://{bind}",
        "ETABLI_CONTENT": str(ROOT / "tests" / "content"),
        "ETABLI_DATABASE_URL": fresh_database(folder),
    }


def _school(settings: Mapping[str, str]) -> School:
    """Make the cast's school with some more people."""
    app = create_app(Settings.read(settings))
    with app.app_context(), writing():
        flask_migrate.upgrade()
        cast = assemble(app.extensions["settings"].content)
        school = School(
            cohort_id=cast.cohort_id,
            trainees={f"trainee.{number}@school.example": _place(cast, number) for number in range(TRAINEES)},
            assessors={f"assessor.{number}@school.example": _bench(cast, number) for number in range(ASSESSORS)},
            locked=cast.enrolment_id,
        )
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return school


def _place(cast: Cast, number: int) -> UUID:
    person = _person(f"trainee.{number}@school.example")
    return enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE).id


def _bench(cast: Cast, number: int) -> list[UUID]:
    """Make an assessor with trainees whose practicals are open; returns their enrolments."""
    person = _person(f"assessor.{number}@school.example")
    grant_role(person, role="instructor", site_id=cast.site_id, by=None, at=BEFORE)
    db.session.add(CohortInstructor(cohort_id=cast.cohort_id, person_id=person.id))
    places = []
    for place in range(ASSESSED):
        assessed = add_person(f"Assessed {number} {place}", email=None, language="en", by=None, at=BEFORE)
        places.append(enrol(assessed, cohort_id=cast.cohort_id, by=None, at=BEFORE).id)
        open_gate(places[-1], gate="safety", at=BEFORE)
    return places


def _person(email: str) -> Person:
    person = add_person(email.partition("@")[0], email=email, language="en", by=None, at=BEFORE)
    set_password(person, password_hash=hashed(PASSWORD), by=None, at=BEFORE)
    return person


def _devices(server: Server, school: School, random: Random) -> Devices:
    def own() -> Random:
        return Random(random.random())

    known: dict[str, Any] = {"password": PASSWORD}
    return Devices(
        {
            Trainee(server.address, email=email, random=own(), **known): enrolment_id
            for email, enrolment_id in school.trainees.items()
        },
        {
            Assessor(server.address, email=email, cohort_id=school.cohort_id, random=own(), **known): places
            for email, places in school.assessors.items()
        },
    )


@contextmanager
def _killed(server: Server, progress: Progress, *, moments: Sequence[int], random: Random) -> Iterator[None]:
    """Kill the server, and start it again, soon after each of these counts of writes."""

    def kill() -> None:
        for moment in moments:
            if not progress.reaches(moment):
                return
            Event().wait(SOON * random.random())
            server.kill()
            server.start()

    killer = Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        progress.end()
        killer.join()


def _work(devices: Devices, school: School, progress: Progress, *, writes: int) -> None:
    number = len(devices.trainees) + len(devices.assessors)
    shares = iter([writes // number + (place < writes % number) for place in range(number)])
    with ThreadPoolExecutor(number) as threads:
        working = [
            *(
                threads.submit(trainee.work, enrolment_id, writes=next(shares), progress=progress)
                for trainee, enrolment_id in devices.trainees.items()
            ),
            *(
                threads.submit(each.work, places, locked=school.locked, writes=next(shares), progress=progress)
                for each, places in devices.assessors.items()
            ),
        ]
        for each in working:
            each.result()


def _outcome(settings: Mapping[str, str], devices: Devices, *, kills: int) -> Outcome:
    sittings = [sitting for trainee in devices.trainees for sitting in trainee.sittings]
    records = [record for assessor in devices.assessors for record in assessor.delivered]
    app = create_app(Settings.read(settings))
    with app.app_context():
        missing, more = lost(sittings, records), doubled(sittings, records)
        db.session.remove()
        db.engine.dispose()
    return Outcome(
        acknowledged=sum(1 + len(sitting.given) + sitting.handed_in for sitting in sittings) + len(records),
        signed_off=len(records),
        kills=kills,
        retried=sum(device.retried for device in (*devices.trainees, *devices.assessors)),
        lost=missing,
        doubled=more,
    )

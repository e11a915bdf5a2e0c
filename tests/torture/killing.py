"""The school, its trainees, the kills, and what is there in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread
from uuid import UUID

import flask_migrate
from sqlalchemy import ColumnElement, func, select

from app import create_app
from app.assessments.quizzes.models import Attempt, LateResponse, Mark, Response
from app.assessments.quizzes.queries import answers_of
from app.config import ROOT, Settings
from app.courses.operations.enrolments import enrol
from app.db import Base, db, writing
from app.people.operations import add_person, set_password
from app.people.passwords import hashed
from app.records.models import JournalEntry
from tests.cast import BEFORE, assemble
from tests.databases import fresh_database
from tests.test_serve import free_port
from tests.torture.server import Server
from tests.torture.trainee import Progress, Sitting, Trainee

PASSWORD = "never let go of it"
TRAINEES = 8
SOON = 0.05
"""Seconds within which a kill comes once it is due, so that it hits at any moment of a request."""


@dataclass(frozen=True)
class Outcome:
    """What the school has in the end, against what it said that it has."""

    acknowledged: int
    kills: int
    retried: int
    """Requests that had to be sent again."""
    lost: Sequence[str]
    doubled: Sequence[str]

    def __str__(self) -> str:
        wrong = f"lost {len(self.lost)}, doubled {len(self.doubled)}"
        return f"{self.acknowledged} writes acknowledged, {self.kills} kills, {self.retried} requests again: {wrong}"


def torture(folder: Path, *, writes: int, kills: int, random: Random) -> Outcome:
    """Let trainees of a school in that folder write so often, and kill its server so often meanwhile."""
    settings = _settings(folder)
    enrolments = _school(settings)
    server = Server(settings, folder / "server.log")
    try:
        trainees = {
            Trainee(server.address, email=email, password=PASSWORD, random=Random(random.random())): enrolment_id
            for email, enrolment_id in enrolments.items()
        }
        progress = Progress()
        with _killed(server, progress, moments=sorted(random.sample(range(1, writes), kills)), random=random):
            _work(trainees, progress, writes=writes)
    finally:
        server.kill()
    return _outcome(settings, list(trainees), kills=kills)


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


def _school(settings: Mapping[str, str]) -> dict[str, UUID]:
    """Make the cast's school with some more trainees; returns their enrolments by address."""
    app = create_app(Settings.read(settings))
    with app.app_context(), writing():
        flask_migrate.upgrade()
        cast = assemble(app.extensions["settings"].content)
        secret = hashed(PASSWORD)
        enrolments = {}
        for number in range(TRAINEES):
            email = f"trainee.{number}@school.example"
            person = add_person(f"Trainee {number}", email=email, language="en", by=None, at=BEFORE)
            set_password(person, password_hash=secret, by=None, at=BEFORE)
            enrolments[email] = enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE).id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return enrolments


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


def _work(trainees: Mapping[Trainee, UUID], progress: Progress, *, writes: int) -> None:
    shares = [writes // len(trainees) + (place < writes % len(trainees)) for place in range(len(trainees))]
    with ThreadPoolExecutor(len(trainees)) as threads:
        working = [
            threads.submit(trainee.work, enrolment_id, writes=share, progress=progress)
            for (trainee, enrolment_id), share in zip(trainees.items(), shares, strict=True)
        ]
        for each in working:
            each.result()


def _outcome(settings: Mapping[str, str], trainees: Sequence[Trainee], *, kills: int) -> Outcome:
    sittings = [sitting for trainee in trainees for sitting in trainee.sittings]
    app = create_app(Settings.read(settings))
    with app.app_context():
        lost = [words for sitting in sittings for words in _lost(sitting)]
        doubled = [words for sitting in sittings for words in _doubled(sitting)]
        attempts = db.session.scalars(select(Attempt.id)).all()
        db.session.remove()
        db.engine.dispose()
    return Outcome(
        acknowledged=sum(1 + len(sitting.given) + sitting.handed_in for sitting in sittings),
        kills=kills,
        retried=sum(trainee.retried for trainee in trainees),
        lost=lost,
        doubled=[*doubled, *(f"attempt {one}" for one in set(attempts) - {sitting.id for sitting in sittings})],
    )


def _lost(sitting: Sitting) -> Iterator[str]:
    """What was acknowledged and is not there, and what counts in the place of the last answers."""
    rows = db.session.scalars(select(Response).where(Response.attempt_id == sitting.id))
    found = {row.id: (row.question_id, row.answer) for row in rows}
    yield from (f"{sitting.id}: {given}" for one, given in sitting.given.items() if found.get(one) != given)
    if answers_of(sitting.id) != sitting.last:
        yield f"{sitting.id}: {answers_of(sitting.id)} counts, not {sitting.last}"
    yield from (f"{sitting.id}: {what} × {there}" for what, there, told in _counts(sitting) if there < told)


def _doubled(sitting: Sitting) -> Iterator[str]:
    yield from (f"{sitting.id}: {what} × {there}" for what, there, told in _counts(sitting) if there > told)


def _counts(sitting: Sitting) -> Iterator[tuple[str, int, int]]:
    """Of each kind of row that the attempt has: how many are there, and how many were acknowledged."""
    closed = int(sitting.handed_in)
    for model, told in ((Response, len(sitting.given)), (LateResponse, 0), (Mark, closed)):
        yield model.__name__, _count(model, model.attempt_id == sitting.id), told
    for act, told in (("attempt.started", 1), ("attempt.closed", closed)):
        written = (JournalEntry.act == act) & (JournalEntry.object_id == str(sitting.id))
        yield act, _count(JournalEntry, written), told


def _count(model: type[Base], where: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(where)) or 0

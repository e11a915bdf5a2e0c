"""Certificates issued in one go by workers that are killed (-9) at random moments: none missing, none double."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import flask_migrate
from sqlalchemy import func, select

from app import create_app
from app.certificates.models import Certificate, IssuingLine, IssuingRun
from app.certificates.operations import begin_run
from app.config import ROOT, Settings
from app.courses.operations.enrolments import enrol, record_completion
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.db import db, writing
from app.people.operations import add_person
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import BEFORE, Cast, assemble
from tests.databases import fresh_database

DONE = datetime(2026, 5, 7, 15, 0, tzinfo=UTC)
PATIENCE = 120.0
"""Seconds without one more certificate: then it hangs."""
LOOK = 0.05
"""Seconds between two looks at how far it is."""


@dataclass(frozen=True)
class Issued:
    """What there is in the end."""

    asked_for: int
    certificates: int
    trainees: int
    """Who have one."""
    acts: int
    """Of issuing, in the journal."""
    documents: int
    """That lie in the store."""
    waiting: int
    faults: int
    """In the journal and what it names."""
    kills: int
    seconds: float
    """From the first worker's start to the last certificate."""

    @property
    def right(self) -> bool:
        """None is missing, none is there twice, and each has its three documents."""
        once = self.certificates == self.trainees == self.acts == self.asked_for
        return once and self.documents == 3 * self.asked_for and self.waiting == self.faults == 0

    def __str__(self) -> str:
        told = f"{self.asked_for} certificates asked for, {self.certificates} issued to {self.trainees} trainees"
        kept = f"{self.documents} documents stored, {self.acts} acts in the journal, {self.faults} faults in it"
        return f"{told}, {kept}, {self.waiting} waiting, {self.kills} kills, {self.seconds:.0f} s"


def issue_to_many(folder: Path, *, certificates: int, kills: int, random: Random) -> Issued:
    """Let a worker issue so many in a school in that folder, and kill it so often meanwhile."""
    settings = {
        "ETABLI_INSTANCE": str(folder),
        "ETABLI_SECRET_KEY": "k" * 32,
        "ETABLI_CONTENT": str(ROOT / "tests" / "content"),
        "ETABLI_DATABASE_URL": fresh_database(folder),
    }
    app = create_app(Settings.read(settings))
    with app.app_context():
        with writing():
            flask_migrate.upgrade()
            run_id = _asked_for(assemble(app.extensions["settings"].content), certificates)
            db.session.commit()
        db.session.rollback()
        began = time.monotonic()
        for moment in sorted(random.sample(range(1, certificates), kills)):
            _killed_at(moment, settings, folder, random)
        _killed_at(certificates, settings, folder, random)
        outcome = _outcome(run_id, kills=kills, seconds=time.monotonic() - began)
        db.session.remove()
        db.engine.dispose()
    return outcome


def _asked_for(cast: Cast, number: int) -> UUID:
    places = [_complete(cast, place) for place in range(number)]
    cohort, run_id = cohort_facts(cast.cohort_id), new_id()
    begin_run(run_id, cohort=cohort, chosen=dict.fromkeys(places, ""), by=cast.coordinator.id, at=DONE)
    return run_id


def _complete(cast: Cast, number: int) -> UUID:
    person = add_person(f"Trainee {number}", email=None, language="en", by=None, at=BEFORE)
    place = enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE).id
    for item_id in enrolment_facts(place).curriculum.items:
        record_completion(place, item_id=item_id, at=DONE)
    return place


def _killed_at(moment: int, settings: Mapping[str, str], folder: Path, random: Random) -> None:
    """Let a worker work until there are so many certificates, and a moment more."""
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "app.worker"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(moment, folder)
        time.sleep(LOOK * random.random())  # so that it is hit at any moment of a certificate
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _wait_for(moment: int, folder: Path) -> None:
    number, since = -1, time.monotonic()
    while number < moment:
        present = _count(Certificate)
        if present != number:
            number, since = present, time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise RuntimeError((folder / "worker.log").read_text())
        time.sleep(LOOK)


def _count(table: type[Certificate]) -> int:
    number = db.session.scalar(select(func.count()).select_from(table)) or 0
    db.session.rollback()
    return number


def _outcome(run_id: UUID, *, kills: int, seconds: float) -> Issued:
    rows = db.session.scalars(select(Certificate)).all()
    digests = [digest for row in rows for digest in (row.pdf_digest, row.credential_digest, row.jwt_digest)]
    acts = select(func.count()).select_from(JournalEntry).where(JournalEntry.act == "certificate.issued")
    waiting = select(func.count()).select_from(IssuingLine).where(IssuingLine.state == "waiting")
    lines = select(func.count()).select_from(IssuingLine).where(IssuingLine.run_id == run_id)
    return Issued(
        asked_for=db.session.scalar(lines) or 0,
        certificates=len(rows),
        trainees=len({row.enrolment_id for row in rows}),
        acts=db.session.scalar(acts) or 0,
        documents=sum(1 for digest in digests if digest and files.get(digest)),
        waiting=(db.session.scalar(waiting) or 0) + (db.session.get_one(IssuingRun, run_id).ended_at is None),
        faults=len(verify(db.session.connection()).faults),
        kills=kills,
        seconds=seconds,
    )

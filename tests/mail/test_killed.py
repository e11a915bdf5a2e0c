"""Real workers over a database of their own: killed at random moments, and several at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Timer
from uuid import UUID

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Select, func, select, text
from sqlalchemy.dialects import sqlite

from app import create_app
from app.config import ROOT, Mail, Settings
from app.db import db, writing
from app.mail.delivery import deliver_letters, recover_letters
from app.mail.transports import transport_of
from app.people.operations import add_person
from app.records.models import Letter
from app.records.operations.outbox import LEASE, STUCK, TO_DO, post_letter
from app.shared.clock import now
from app.worker import THREADS
from tests.databases import fresh_database
from tests.mail.servers import Received, mail_server

LETTERS = 30
SENDER = "school@school.example"
DEADLY = ((4, "RCPT"), (11, "DATA"), (17, "ACCEPTED"), (23, "ACCEPTED"))
"""After how many letters were begun, and at which step then, the worker is killed, or a moment later."""


class Killer:
    """Kills the worker at random moments around the steps of handing a letter over."""

    def __init__(self, received: Received) -> None:
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = 0
        self._begun = 0
        self._chance = random.Random(20260505)
        received.at = {step: partial(self._see, step) for step in ("MAIL", "RCPT", "DATA", "ACCEPTED")}

    def _see(self, step: str) -> None:
        self._begun += step == "MAIL"
        worker, deadly = self.worker, self.kills < len(DEADLY) and DEADLY[self.kills]
        if deadly and worker is not None and self._begun >= deadly[0] and step == deadly[1]:
            self.kills += 1
            self.worker = None
            Timer(self._chance.uniform(0, 0.01), worker.kill).start()


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[tuple[Flask, Received, list[UUID]]]:
    """An application over a database of its own with letters that are due, and the mail server that takes them."""
    with mail_server() as (received, port):
        mail = Mail(f"smtp://127.0.0.1:{port}", SENDER)
        app = create_app(replace(settings, database_url=fresh_database(tmp_path), instance=tmp_path, mail=mail))
        with app.app_context():
            flask_migrate.upgrade()
            with writing():
                posted = _post()
            yield app, received, posted
            db.session.remove()
            db.engine.dispose()


def _post() -> list[UUID]:
    person = add_person("Tara Trainee", email="tara@school.example", language="en", by=None, at=now())
    details = {"to": "new@school.example"}
    posted = [post_letter("address-changed", to=person.id, at=now(), details=details).id for _ in range(LETTERS)]
    db.session.commit()
    return posted


@contextmanager
def worker(app: Flask, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of that application; killed with the block if it didn't end before."""
    settings: Settings = app.extensions["settings"]
    environment = {
        "PATH": os.environ["PATH"],
        "ETABLI_MODE": "testing",
        "ETABLI_INSTANCE": str(settings.instance),
        "ETABLI_DATABASE_URL": settings.database_url,
        "ETABLI_MAIL_URL": settings.mail.url,
        "ETABLI_MAIL_FROM": settings.mail.sender,
    }
    command = [sys.executable, "-m", "app.worker"]
    with (folder / "said").open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def _waiting() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Letter.state == "waiting")) or 0


def _ends(process: subprocess.Popen[bytes]) -> bool:
    """Whether the worker was killed; or nothing waits any more."""
    while _waiting():
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        return True
    return False


def test_no_letter_is_lost_and_none_leaves_twice_however_often_the_worker_is_killed(
    office: tuple[Flask, Received, list[UUID]], tmp_path: Path
) -> None:
    app, received, posted = office
    killer = Killer(received)
    killed = True
    while killed:
        with worker(app, tmp_path) as process:
            killer.worker = process
            killed = _ends(process)
            killer.worker = None
            if not killed:
                process.send_signal(signal.SIGTERM)
                assert process.wait(30) == 0
    assert killer.kills == len(DEADLY)
    _settle(app)
    states = {row.id: row.state for row in db.session.execute(select(Letter.id, Letter.state))}
    arrived = Counter(UUID(each.removeprefix("<").partition("@")[0]) for each in received.ids)
    assert set(arrived.values()) == {1}
    assert {state for letter_id, state in states.items() if letter_id not in arrived} <= {"unclear"}
    assert {states[letter_id] for letter_id in arrived} <= {"sent", "unclear"}
    assert sorted(states) == sorted(posted)
    assert 1 <= list(states.values()).count("unclear") <= THREADS * len(DEADLY)
    assert "Traceback" not in (tmp_path / "said").read_text()


def _settle(app: Flask) -> None:
    """Let the time pass that a letter may take, and deliver what may be delivered then."""
    db.session.rollback()
    transport = transport_of(app.extensions["settings"])
    recover_letters(transport, at=now() + LEASE + timedelta(seconds=1))
    deliver_letters(transport, until=lambda: False)
    db.session.rollback()


def test_several_workers_at_once_deliver_each_letter_once(office: tuple[Flask, Received, list[UUID]]) -> None:
    app, received, posted = office
    transport = transport_of(app.extensions["settings"])

    def deliver(_number: int) -> None:
        with app.app_context():
            deliver_letters(transport, until=lambda: False)

    with ThreadPoolExecutor(4) as together:
        list(together.map(deliver, range(4)))
    assert sorted(received.ids) == sorted(f"<{each}@school.example>" for each in posted)
    db.session.rollback()
    assert db.session.scalars(select(Letter.tries).where(Letter.state == "sent")).all() == [1] * LETTERS


def test_the_next_letter_and_those_that_are_stuck_are_found_without_looking_at_all_others(
    office: tuple[Flask, Received, list[UUID]],
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans a small table whatever indexes there are")
    due = select(Letter.id).where(TO_DO, Letter.state == "waiting", Letter.due_at <= now()).order_by(Letter.due_at)
    stuck = select(Letter.id).where(STUCK).order_by(Letter.created_at.desc())
    assert [_plan(each) for each in (due, stuck)] == [
        "SEARCH letter USING INDEX ix_letter_to_do (due_at<?)",
        "SCAN letter USING INDEX ix_letter_stuck",
    ]


def _plan(statement: Select[UUID]) -> str:
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    (row,) = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
    return str(row.detail)

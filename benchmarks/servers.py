"""The three servers that are compared, with the same number of workers and threads.

The empty application is served by gunicorn, the plain one and ours by our own server.

    python -m benchmarks.servers empty|plain|ours ADDRESS
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Flask, request
from flask_login import LoginManager, UserMixin, current_user, login_required
from gunicorn.app.base import BaseApplication
from sqlalchemy import Column, MetaData, String, Table, insert, select

from app import create_app
from app.config import Settings
from app.courses.models import Completion, Enrolment
from app.db import db, prepare, writing
from app.people.models import SignIn
from app.serve import load_curricula, serve

PATIENCE_SECONDS = 30
WRITTEN = Table("bench_written", MetaData(), Column("id", String(36), primary_key=True), Column("text", String(120)))
"""What the plain write fills."""


class Gunicorn(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn with an application that is loaded already."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.served = app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """As many workers and threads as ours has."""
        options = {
            "bind": self.settings.bind,
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.served


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    address: str
    process_id: int
    seconds_to_first_answer: float


@contextmanager
def running(kind: str, port: int, **environment: str) -> Iterator[Running]:
    """That server, started in a process of its own with these settings, and stopped afterwards."""
    address = f"127.0.0.1:{port}"
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.servers", kind, address]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait_for(f"http://{address}/health")
        yield Running(address, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def _wait_for(url: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(url)


def empty_application(size: int) -> Flask:
    """A bare Flask application that returns a constant page of `size` bytes."""
    app = Flask(__name__)
    page = "x" * size

    @app.get("/page")
    def show() -> str:
        return page

    @app.get("/health")
    def health() -> str:
        return "ok"

    return app


class PlainUser(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A signed-in person without anything else."""

    def __init__(self, session_id: str, person_id: UUID) -> None:
        self.id = session_id
        self.person_id = person_id


def plain_application(size: int, selects: int) -> Flask:
    """The same with Flask-Login and `selects` SQLAlchemy Core selects by key, one of which loads the person."""
    settings = Settings.read(os.environ)
    app = empty_application(size)
    app.config.from_mapping(settings.flask())
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        WRITTEN.create(db.engine, checkfirst=True)
        db.engine.dispose()
    login = LoginManager(app)
    page = "x" * size
    sign_ins, enrolments = SignIn.__table__, Enrolment.__table__

    @login.user_loader  # type: ignore[untyped-decorator]
    def load(session_id: str) -> PlainUser | None:
        sign_in = select(sign_ins.c.person_id, sign_ins.c.begun_at).where(sign_ins.c.id == UUID(hex=session_id))
        found = db.session.execute(sign_in).first()
        return PlainUser(session_id, found.person_id) if found else None

    @login_required  # type: ignore[untyped-decorator]
    def read() -> str:
        mine = select(enrolments).where(enrolments.c.person_id == current_user.person_id)
        enrolment = db.session.execute(mine).first()
        for _ in range(selects - 2):
            db.session.execute(
                select(Completion.__table__).where(Completion.enrolment_id == (enrolment.id if enrolment else None))
            ).all()
        return page

    @app.get("/plain")
    def plain() -> str:
        body: str = read()
        return body

    @app.post("/plain")
    def write() -> str:
        with writing():
            body: str = read()
            db.session.execute(insert(WRITTEN).values(id=str(uuid4()), text=request.get_data(as_text=True)[:120]))
            db.session.commit()
        return body

    return app


def main(kind: str, address: str) -> None:
    """Serve one of the three."""
    # Without a worker beside: a plain application has no letters to deliver.
    settings = Settings.read({**os.environ, "ETABLI_BIND": address, "ETABLI_WORKER": "separate"})
    size, selects = int(os.environ.get("BENCH_SIZE", "20000")), int(os.environ.get("BENCH_SELECTS", "4"))
    if kind == "ours":
        app = create_app(settings)
        load_curricula(app, settings)
    else:
        app = empty_application(size) if kind == "empty" else plain_application(size, selects)
    if kind == "empty":
        Gunicorn(app, settings).run()
    else:
        serve(app, settings)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

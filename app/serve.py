"""The production server: prepares what is missing, says what it does, and serves with gunicorn.

    python -m app.serve            migrate, publish content/, serve
    python -m app.serve --demo     besides, fill an empty database with the demonstration school
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import sys
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from gunicorn.app.base import BaseApplication

from app import create_app
from app.config import Settings, SettingsError, secret_file
from app.courses.operations.content import publish_content
from app.courses.queries.revisions import newest_revisions
from app.db import db, writing
from app.demo.school import kept_sign_ins, seed
from app.people.queries import nobody_is_here
from app.shared.clock import now

PREFIX = "Établi: "


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with an application that is loaded once and shared by its workers."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.served = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.served


def main() -> None:
    """Prepare and serve. Ends with a sentence when a setting can't be used."""
    arguments = argparse.ArgumentParser(description="Serve Établi.")
    arguments.add_argument("--demo", action="store_true", help="fill an empty database with a demonstration school")
    demo = arguments.parse_args().demo
    try:
        if demo:
            _keep_a_secret()
        app = create_app()
    except SettingsError as wrong:
        sys.exit(f"{PREFIX}{wrong.message}")
    with app.app_context():
        _prepare(app, demo=demo)
        db.session.remove()
        db.engine.dispose()  # a connection must not be shared by two processes
    settings: Settings = app.extensions["settings"]
    _say(f"serving on http://{settings.bind}")
    Server(app, server_options(settings)).run()


def server_options(settings: Settings) -> dict[str, Any]:
    """What gunicorn is told: few processes, since the school's database has one writer; threads for waiting."""
    memory = Path("/dev/shm")  # noqa: S108 - Linux's own folder in memory
    return {
        "bind": settings.bind,
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "gthread",
        "preload_app": True,
        "loglevel": "warning",
        "proc_name": "etabli",
        # Where workers tell that they live: on a slow disk they would look dead.
        "worker_tmp_dir": str(memory) if memory.is_dir() else None,
    }


def _keep_a_secret() -> None:
    file = secret_file(os.environ)
    if not os.environ.get("ETABLI_SECRET_KEY") and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_hex(32))
        _say(f"made a secret key and keep it in {file}")


def _prepare(app: Flask, *, demo: bool) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _say("bringing the database up to date")
    flask_migrate.upgrade()
    with writing():
        _say("publishing the curricula")
        for course in publish_content(app.extensions["settings"].content, by=None, at=now()):
            if course.is_new:
                _say(f"published {course.folder.name}, revision {course.number}")
        db.session.commit()
    if demo and nobody_is_here():
        _say("making the demonstration school")
        seed(app.extensions["settings"], at=now())
    newest_revisions()  # compiled once, before the workers are made, which then share it
    if demo:
        for line in kept_sign_ins(app.extensions["settings"]):
            print(line, flush=True)  # noqa: T201 - the reader of a terminal waits for this


def _say(sentence: str) -> None:
    print(f"{PREFIX}{sentence}", flush=True)  # noqa: T201 - the reader of a terminal waits for this


if __name__ == "__main__":
    main()

"""Serves a preview: makes its school, watches the folders, and answers requests until Ctrl-C."""

from __future__ import annotations

import logging
import secrets
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import flask_migrate
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from app.config import Mail, Settings
from app.curriculum.checking import compile_folder
from app.curriculum.memory import Memory
from app.db import db, writing
from app.preview.editions import Editions
from app.preview.operations import Names, School, open_school, renew
from app.preview.routes import init_app
from app.preview.visits import Visits
from app.preview.watching import Watch
from app.shared.clock import now

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
"""Nobody else's machine reaches what has no sign-in."""
PAUSE = 0.25
"""Seconds between two looks at the folders."""
LAST_PAGES = 10.0
"""Seconds that pages under way have to be finished when the preview ends."""


class PortTakenError(Exception):
    """Something listens there already. The message is the system's word for it."""


class _Quiet(WSGIRequestHandler):
    """The terminal is for what the author has to know."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


class Preview:
    """A preview of the courses in some folders, with its own application."""

    def __init__(self, app: Flask, folders: Sequence[Path], *, language: str) -> None:
        self.app = app
        self.editions = Editions()
        self._memories = dict.fromkeys(folders, Memory())
        self._school = self._opened(language)
        self._watches = {folder: Watch(folder) for folder in folders}
        self._renew(folders)
        init_app(app, self.editions, self._school)

    def look(self) -> None:
        """Look at the folders once, and renew the courses in those that have changed."""
        changed = [folder for folder, watch in self._watches.items() if watch.has_changed()]
        if changed:
            self._renew(changed)

    def watch(self, until: Event) -> None:
        """Look again and again, until that event."""
        while not until.wait(PAUSE):
            try:
                self.look()
            except Exception:  # the author goes on writing, and the next save may be better
                log.exception("the preview could not be renewed")

    def _opened(self, language: str) -> School:
        logging.getLogger("alembic").setLevel(logging.WARNING)
        settings: Settings = self.app.extensions["settings"]
        with self.app.app_context():
            flask_migrate.upgrade()
            with force_locale(language):
                names = Names(_("A trainee"), _("An author"), _("Preview"), settings.school_name)
            with writing():
                school = open_school(names, language=language, time_zone=settings.time_zone, at=now())
                db.session.commit()
        return school

    def _renew(self, folders: Sequence[Path]) -> None:
        made = {folder: compile_folder(folder, self._memories[folder]) for folder in folders}
        self._memories.update({folder: each.memory or Memory() for folder, each in made.items()})
        with self.app.app_context(), self.editions.changing, writing():
            before = {edition.name: edition for edition in self.editions.all}
            names = {each.checked.name: each for each in made.values()}
            renewed = {name: renew(before.get(name), each, self._school, at=now()) for name, each in names.items()}
            db.session.commit()
            self.editions.put(renewed)


@contextmanager
def preview_of(
    folders: Sequence[Path], *, settings: Settings, wired: Callable[[Settings], Flask], language: str
) -> Iterator[Preview]:
    """A preview of these courses, whose database and files are gone afterwards. `wired` makes an application."""
    with tempfile.TemporaryDirectory(prefix="etabli-preview-") as instance:
        app = wired(_own(settings, Path(instance)))
        preview = Preview(app, folders, language=language)
        try:
            yield preview
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


@contextmanager
def served(preview: Preview, port: int) -> Iterator[BaseWSGIServer]:
    """A server for the preview, which is told to listen already. Raises PortTakenError."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as taken:
            raise PortTakenError(taken.strerror) from taken
        listening.listen()
        visits = Visits(preview.app)
        server = make_server(HOST, port, visits, threaded=True, request_handler=_Quiet, fd=listening.fileno())
        over = Event()
        watching = Thread(target=preview.watch, args=(over,), daemon=True)
        watching.start()
        try:
            yield server
        finally:
            over.set()
            watching.join()
            preview.editions.end()
            visits.end(patience=LAST_PAGES)


def serve(preview: Preview, port: int, say: Callable[[str], None]) -> None:
    """Answer until Ctrl-C or SIGTERM; `say` hears when it begins. Raises PortTakenError."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell may have told what runs behind it not to hear the first
        signal.signal(number, signal.default_int_handler)
    with served(preview, port) as server:
        say(f"http://{HOST}:{port}/")
        server.serve_forever()


def _own(settings: Settings, instance: Path) -> Settings:
    """The school's settings, with everything that is kept in a folder of the preview's own."""
    return replace(
        settings,
        mode="production",
        instance=instance,
        secret_key=secrets.token_hex(32),
        database_url=f"sqlite:///{instance / 'etabli.sqlite3'}",
        files_url=f"file://{instance / 'files'}",
        keys=instance / "keys",
        public_url=f"http://{HOST}",
        proxies=0,
        mail=Mail(f"file://{instance / 'mail'}", ""),
    )

"""A school whose changes are really committed, for several people who act in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import flask_migrate
from flask import Flask

from app import create_app
from app.config import Settings
from app.db import db, writing
from tests.cast import Cast, assemble
from tests.databases import fresh_database

T = TypeVar("T")


@contextmanager
def school_apart(settings: Settings, folder: Path) -> Iterator[tuple[Flask, Cast]]:
    """The application over a database of its own, with the cast in it."""
    app = create_app(replace(settings, database_url=fresh_database(folder)))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            cast = assemble(settings.content)
            db.session.commit()
        db.session.remove()
    yield app, cast
    with app.app_context():
        db.engine.dispose()


def in_the_same_moment(app: Flask, acts: Sequence[Callable[[], T]]) -> list[T]:
    """What the acts return, each begun when all were ready, in a thread and on a connection of its own."""
    ready = Barrier(len(acts))

    def done(act: Callable[[], T]) -> T:
        with app.app_context(), writing():
            ready.wait(timeout=20)
            return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(done, acts))

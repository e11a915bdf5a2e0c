"""A school whose changes are really committed, for several people who act in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import flask_migrate
from flask import Flask

from app import create_app
from app.config import Settings
from app.db import db, writing
from app.shared.errors import Refusal
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


def told(act: Callable[[], object]) -> str:
    """Does the act as a request does it: "done" when it is committed, or the code with which it was refused."""
    try:
        act()
    except Refusal as refusal:
        db.session.rollback()
        return refusal.code
    db.session.commit()
    return "done"


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What became of the acts, begun in the same moment."""
    db.session.commit()  # whoever looked around lets the others write
    return in_the_same_moment(app, [partial(told, act) for act in acts])

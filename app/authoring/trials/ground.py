"""Where trials lie: a folder each, below the instance, with a database and files of its own; and whoever stands on one
has the application's database, files and compiled courses be its.

A folder is there whole or not at all: it is made beside, and then given its name. What several server processes do on
one at once, its database puts in order. Nothing of it must last: no power cut is waited for.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import UUID

import flask_migrate

from app.config import ROOT
from app.courses.queries.revisions import Shelf, compiled_apart
from app.shared.storage import files

FOLDER = "trials"
DATABASE, BEGUN = "school.sqlite3", "begun"
LIFETIME = timedelta(hours=12)
MOST_SHELVES = 8
"""Trials of which a process keeps what was compiled."""
MOST_COMPILED = 3
"""Versions of a course, of each of them."""
PATIENCE = 10.0
"""Seconds that a page waits for another one of the same trial."""

_database: ContextVar[Path | None] = ContextVar("trial", default=None)
_shelves: OrderedDict[Path, Shelf] = OrderedDict()
_shelving = Lock()
_migrating = Lock()


def ground_of(trials: Path, draft_id: UUID, person_id: UUID) -> Path:
    """The folder of that person's trial of that draft: another one when databases have another shape."""
    return trials / f"{draft_id}-{person_id}-{_shape()}"


def stands_somewhere() -> bool:
    """Whether whoever asks stands on a trial's ground."""
    return _database.get() is not None


def connect() -> sqlite3.Connection:
    """A connection to the database of the trial that is stood on. Raises LookupError without one."""
    database = _database.get()
    if database is None:
        raise LookupError("this application answers on the ground of a trial alone")
    address = f"{database.as_uri()}?mode=rw"  # one that has ended meanwhile isn't begun anew by chance
    return sqlite3.connect(address, timeout=PATIENCE, uri=True, check_same_thread=False)


@contextmanager
def standing_on(ground: Path) -> Iterator[None]:
    """Inside, in this context alone: the database, the files and the compiled courses of that trial."""
    token = _database.set(ground / DATABASE)
    try:
        with files.beside(ground / "files"), compiled_apart(_shelf(ground)):
            yield
    finally:
        _database.reset(token)


def clear_shelf(ground: Path) -> None:
    """Forget what was compiled there, but for the last few."""
    shelf = _shelf(ground)
    with _shelving:
        for key in list(shelf)[:-MOST_COMPILED]:
            shelf.pop(key, None)


def lay_out(ground: Path, people: Callable[[], None], migrate: Callable[[], None]) -> None:
    """Make that folder, if it isn't there: a migrated database, in which `people` moves in. `migrate` brings the
    database that is stood on up to date."""
    if ground.exists():
        return
    trials = ground.parent
    trials.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_away(trials, older_than=LIFETIME)
    beside = trials / f".new-{secrets.token_hex(4)}"
    beside.mkdir()
    shutil.copyfile(_template(trials, migrate), beside / DATABASE)
    with standing_on(beside):
        people()
    _forget(beside)
    (beside / BEGUN).touch()
    try:
        beside.rename(ground)
    except OSError:  # somebody else was quicker
        shutil.rmtree(beside, ignore_errors=True)


def clear_away(trials: Path, *, older_than: timedelta = timedelta(), draft_id: UUID | None = None) -> None:
    """Delete the trials that began so long ago, or of one draft; and what was left half made or half gone so long ago.
    Those who are in one find it ended."""
    before = time.time() - older_than.total_seconds()
    for found in [each for each in trials.glob("*") if each.is_dir()]:
        with suppress(OSError):  # somebody else does it too
            if found.name.startswith(str(draft_id)) if draft_id else _begun_at(found) <= before:
                end(found)


def end(ground: Path) -> None:
    """Delete one trial. Doing it twice does it once."""
    _forget(ground)
    gone = ground.with_name(f".gone-{secrets.token_hex(4)}")
    with suppress(FileNotFoundError):
        ground.rename(gone)  # so that nobody meets half of it
        shutil.rmtree(gone, ignore_errors=True)


@cache
def _shape() -> str:
    """Another one when a migration changes."""
    digest = hashlib.sha256()
    for migration in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        digest.update(migration.read_bytes())
    return digest.hexdigest()[:8]


def _begun_at(ground: Path) -> float:
    begun = ground / BEGUN
    return (begun if begun.exists() else ground).stat().st_mtime


def _template(trials: Path, migrate: Callable[[], None]) -> Path:
    """An empty database of today's shape, made by whoever first needs it."""
    template = trials / f"empty-{_shape()}.sqlite3"
    with _migrating:  # Alembic migrates one database a process at a time
        if template.exists():
            return template
        beside = trials / f".new-{secrets.token_hex(4)}"
        beside.mkdir()
        (beside / DATABASE).touch()
        with standing_on(beside):
            migrate()
        _forget(beside)
        for former in trials.glob("empty-*.sqlite3"):
            former.unlink(missing_ok=True)
        (beside / DATABASE).replace(template)
        shutil.rmtree(beside, ignore_errors=True)
    return template


def migrate() -> None:
    """Bring the database that is stood on up to date."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade()


def _shelf(ground: Path) -> Shelf:
    with _shelving:
        shelf = _shelves.setdefault(ground, {})
        _shelves.move_to_end(ground)
        while len(_shelves) > MOST_SHELVES:
            _shelves.popitem(last=False)
    return shelf


def _forget(ground: Path) -> None:
    with _shelving:
        _shelves.pop(ground, None)

"""The bell: it tells the worker that letters were posted, so that they leave at once.

Without it they leave with the worker's next round, within a minute. So a bell that can't ring is no fault.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_app_context
from huey import SqliteHuey
from huey.api import TaskWrapper
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.records.models import Letter

log = logging.getLogger(__name__)
POSTED = "letters were posted"
ENOUGH = 3
"""Rings that wait to be heard: where no worker runs they shall not pile up."""
PATIENCE = 1.0
"""Seconds that a request waits for the queue's file."""


class Plain(Serializer):  # type: ignore[misc] # huey has no types
    """Messages as JSON: reading a pickle would run whatever somebody wrote into the file."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        read = json.loads(data)
        return Message(*read) if isinstance(read, list) else read


class Bell:
    """The worker's queue, which all processes of this machine reach, and the one thing that rings in it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "queue.sqlite3"
        self.answer: Callable[[], None] = lambda: None
        """What is done when it rings; the worker sets it."""

    @cached_property
    def queue(self) -> SqliteHuey:
        """The queue, opened by the process that first needs it. It holds nothing that may not be lost."""
        return SqliteHuey(
            "etabli", filename=self._file, fsync=False, timeout=PATIENCE, results=False, serializer=Plain()
        )

    @cached_property
    def rings(self) -> TaskWrapper:
        """The queue's name for what is done when it rings."""
        return self.queue.task(name="bell")(self._heard)

    def ring(self) -> None:
        """Wake the worker. Never raises."""
        try:
            if self.queue.pending_count() < ENOUGH:
                self.rings()
        except Exception as trouble:  # whatever it is, the letter is safe and leaves a little later
            log.warning("the bell for the worker can't ring: %s", trouble)

    def _heard(self) -> None:
        self.answer()


def init_app(app: Flask) -> None:
    """Ring after each commit that posted letters."""
    settings: Settings = app.extensions["settings"]
    app.extensions["bell"] = Bell(settings.instance)


def bell_of(app: Flask) -> Bell:
    """The application's bell."""
    bell: Bell = app.extensions["bell"]
    return bell


@event.listens_for(db.session, "after_flush")
def _notice_letters(session: Session, _context: object) -> None:
    if any(isinstance(each, Letter) for each in session.new):
        session.info[POSTED] = True


@event.listens_for(db.session, "after_commit")
def _ring(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint: nobody else can see the letter yet
    if session.info.pop(POSTED, False) and has_app_context():
        bell_of(current_app._get_current_object()).ring()  # type: ignore[attr-defined] # noqa: SLF001


@event.listens_for(db.session, "after_rollback")
def _forget_letters(session: Session) -> None:
    session.info.pop(POSTED, None)

"""The database: one session, naming of constraints, UTC times, and triggers that guard records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

BUSY_MILLISECONDS = 10_000


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, with its time zone in Python on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone can't be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy reads it from the class


db = SQLAlchemy(metadata=Base.metadata)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at once.

    A transaction that reads first and writes later can't wait for another writer: SQLite refuses it.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def locks_rows() -> bool:
    """Whether those who write wait for each other row by row, so that what was read before a lock may be old behind
    it. On SQLite whoever writes holds the lock of the whole database since the transaction began."""
    return db.session.get_bind().dialect.name == "postgresql"


def take_turns(name: str) -> None:
    """Make transactions that say the same `name` wait for each other until they end, where no row can be locked.

    On SQLite transactions that write wait for each other anyway.
    """
    if locks_rows():
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def share_turns(name: str) -> None:
    """Wait for whoever takes the turn of that `name`, and make them wait until this transaction ends. Those who share
    it don't wait for each other.

    Before anything that those who take the turn wait for.
    """
    if locks_rows():
        db.session.execute(text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))"), {"name": name})


def is_writing() -> bool:
    """Whether transactions begun now take the lock at once."""
    return _writing.get()


def prepare(engine: Engine) -> None:
    """Give each connection of an SQLite engine what makes it safe; PostgreSQL is so by itself."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", partial(_make_folder, engine))
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _make_folder(engine: Engine, *_: Any) -> None:
    # Not before somebody connects: a command that needs no database leaves nothing behind.
    if engine.url.database:
        Path(engine.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _set_pragmas(connection: Any, _record: Any) -> None:
    # pysqlite would begin transactions by itself, and too late; `_begin` does it.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")

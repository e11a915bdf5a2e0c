"""Whose record it is that isn't as it was written, found by the foreign keys of whatever tables there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Row, Table, select

from app.db import Base
from app.records.covering import AS_SETTLED, FLOCKS
from app.records.faults import Fault
from app.records.models import JournalEntry

FARTHEST = 6
"""Steps from a record to the enrolment that it belongs to."""


@dataclass(frozen=True)
class Whose:
    """The person and the item that a record is about, as far as that can be found out."""

    person_id: UUID | None = None
    item_id: str = ""


def whose(connection: Connection, fault: Fault) -> Whose:
    """Whom the record of a fault is about: by the record, or by the entry that named it when the record is gone."""
    for table, key in _traces(connection, fault):
        try:
            found = _follow(connection, table, key)
        except (ValueError, TypeError, LookupError):
            continue  # somebody wrote into the way there what can't be read
        if found.person_id:
            return found
    return Whose()


def _traces(connection: Connection, fault: Fault) -> Iterator[tuple[str, str]]:
    yield (FLOCKS[fault.table].of if fault.table in FLOCKS else fault.table), fault.key.removesuffix(AS_SETTLED)
    if fault.entry is None:
        return
    entries = Base.metadata.tables[JournalEntry.__tablename__]
    columns = entries.c.object_kind, entries.c.object_id, entries.c.detail["enrolment"].as_string().label("enrolment")
    entry = connection.execute(select(*columns).where(entries.c.number == fault.entry)).first()
    if entry is not None:
        yield entry.object_kind, entry.object_id
        yield "enrolment", entry.enrolment or ""


def _follow(connection: Connection, name: str, key: str) -> Whose:
    item_id = ""
    for _ in range(FARTHEST):
        table = Base.metadata.tables[name]
        row = _row(connection, table, key)
        if row is None:
            break
        item_id = item_id or getattr(row, "item_id", None) or ""
        if name == "enrolment":
            return Whose(row.person_id, item_id)
        step = _step(table)
        if step is None:
            break
        column, name = step
        key = str(getattr(row, column))
    return Whose(None, item_id)


def _row(connection: Connection, table: Table, key: str) -> Row[Any] | None:
    parts = key.split("/")
    columns: list[Column[Any]] = list(table.primary_key)
    pairs = zip(columns, parts, strict=True)
    same = [column == column.type.python_type(part) for column, part in pairs]
    return connection.execute(select(table).where(*same)).first()


def _step(table: Table) -> tuple[str, str] | None:
    """The column that leads nearer to an enrolment, and the table that it leads to."""
    leads = {key.parent.name: key.column.table.name for key in table.foreign_keys}
    onward = {column: to for column, to in leads.items() if to not in ("person", "revision", table.name)}
    return next(iter(sorted(onward.items(), key=lambda each: each[1] != "enrolment")), None)

"""Comparing the records that stand with what the journal says of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Table, or_, true

from app.db import Base
from app.records.beside import BESIDE, Beside
from app.records.covering import (
    COVERED,
    ENDS,
    FLOCKS,
    NAMED_WHEN_COUNTED,
    SETTLED,
    flock_digest,
    row_digest,
    row_key,
    settled_key,
)
from app.records.faults import MOST, Fault, Faults
from app.records.queries.reading import Rows, Values
from app.records.scratch import Scratch, Standing
from app.shared.digests import canonical, salted

UNREADABLE = "unreadable"
"""What stands for the digest of a row that can't be decoded: no digest."""


def check_records(connection: Connection, place: Scratch, faults: Faults) -> dict[str, int]:
    """Compare each covered table with what `place` has of the journal; returns how many rows (of flocks: how many
    flocks) were to be covered."""
    return {table: _check_table(connection, table, place, faults) for table in COVERED}


def named(table: Table, values: Values) -> tuple[str, str]:
    """The key and the digest of a row of `table` with these columns."""
    keys = [column.name for column in table.primary_key]
    aside = {*keys, *(SETTLED[table.name].columns if table.name in SETTLED else ())}
    others = {name: value for name, value in values.items() if name not in aside}
    return row_key(values[name] for name in keys), row_digest(others)


def named_as_settled(table: Table, values: Values) -> tuple[str, str] | None:
    """The same of a row that was settled, with all columns; None of every other row."""
    if table.name not in SETTLED or values[SETTLED[table.name].at] is None:
        return None
    keys = [column.name for column in table.primary_key]
    return settled_key(row_key(values[name] for name in keys)), row_digest(values)


def standing_in(connection: Connection, table: str) -> Iterator[Standing]:
    """What a table holds, as entries name it: its rows, or its flocks."""
    rows = Rows(Base.metadata.tables[table], connection)
    return _flocks(rows) if table in FLOCKS else _rows(rows)


def check_texts(connection: Connection, faults: Faults) -> None:
    """Compare the words that are still there with their digests. What was erased says nothing."""
    for beside in BESIDE:
        for key in _spoilt(connection, beside):
            faults.add(Fault("text-changed", table=beside.record, key=key))


def _check_table(connection: Connection, table: str, place: Scratch, faults: Faults) -> int:
    found = place.stand(standing_in(connection, table))
    _tell_changed(table, place, faults)
    for key, entry in place.missing(table):
        faults.add(Fault("record-missing", entry=entry, table=table, key=key))
    if table not in NAMED_WHEN_COUNTED:
        for key, _digest in place.unnamed(table):
            faults.add(Fault("record-inserted", table=table, key=key))
    return found


def _tell_changed(table: str, place: Scratch, faults: Faults) -> None:
    swaps: dict[tuple[str, str], tuple[str, int]] = {}
    told: dict[str, Fault] = {}
    for key, entry, was, now in place.changed(table):
        code = "flock-changed" if table in FLOCKS else "record-changed"
        told[key] = Fault(code, entry=entry, table=table, key=key)
        other = swaps.pop((now, was), None)
        if other is not None:
            told[key] = Fault("records-swapped", other[1], entry, table, other[0], other_key=key)
            del told[other[0]]
        else:
            swaps[was, now] = (key, entry)
        if len(told) > MOST:
            faults.add(told.pop(next(iter(told))))
    for fault in told.values():
        faults.add(fault)


def _rows(rows: Rows) -> Iterator[Standing]:
    ends = ENDS.get(rows.table.name)
    for row in rows.read(rows.select()):
        yield *_named(rows, row), not ends or getattr(row, ends) is not None
        values = rows.decoded(row) if rows.table.name in SETTLED else None
        settled = named_as_settled(rows.table, values) if values else None
        if settled:
            yield *settled, True


def _flocks(rows: Rows) -> Iterator[Standing]:
    flock = FLOCKS[rows.table.name]
    owner, ends = Base.metadata.tables[flock.of], ENDS.get(flock.of)
    by = rows.table.c[flock.by]
    over = or_(owner.c.id.is_(None), owner.c[ends].is_not(None)) if ends else true()
    statement = rows.select(over.label("over")).join_from(rows.table, owner, owner.c.id == by, isouter=True)
    for _, members in groupby(rows.read(statement.order_by(by)), key=lambda row: getattr(row, flock.by)):
        flocked = list(members)
        digests = dict(_named(rows, row) for row in flocked)
        yield str(rows.decoded_column(flocked[0], flock.by)), flock_digest(digests), bool(flocked[0].over)


def _named(rows: Rows, row: Row[Any]) -> tuple[str, str]:
    values = rows.decoded(row)
    if values:
        return named(rows.table, values)
    return row_key(rows.decoded_column(row, column.name) for column in rows.table.primary_key), UNREADABLE


def _spoilt(connection: Connection, beside: Beside) -> Iterator[str]:
    """The keys of records whose words are there, and are others."""
    texts, record = Base.metadata.tables[beside.table], Base.metadata.tables[beside.record]
    rows = Rows(texts, connection)
    [key] = record.primary_key
    statement = rows.select(record.c[beside.digest].label("named")).join_from(
        texts, record, key == texts.c[beside.owner], isouter=True
    )
    if beside.kind:
        statement = statement.where(texts.c.kind == beside.kind)
    for row in rows.read(statement):
        values = rows.decoded(row)
        if values is None or _digest(values[beside.text], values["salt"]) != row.named:
            yield str(rows.decoded_column(row, beside.owner))


def _digest(text: Any, salt: Any) -> str:
    return salted(text if isinstance(text, str) else canonical(text).decode(), salt)

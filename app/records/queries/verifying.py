"""Whether everything is as it was written: the chain of the journal, the records that it covers, the words beside
them, and heads that were kept elsewhere.

What is held in memory doesn't grow with the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from sqlalchemy import Connection, select

from app.db import Base, db
from app.records.chain import FIRST, Link, Walk
from app.records.faults import Fault, Faults
from app.records.heads import Head, public_key
from app.records.models import JournalEntry
from app.records.queries.reading import Rows
from app.records.queries.standing import check_records, check_texts
from app.records.scratch import Scratch, scratch

COLUMNS = [field.name for field in fields(Link)]


@dataclass(frozen=True)
class Verdict:
    """What was looked through, and what is not as it was written."""

    entries: int
    digest: str
    """Of the last entry."""
    records: dict[str, int]
    """How many of each table the journal covers, or should."""
    faults: Faults

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not len(self.faults)


@contextmanager
def one_state() -> Iterator[Connection]:
    """A connection that sees one state of the database throughout, whatever is written meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def verify(connection: Connection, heads: Collection[Head] = (), *, key: str = "") -> Verdict:
    """Look through everything, in the one state of the database that `connection` sees.

    `heads` were kept elsewhere; `key` is the public key that signed them, this installation's without it.
    """
    faults = Faults()
    with scratch() as place:
        way = _walk(connection, place, faults)
        for head in heads:
            _check_head(connection, head, way, faults, key or public_key())
        place.settle(faults)
        records = check_records(connection, place, faults)
    check_texts(connection, faults)
    return Verdict(way.entries, way.digest, records, faults)


def last_entry(connection: Connection) -> tuple[int, str]:
    """Number and digest of the last entry; of an empty journal, what its first one will name."""
    table = Base.metadata.tables[JournalEntry.__tablename__]
    last = connection.execute(select(table.c.number, table.c.digest).order_by(table.c.number.desc()).limit(1)).first()
    return (last.number, last.digest) if last else (0, FIRST)


def links(connection: Connection) -> Iterator[Link | int]:
    """The entries in the order of their numbers; of those that can't be read, the number only."""
    rows = Rows(Base.metadata.tables[JournalEntry.__tablename__], connection)
    for row in rows.read(rows.select().order_by(rows.table.c.number)):
        values = rows.decoded(row)
        yield Link(**values) if values else int(row.number)


def _walk(connection: Connection, place: Scratch, faults: Faults) -> Walk:
    table = Base.metadata.tables[JournalEntry.__tablename__]

    def number_of(digest: str) -> int | None:
        found: int | None = connection.scalar(select(table.c.number).where(table.c.digest == digest).limit(1))
        return found

    way = Walk(faults, number_of)
    for link in links(connection):
        if isinstance(link, Link):
            way.pass_by(link)
            place.name(link.number, link.covers)
        else:
            way.pass_unreadable(link)
    way.ended()
    return way


def _check_head(connection: Connection, head: Head, way: Walk, faults: Faults, key: str) -> None:
    table = Base.metadata.tables[JournalEntry.__tablename__]
    if not head.is_signed_with(key):
        faults.add(Fault("head-forged"))
    elif head.number > way.number:
        faults.add(Fault("head-cut", entry=way.number, other=head.number))
    elif head.number and connection.scalar(select(table.c.digest).where(table.c.number == head.number)) != head.digest:
        faults.add(Fault("head-rewritten", entry=head.number))

"""A place to compare what the journal names with what stands: on the disk, since there may be millions of both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from app.records.faults import Fault, Faults

TABLES = """
CREATE TABLE covered (tbl TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, entry INTEGER NOT NULL);
CREATE TABLE standing (key TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL, over INTEGER NOT NULL) WITHOUT ROWID;
"""
AGAIN = """
SELECT again.tbl, again.key, first.entry, again.entry FROM covered AS again JOIN covered AS first
ON first.tbl = again.tbl AND first.key = again.key AND first.entry < again.entry AND first.digest <> again.digest
WHERE first.entry = (SELECT min(entry) FROM covered AS any WHERE any.tbl = again.tbl AND any.key = again.key)
"""
BUFFER = 5_000
Standing = tuple[str, str, bool]
"""A row's key and digest, and whether it is over: one that isn't needs no cover yet."""


class Scratch:
    """What entries name, and what one table holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._buffer: list[tuple[str, str, str, int]] = []

    def name(self, entry: int, covers: Any) -> None:
        """Take down what an entry covers. What is no such thing is passed over: the entry's digest tells of it."""
        for table, digests in _pairs(covers):
            self._buffer += [(table, str(key), str(digest), entry) for key, digest in _pairs(digests)]
        if len(self._buffer) > BUFFER:
            self._flush()

    def settle(self, faults: Faults) -> None:
        """All entries were read: of several names of one row the first counts, and the others have to say the same."""
        self._flush()
        self._db.execute("CREATE INDEX covered_first ON covered (tbl, key, entry)")
        for row in self._db.execute(AGAIN).fetchall():
            table, key, first, entry = row
            faults.add(Fault("record-named-again", entry=first, other=entry, table=table, key=key))
        self._db.execute(
            "DELETE FROM covered WHERE EXISTS (SELECT 1 FROM covered AS first "
            "WHERE first.tbl = covered.tbl AND first.key = covered.key AND first.entry < covered.entry)"
        )

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", self._buffer)
        self._buffer.clear()

    def stand(self, rows: Iterable[Standing]) -> int:
        """Take down what a table holds, in the place of the one before; returns how many rows are over."""
        self._db.execute("DELETE FROM standing")
        self._db.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?, ?)", rows)
        found: int = self._db.execute("SELECT count(*) FROM standing WHERE over").fetchone()[0]
        return found

    def changed(self, table: str) -> Iterator[tuple[str, int, str, str]]:
        """Of rows that aren't what the entry says: key, entry, the digest there, the digest of what stands."""
        return self._db.execute(
            "SELECT c.key, c.entry, c.digest, s.digest FROM covered c JOIN standing s ON s.key = c.key "
            "WHERE c.tbl = ? AND c.digest <> s.digest ORDER BY c.entry, c.key",
            (table,),
        )

    def missing(self, table: str) -> Iterator[tuple[str, int]]:
        """Of rows that an entry names and that aren't there: key, entry."""
        return self._db.execute(
            "SELECT key, entry FROM covered WHERE tbl = ? AND key NOT IN (SELECT key FROM standing) "
            "ORDER BY entry, key",
            (table,),
        )

    def unnamed(self, table: str) -> Iterator[tuple[str, str]]:
        """Of rows that are over and that no entry names: key, digest."""
        return self._db.execute(
            "SELECT key, digest FROM standing WHERE over AND NOT EXISTS "
            "(SELECT 1 FROM covered c WHERE c.tbl = ? AND c.key = standing.key) ORDER BY key",
            (table,),
        )


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A scratch that is gone afterwards: SQLite keeps a database without a name in a file that nobody else sees."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {TABLES}")
        connection.execute("BEGIN")
        yield Scratch(connection)


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []

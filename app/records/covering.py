"""How the journal names records: which tables it covers, and the digest by which an entry knows a row.

An entry holds, for each row that was written with the act, the row's table, key and digest. A row changed later no
longer fits its digest, a removed one is missed, and one that no entry names was inserted past the application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.records.triggers import APPEND_ONLY
from app.shared.digests import canonical, sha256

Covers = dict[str, dict[str, str]]
"""By table: key → digest."""


@dataclass(frozen=True)
class Flock:
    """Rows that come in their hundreds, and are covered by one digest for all that belong to the same row.

    `by` is the column that names it, `of` its table. The key of the digest is the key of that row.
    """

    by: str
    of: str


@dataclass(frozen=True)
class Settled:
    """Rows that wait until somebody decides on them. `at` is the column that tells since when they are settled,
    `columns` are those that change until then."""

    at: str
    columns: frozenset[str]


FLOCKS = {
    "response": Flock("attempt_id", "attempt"),
    "case_act": Flock("run_id", "case_run"),
    "question_mark": Flock("mark_id", "mark"),
}
ENDS = {"attempt": "closed_at", "case_run": "ended_at"}
"""Tables whose rows don't change any more once that column is filled: they are covered then, with their flock."""
SETTLED = {
    "held_record": Settled("settled_at", frozenset({"why", "settled_at", "settled_by", "settled_as"})),
}
"""Tables whose rows are named when they are written, without what is filled in when they are settled; and once more,
as `settled_key` says, with everything, by the act that settles them."""
NOT_COVERED = {
    "journal_entry": "the chain is what covers: each entry's digest stands in the next one",
    "practice_answer": "practice proves nothing: no mark, completion or certificate is read from it, and it is "
    "given many times a minute",
}
"""Append-only tables that no entry names, and why."""
NAMED_WHEN_COUNTED = {
    "late_response": "what came too late changes nothing until somebody counts it: it is named then",
}
"""Tables of which only the rows that earn something are named; that another one is there is no fault, and why."""
AS_SETTLED = "/settled"
COVERED = tuple(table for table in (*APPEND_ONLY, *ENDS, *SETTLED) if table not in NOT_COVERED)


def row_key(values: Iterable[Any]) -> str:
    """How an entry names a row with this primary key."""
    return "/".join(str(value) for value in values)


def settled_key(key: str) -> str:
    """How an entry names the row with this key as it was settled."""
    return f"{key}{AS_SETTLED}"


def row_digest(values: Mapping[str, Any]) -> str:
    """The digest of a row's columns, its key aside: the entry names that. The same on both databases.

    Empty columns are left out, so that a column which a later migration adds, and leaves empty in what stands, takes
    no old digest away.
    """
    return sha256(canonical({name: _told(value) for name, value in values.items() if value is not None}))


def flock_digest(digests: Mapping[str, str]) -> str:
    """The digest of all rows of a flock, by their key → digest."""
    return sha256(canonical(digests))


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value

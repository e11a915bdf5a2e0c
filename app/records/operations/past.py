"""Naming in the journal what was written before the journal named records, or in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import select

from app.db import db, take_turns
from app.records.chain import Link
from app.records.covering import COVERED
from app.records.faults import Faults
from app.records.models import JournalEntry
from app.records.operations.journal import append_entry
from app.records.queries.standing import standing_in
from app.records.queries.verifying import links
from app.records.scratch import Scratch, scratch

ACT, KIND, DONE = "records.covered", "journal", "covered"
A_BATCH = 500
"""Records that one entry names."""


def cover_the_past(*, at: datetime) -> int | None:
    """Name every record that no entry names, once in the life of a school; returns how many there were.

    None when that was done before, whatever stands: what appears without an entry since was inserted past the
    application, and must be found.
    """
    take_turns("records.cover-the-past")
    done = select(JournalEntry.number).where(JournalEntry.object_id == DONE, JournalEntry.object_kind == KIND)
    if db.session.scalar(done.limit(1)) is not None:
        return None
    covered = cover_what_stands(at=at)
    append_entry(ACT, by=None, at=at, kind=KIND, id=DONE, detail={"records": covered}, reason_digest=None, covers=None)
    return covered


def cover_what_stands(*, at: datetime) -> int:
    """Name every record that no entry names; returns how many there were. For whoever filled an empty database."""
    covered = 0
    with scratch() as place:
        for link in links(db.session.connection()):
            if isinstance(link, Link):
                place.name(link.number, link.covers)
        place.settle(Faults())
        for table in COVERED:
            place.stand(standing_in(db.session.connection(), table))
            covered += sum(_cover(table, batch, at) for batch in _batches(place, table))
    return covered


def _batches(place: Scratch, table: str) -> Iterator[dict[str, str]]:
    unnamed = place.unnamed(table)
    while batch := dict(islice(unnamed, A_BATCH)):
        yield batch


def _cover(table: str, digests: dict[str, str], at: datetime) -> int:
    entry = append_entry(
        ACT, by=None, at=at, kind=KIND, id=table, detail={}, reason_digest=None, covers={table: digests}
    )
    db.session.expunge(entry)  # there may be thousands
    return len(digests)

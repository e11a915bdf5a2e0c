"""Writing the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from app.db import Base, db
from app.records.chain import FIRST, entry_digest
from app.records.covering import Covers
from app.records.models import JournalEntry, JournalText
from app.records.operations.covering import covers_of
from app.shared.digests import new_salt, salted

__all__ = ["FIRST", "entry_digest", "erase_reasons", "write_journal"]

# Any number that nothing else in the database locks; PostgreSQL needs one to make writers of the chain wait.
CHAIN_LOCK = 7_203_415


def write_journal(
    act: str,
    *,
    by: UUID | None,
    at: datetime,
    kind: str,
    id: UUID | str | int,  # noqa: A002 - the word that every caller thinks of
    detail: dict[str, Any] | None = None,
    reason: str = "",
    covers: Iterable[Base] = (),
) -> JournalEntry:
    """Add one act to the end of the chain, in the caller's transaction; returns its entry.

    `covers` are the append-only rows that were written with the act: the entry names each with its digest, so that
    `flask journal verify` finds it when it was changed, removed or inserted. Of a flock (`records.covering.FLOCKS`)
    all rows are given at once. Attempts and runs are given when they end.
    """
    salt = new_salt()
    entry = append_entry(
        act,
        by=by,
        at=at,
        kind=kind,
        id=str(id),
        detail=detail or {},
        reason_digest=salted(reason, salt) if reason else None,
        covers=covers_of(covers) or None,
    )
    if reason:
        db.session.add(JournalText(entry_number=entry.number, text=reason, salt=salt))
        db.session.flush()
    return entry


def erase_reasons(kind: str, *, id: UUID | str | int) -> None:  # noqa: A002
    """Erase the words that were given as reasons for acts on that object. The entries stay, with their digests."""
    entries = select(JournalEntry.number).where(JournalEntry.object_id == str(id), JournalEntry.object_kind == kind)
    db.session.execute(delete(JournalText).where(JournalText.entry_number.in_(entries)))


def append_entry(
    act: str,
    *,
    by: UUID | None,
    at: datetime,
    kind: str,
    id: str,  # noqa: A002
    detail: dict[str, Any],
    reason_digest: str | None,
    covers: Covers | None,
) -> JournalEntry:
    """Add an entry to the end of the chain; writers wait for each other here."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = db.session.execute(
        select(JournalEntry.number, JournalEntry.digest).order_by(JournalEntry.number.desc()).limit(1)
    ).first()
    entry = JournalEntry(
        number=last.number + 1 if last else 1,
        at=at,
        actor_id=by,
        act=act,
        object_kind=kind,
        object_id=id,
        detail=detail,
        reason_digest=reason_digest,
        covers=covers,
        previous=last.digest if last else FIRST,
    )
    entry.digest = entry_digest(entry)
    db.session.add(entry)
    db.session.flush()
    return entry

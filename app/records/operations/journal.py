"""Writing the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.db import db
from app.records.models import JournalEntry, JournalText
from app.shared.digests import canonical, new_salt, salted, sha256

FIRST = "0" * 64
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
) -> JournalEntry:
    """Add one act to the end of the chain, in the caller's transaction; returns its entry."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = db.session.execute(
        select(JournalEntry.number, JournalEntry.digest).order_by(JournalEntry.number.desc()).limit(1)
    ).first()
    salt = new_salt()
    entry = JournalEntry(
        number=last.number + 1 if last else 1,
        at=at,
        actor_id=by,
        act=act,
        object_kind=kind,
        object_id=str(id),
        detail=detail or {},
        reason_digest=salted(reason, salt) if reason else None,
        previous=last.digest if last else FIRST,
    )
    entry.digest = entry_digest(entry)
    db.session.add(entry)
    db.session.flush()
    if reason:
        db.session.add(JournalText(entry_number=entry.number, text=reason, salt=salt))
        db.session.flush()
    return entry


def entry_digest(entry: JournalEntry) -> str:
    """What the entry's digest has to be, worked out from its other columns."""
    return sha256(
        canonical(
            [
                entry.number,
                entry.at.astimezone(UTC).isoformat(),  # as it is read back, whatever zone it was told in
                str(entry.actor_id) if entry.actor_id else None,
                entry.act,
                entry.object_kind,
                entry.object_id,
                entry.detail,
                entry.reason_digest,
                entry.previous,
            ]
        )
    )

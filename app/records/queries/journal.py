"""What the journal says of one thing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.records.models import JournalEntry, JournalText


@dataclass(frozen=True)
class JournalLine:
    """One act as the journal has it. `reason` is empty when none was given, or when it was erased."""

    at: datetime
    actor_id: UUID | None
    act: str
    detail: dict[str, Any]
    reason: str


def journal_of(kind: str, *, id: UUID | str, acts: Collection[str]) -> tuple[JournalLine, ...]:  # noqa: A002
    """What was done to that object, of these acts, in order. One query."""
    rows = db.session.execute(
        select(JournalEntry.at, JournalEntry.actor_id, JournalEntry.act, JournalEntry.detail, JournalText.text)
        .outerjoin(JournalText, JournalText.entry_number == JournalEntry.number)
        .where(JournalEntry.object_id == str(id), JournalEntry.object_kind == kind, JournalEntry.act.in_(acts))
        .order_by(JournalEntry.number)
    )
    return tuple(JournalLine(row.at, row.actor_id, row.act, row.detail, row.text or "") for row in rows)

"""Putting letters into the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import db
from app.records.models import Letter


def post_letter(
    kind: str, *, to: UUID, at: datetime, details: dict[str, Any] | None = None, address: str | None = None
) -> Letter:
    """Let a letter of that kind leave for the person `to`, once the caller's transaction is committed.

    `details` are what its words need: ids and plain values, no secrets. `address`: where to, if not to the
    person's own address.
    """
    letter = Letter(kind=kind, person_id=to, address=address, details=details or {}, created_at=at, due_at=at)
    db.session.add(letter)
    db.session.flush()
    return letter

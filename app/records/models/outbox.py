"""The outbox: letters that have to leave, written in the transaction of what they tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id

STATES = ("waiting", "sending", "sent", "failed", "unclear", "dropped")


class Letter(Base):
    """One letter to one person. It holds what is told as a kind and values, never a code or a secret; whoever
    delivers it finds the words, the address and the language when it leaves.

    `waiting` letters leave when they are due. A letter is marked `sending` before it is handed over and `sent`
    after. Where the program was killed between the two nobody knows whether it left: it is `unclear`, never sent
    again by itself, and shown to somebody who decides. After many tries it is `failed`, and shown too. What is no
    longer needed when it is due, or was given up by somebody, is `dropped`.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'unclear', 'dropped')", name="state"),
        Index(
            "ix_letter_to_do",
            "due_at",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index(
            "ix_letter_stuck",
            "created_at",
            sqlite_where=text("state IN ('failed', 'unclear')"),
            postgresql_where=text("state IN ('failed', 'unclear')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID] = mapped_column(index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    """Where it goes, when that isn't the person's own address (yet)."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    sending_since: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(500), default="")
    """Why it has not left: what the mail server said last, or a code of our own (`app/mail/delivery.py`)."""

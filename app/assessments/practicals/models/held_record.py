"""What was delivered from a bench and could not be recorded as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class HeldRecord(Base):
    """A sign-off that came from a device and can't be recorded as it is: the PIN was wrong, the trainee was withdrawn
    meanwhile, the practical was locked. Nothing of it is lost: its assessor records it after all, or drops it with a
    reason (in the journal). Its id is the one that the sign-off gets, so that a retry holds nothing twice. What was put
    down never changes, and the journal names it; the row is named once more as it was settled.
    """

    __tablename__ = "held_record"
    __table_args__ = (
        CheckConstraint("settled_as IN ('recorded', 'dropped')", name="settled_as"),
        CheckConstraint("(settled_at IS NULL) = (settled_as IS NULL)", name="settled"),
        Index(
            "ix_held_record_open",
            "assessor_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    item_id: Mapped[str] = mapped_column(String(120))
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(40))
    """The refusal's code."""
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The judgement as it was put down, without PINs."""
    photos: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """Digests of what was received and of what is kept, in their order."""
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    settled_as: Mapped[str | None] = mapped_column(String(8))

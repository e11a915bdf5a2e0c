"""MistakeReport: a reader's word that something in an item is wrong."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class MistakeReport(Base):
    """What a reader found wrong in an item, and where; the author answers it once, and the reader is told."""

    __tablename__ = "mistake_report"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        Index("ix_mistake_report_answered_at_reported_at", "answered_at", "reported_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    """The heading under which it stands; empty: the item as a whole."""
    text: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reported_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

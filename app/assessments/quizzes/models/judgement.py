"""What an instructor says of an attempt: that it does not count, and remarks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class AttemptDecision(Base):
    """That an attempt does not count (`annulled`), or counts again (`restored`). Append-only: the last one counts.
    The attempt and its mark stay as they were; the journal has the reason."""

    __tablename__ = "attempt_decision"
    __table_args__ = (CheckConstraint("decision IN ('annulled', 'restored')", name="decision"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]


class AttemptRemark(Base):
    """An instructor's words on an attempt, for the trainee to read. Append-only; the words lie beside."""

    __tablename__ = "attempt_remark"
    __table_args__ = (Index("ix_attempt_remark_attempt_id", "attempt_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    text_digest: Mapped[str] = mapped_column(String(64))
    """Salted."""
    remarked_at: Mapped[datetime]
    remarked_by: Mapped[UUID | None]


class AttemptRemarkText(Base):
    """The words of a remark. May be erased."""

    __tablename__ = "attempt_remark_text"

    remark_id: Mapped[UUID] = mapped_column(ForeignKey("attempt_remark.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))

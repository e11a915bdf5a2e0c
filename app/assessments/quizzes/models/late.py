"""Answers that came too late to count by themselves, and that they were counted nevertheless."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class LateResponse(Base):
    """An answer that arrived when its attempt was closed, or when a later one from elsewhere was saved already.
    Append-only; it is kept beside the attempt and counts only if an instructor counts it. `answer` as in `Response`."""

    __tablename__ = "late_response"
    __table_args__ = (Index("ix_late_response_attempt_id", "attempt_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str] = mapped_column(String(120))
    answer: Mapped[Any] = mapped_column(JSON)
    overtaken: Mapped[bool]
    """Whether the attempt still ran, and a later answer to the question stood there."""
    given_at: Mapped[datetime]
    """As the device says, which may be wrong; never before the attempt began, nor after it arrived."""
    received_at: Mapped[datetime]
    device_id: Mapped[UUID | None]
    sequence: Mapped[int | None]


class LateCount(Base):
    """That an instructor counted a late answer, and the mark that came of it. Append-only. The journal has the
    reason."""

    __tablename__ = "late_count"

    late_response_id: Mapped[UUID] = mapped_column(ForeignKey("late_response.id"), primary_key=True)
    mark_id: Mapped[UUID] = mapped_column(ForeignKey("mark.id"))

"""What is arranged for one trainee: more time, reading aloud, another attempt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class Arrangement(Base):
    """How a trainee takes a quiz, or all quizzes of the course, otherwise than the others. Append-only: the last one
    for a quiz counts, beside the last one for all. The journal has the reason."""

    __tablename__ = "arrangement"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("more_time IN ('none', 'quarter', 'third', 'half', 'double')", name="more_time"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    """Counts the arrangements of this enrolment, from 1."""
    item_id: Mapped[str | None] = mapped_column(String(120))
    """None: every quiz of the course."""
    more_time: Mapped[str] = mapped_column(String(8))
    read_aloud: Mapped[bool]
    arranged_at: Mapped[datetime]
    arranged_by: Mapped[UUID | None]


class FurtherAttempt(Base):
    """One attempt at a quiz more than it gives, for one trainee. Append-only. The form makes its id, so that a
    repeated request grants no second one. The journal has the reason."""

    __tablename__ = "further_attempt"
    __table_args__ = (Index("ix_further_attempt_enrolment_id_item_id", "enrolment_id", "item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    granted_at: Mapped[datetime]
    granted_by: Mapped[UUID | None]

"""Practice: questions of quizzes that are answered again, and when they come back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class PracticeAnswer(Base):
    """A question of a quiz, answered again outside of attempts. Append-only; it earns no marks. The form makes its id,
    so that a repeated request makes no second answer. `answer` is kept as in `Response`."""

    __tablename__ = "practice_answer"
    __table_args__ = (
        CheckConstraint("thousandths BETWEEN 0 AND possible_thousandths", name="within_possible"),
        Index("ix_practice_answer_enrolment_id_answered_at", "enrolment_id", "answered_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    question_id: Mapped[str] = mapped_column(String(120))
    question_digest: Mapped[str] = mapped_column(String(64))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    answer: Mapped[Any] = mapped_column(JSON)
    thousandths: Mapped[int]
    possible_thousandths: Mapped[int]
    answered_at: Mapped[datetime]


class ReturningQuestion(Base):
    """On which day a safety question that was missed comes back. Derived from marks and practice answers by the rule
    in `returning`, and rebuilt from them by `flask completions rebuild`. Without a row it doesn't come back."""

    __tablename__ = "returning_question"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    due_on: Mapped[date]

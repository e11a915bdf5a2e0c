"""Attempt, response and mark."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class Attempt(Base):
    """One sitting of a quiz. The browser makes its id, so that a repeated request makes no second attempt.

    `asked` is what was asked, in the order it was shown: a list of {"question": id, "digest": …,
    "options": [positions as shown]}. An enrolment has at most one running attempt an item. Closed once, for good.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("closed_at IS NULL OR closed_at >= started_at", name="closed_after_start"),
        Index(
            "uq_attempt_running",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    number: Mapped[int]
    asked: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    """None: no time limit."""
    closed_at: Mapped[datetime | None]


class Response(Base):
    """An answer as it was saved. Append-only; the last one to a question counts; none after closing. What comes too
    late for that is a `LateResponse`.

    `answer` is a list of option positions for single, multiple and hotspot, and the text as typed for numeric and text.
    For order it is the positions of the things from the first place to the last, for match those of what was put beside
    each left cell, with null where nothing was put yet.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_attempt_id_question_id_number", "attempt_id", "question_id", "number", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str] = mapped_column(String(120))
    number: Mapped[int]
    """Counts the saves of this question in this attempt, from 1."""
    answer: Mapped[Any] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    device_id: Mapped[UUID | None]
    """The browser that kept it until it arrived, and made its id; None: it came with a form."""
    sequence: Mapped[int | None]
    """Counts what was answered at that device."""
    given_at: Mapped[datetime | None]
    """When it was given, as the device says; never before the attempt began, nor after it was saved."""


class Mark(Base):
    """The marking of an attempt. Append-only: marking again adds a new one, and the last counts.

    Points are whole thousandths. `passed` already heeds critical questions.
    """

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("attempt_id", "number"),
        CheckConstraint("thousandths BETWEEN 0 AND possible_thousandths", name="within_possible"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    number: Mapped[int]
    thousandths: Mapped[int]
    possible_thousandths: Mapped[int]
    critical_missed: Mapped[bool]
    passed: Mapped[bool]
    marked_at: Mapped[datetime]


class QuestionMark(Base):
    """What one question earned in a marking. Append-only."""

    __tablename__ = "question_mark"
    __table_args__ = (CheckConstraint("thousandths BETWEEN 0 AND possible_thousandths", name="within_possible"),)

    mark_id: Mapped[UUID] = mapped_column(ForeignKey("mark.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    question_digest: Mapped[str] = mapped_column(String(64), index=True)
    thousandths: Mapped[int]
    possible_thousandths: Mapped[int]

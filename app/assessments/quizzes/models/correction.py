"""That the key of a question was wrong, and the attempts that are marked again by the right one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class QuestionCorrection(Base):
    """An author withdrew the key that people were marked by. Append-only; a later one of the same question stands for
    it.

    Whoever was marked before is marked again, and keeps what they had where that is better; whoever hands in later is
    marked by the right key alone, also in a cohort that still follows a revision with the wrong one. Its id comes from
    the form, so that a request sent twice corrects once. The reason lies beside, with its salt.
    """

    __tablename__ = "question_correction"
    __table_args__ = (Index("ix_question_correction_course_id", "course_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    """The revision that has the right key."""
    item_id: Mapped[str] = mapped_column(String(120))
    """As that revision calls the quiz."""
    question_id: Mapped[str] = mapped_column(String(120))
    """As that revision calls the question."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of the question with the right key."""
    withdrawn: Mapped[list[str]] = mapped_column(JSON)
    """The digests of the question under which it was asked, and is marked by the right key from now on."""
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason_digest: Mapped[str] = mapped_column(String(64))


class CorrectionReason(Base):
    """Why the key was wrong, for those who are marked again to read. May be erased."""

    __tablename__ = "correction_reason"

    correction_id: Mapped[UUID] = mapped_column(ForeignKey("question_correction.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class RemarkingLine(Base):
    """One attempt that is marked again because of a correction. It waits until `after_id` is filled in, once, in the
    transaction that marks it."""

    __tablename__ = "remarking_line"
    __table_args__ = (
        Index("ix_remarking_line_attempt_id", "attempt_id"),
        Index("ix_remarking_line_after_id", "after_id"),
    )

    correction_id: Mapped[UUID] = mapped_column(ForeignKey("question_correction.id"), primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    before_id: Mapped[UUID] = mapped_column(ForeignKey("mark.id"))
    """The mark that counted when the key was withdrawn."""
    after_id: Mapped[UUID | None] = mapped_column(ForeignKey("mark.id"))
    """The mark that counts since; the same one where nothing changed."""

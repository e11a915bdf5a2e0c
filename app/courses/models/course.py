"""Course and its published revisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Course(Base):
    """A course of the school, known by its folder's name."""

    __tablename__ = "course"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    track_id: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class Revision(Base):
    """The sources of a course as they were published once. Append-only.

    `files` maps each path to the digest under which the file store keeps its bytes; `digest` covers them all.
    The same sources never make a second revision in a row. One that is composed of an older revision and parts of a
    newer one belongs to the cohorts that follow it, not to the course's line: it never is the newest, and no new cohort
    begins with it.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("(base_id IS NULL) = (source_id IS NULL)", name="composed_of_two"),
        Index("uq_revision_composition", "base_id", "source_id", "digest", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    """Of a composed revision: the one it keeps to, but for some parts."""
    source_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    """Of a composed revision: the newer one that it has these parts from."""

    course: Mapped[Course] = relationship(lazy="raise")

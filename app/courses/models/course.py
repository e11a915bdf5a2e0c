"""Course and its published revisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
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
    The same sources never make a second revision in a row.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]

    course: Mapped[Course] = relationship(lazy="raise")

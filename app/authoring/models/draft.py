"""Draft: a course as its authors are writing it; DraftSave: one change of one of its files."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id

OUTCOMES = ("published", "discarded")
ACTS = ("wrote", "created", "removed", "moved", "drew", "restored", "took", "kept-aside", "looked-over")
"""What a save was: text typed; a new file; a file gone; a file with another name; a picture brought; something brought
back; taken from a newer revision; typed while somebody else saved the file too, so that it isn't what the draft holds;
a translation that was compared with its original and is right as it stands."""


class Draft(Base):
    """A course as its authors are writing it: one at a time, shared by them all. `files` maps each path to the digest
    under which the file store keeps its bytes, as a revision's does.

    Every save changes it, and stands in `DraftSave`. It names the revision that it began from, so that it is noticed
    when somebody publishes the course by another way meanwhile.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
        CheckConstraint("outcome IN ('published', 'discarded')", name="outcome"),
        CheckConstraint("published_id IS NULL OR outcome = 'published'", name="published"),
        Index(
            "uq_draft_open",
            "course_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str] = mapped_column(String(80))
    """Of a course that may not be there yet."""
    track_id: Mapped[str] = mapped_column(String(80))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    """The revision that it began from; None: the course is new."""
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    """The number of the last save; 0 before the first."""
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    published_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    """What it was published as."""


class DraftSave(Base):
    """One file of a draft before and after one change. Append-only; what was saved together has the same `act_id`.

    `before` and `after` are digests in the file store; None: there was, or is, no such file.
    """

    __tablename__ = "draft_save"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        UniqueConstraint("draft_id", "act_id", "path"),
        CheckConstraint(
            "act IN ('wrote', 'created', 'removed', 'moved', 'drew', 'restored', 'took', 'kept-aside', 'looked-over')",
            name="act",
        ),
        Index("ix_draft_save_draft_id_path", "draft_id", "path"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    number: Mapped[int]
    """From 1, in the draft."""
    act_id: Mapped[UUID]
    """Made by who asked for it, so that a request sent twice is one."""
    act: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(200))
    before: Mapped[str | None] = mapped_column(String(64))
    after: Mapped[str | None] = mapped_column(String(64))
    beside: Mapped[str | None] = mapped_column(String(64))
    """Of a translation: the digest that its original had then."""
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

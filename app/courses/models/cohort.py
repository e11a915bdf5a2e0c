"""Site, cohort, and who teaches it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.courses.models.course import Revision
from app.db import Base
from app.shared.ids import new_id


class Site(Base):
    """A training centre's place, with its time zone."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("moderated_percent BETWEEN 0 AND 100", name="moderated_percent"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    time_zone: Mapped[str] = mapped_column(String(60))
    moderated_percent: Mapped[int] = mapped_column(default=10)
    """How many of a hundred sign-offs here a moderator judges again, drawn at random."""


class Cohort(Base):
    """A group that follows one revision of a course at one site from a first day on.

    It points at exactly one revision, so that nothing changes under a trainee's feet.
    """

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("site_id", "name"),
        CheckConstraint("length(name) > 0", name="name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    first_day: Mapped[date]
    closed_weeks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The Mondays (ISO dates) of the calendar weeks in which there is no course: the weeks after move on."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """A closed cohort is kept to be read; nothing in it changes until it is opened again."""
    issuing_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """On behalf of which coordinator certificates are issued as soon as they are earned; None: when somebody asks."""

    site: Mapped[Site] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")


class CohortInstructor(Base):
    """A person who teaches a cohort and signs off its practicals."""

    __tablename__ = "cohort_instructor"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

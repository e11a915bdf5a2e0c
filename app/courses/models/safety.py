"""Safety corrections: what is pushed to every running cohort, and who has read it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.courses.models.cohort import Cohort
from app.courses.models.course import Revision
from app.db import Base
from app.shared.ids import new_id


class SafetyCorrection(Base):
    """That an author pushed some changed parts of the course's newest revision to all its running cohorts. Append-only.

    Its id comes from the form, so that a request sent twice pushes once. The reason lies beside, with its salt.
    """

    __tablename__ = "safety_correction"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    """The revision that has these parts as they are to be read."""
    parts: Mapped[list[str]] = mapped_column(JSON)
    """The ids of the parts, in the order of the course."""
    pushed_at: Mapped[datetime]
    pushed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason_digest: Mapped[str] = mapped_column(String(64))


class SafetyReason(Base):
    """Why it was urgent, beside the correction that holds its salted digest. May be erased."""

    __tablename__ = "safety_reason"

    correction_id: Mapped[UUID] = mapped_column(ForeignKey(SafetyCorrection.id), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class SafetyReach(Base):
    """What a correction did to one cohort that was running. Append-only."""

    __tablename__ = "safety_reach"

    correction_id: Mapped[UUID] = mapped_column(ForeignKey(SafetyCorrection.id), primary_key=True)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey(Cohort.id), primary_key=True, index=True)
    before_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    """The revision that it followed."""
    after_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    """The revision that it follows since; None: the corrected parts don't fit into its own, which it kept."""


class SafetyDuty(Base):
    """That a trainee has to read a correction before they go on. Append-only, once a correction and enrolment."""

    __tablename__ = "safety_duty"
    __table_args__ = (UniqueConstraint("correction_id", "enrolment_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    correction_id: Mapped[UUID] = mapped_column(ForeignKey(SafetyCorrection.id))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), index=True)
    before_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    """The revision that they had read until then: what is shown beside the correction."""


class SafetyAcknowledgement(Base):
    """The trainee's word that they have read it and will work like that. Append-only, once a duty."""

    __tablename__ = "safety_acknowledgement"

    duty_id: Mapped[UUID] = mapped_column(ForeignKey(SafetyDuty.id), primary_key=True)
    acknowledged_at: Mapped[datetime]

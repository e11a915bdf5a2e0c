"""Enrolment, and what is known of a trainee's way through the course."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.courses.models.cohort import Cohort
from app.db import Base
from app.shared.ids import new_id


class Enrolment(Base):
    """A trainee's place in a cohort. Everything they do in the course hangs on it, and moves with it when they
    change to another cohort."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """Since when the trainee is gone; the journal has the reason. Their records stay, and they may return."""
    followed: Mapped[list[tuple[int, str]]] = mapped_column(JSON, default=list)
    """The revisions that it followed before the present one, each with its digest, the oldest first: what was
    completed under one of them stays completed, and what it opened stays open."""

    cohort: Mapped[Cohort] = relationship(lazy="raise")


class LessonDeclaration(Base):
    """The trainee's own word that they worked through a lesson. Append-only, once a lesson."""

    __tablename__ = "lesson_declaration"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    declared_at: Mapped[datetime]


class Completion(Base):
    """That an enrolment has completed an item. Derived from declarations, marks and sign-offs, and rebuilt
    from them by `flask completions rebuild`; progress and locks read only this and the gate decisions."""

    __tablename__ = "completion"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    completed_at: Mapped[datetime]


class GateDecision(Base):
    """That a gate was opened for an enrolment, or suspended, restored, overridden.

    Append-only: the last decision counts.
    """

    __tablename__ = "gate_decision"
    __table_args__ = (
        CheckConstraint("decision IN ('opened', 'suspended', 'restored', 'overridden')", name="decision"),
        Index("ix_gate_decision_enrolment_id_decided_at", "enrolment_id", "decided_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    gate: Mapped[str] = mapped_column(String(120))
    decision: Mapped[str] = mapped_column(String(12))
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    """None: the application, on the strength of a mark, or since the mark that opened it counts no more."""

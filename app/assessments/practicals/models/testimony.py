"""Testimony: what a witness outside the school says of a trainee's work."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class TestimonyRequest(Base):
    """An instructor asked a witness, a workshop's tutor or an employer, for testimony: by a link that works once, until
    it expires. Append-only; the link's code is never stored, only its digest."""

    __test__ = False  # pytest takes the name for one of its own
    __tablename__ = "testimony_request"
    __table_args__ = (Index("ix_testimony_request_enrolment_id_item_id", "enrolment_id", "item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    witness_digest: Mapped[str] = mapped_column(String(64))
    """Salted, of `BenchText` with the kind "witness": who was asked, and where they work."""


class Testimony(Base):
    """What the witness wrote. Append-only, once a request; the words lie beside (`BenchText`, "testimony")."""

    __test__ = False
    __tablename__ = "testimony"
    __table_args__ = (CheckConstraint("did IN ('alone', 'with_help', 'watched')", name="did"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("testimony_request.id"), primary_key=True)
    given_at: Mapped[datetime]
    worked_on: Mapped[date]
    device_brand: Mapped[str] = mapped_column(String(80))
    device_model: Mapped[str] = mapped_column(String(80))
    did: Mapped[str] = mapped_column(String(10))
    """How the trainee did the work."""
    text_digest: Mapped[str] = mapped_column(String(64))


class TestimonyDecision(Base):
    """That an instructor accepts a testimony or doesn't. Append-only, once; the reason is in the journal."""

    __test__ = False
    __tablename__ = "testimony_decision"
    __table_args__ = (CheckConstraint("decision IN ('accepted', 'refused')", name="decision"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("testimony.request_id"), primary_key=True)
    decision: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]

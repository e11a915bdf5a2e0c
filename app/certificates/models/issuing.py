"""Issuing for many at once: what was asked for, and how far it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class IssuingRun(Base):
    """A coordinator asked for the certificates of these trainees. The worker issues one after the other; a run that
    was interrupted goes on where it was. Its id comes from the form, so that a request sent twice asks once."""

    __tablename__ = "issuing_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When no line waited any more."""


class IssuingLine(Base):
    """One trainee in a run. Leaves "waiting" once, in the transaction that writes the certificate."""

    __tablename__ = "issuing_line"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'issued', 'refused')", name="state"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("issuing_run.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    exception: Mapped[str] = mapped_column(Text, default="")
    """Why a certificate is to be issued though rules aren't met. Emptied when the line is settled: where one was issued
    the reason lies beside the certificate."""
    refused_for: Mapped[str] = mapped_column(String(40), default="")
    """The code of the refusal."""
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))

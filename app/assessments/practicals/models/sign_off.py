"""Sign-off, its levels and evidence, and the trainee's acknowledgement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class SignOff(Base):
    """An instructor's judgement of a practical, criterion by criterion. Append-only; nobody judges their own work.

    The outcome follows from the levels (curriculum format, Practicals); an assessor may decide "not yet
    competent" against them, never "competent". The browser makes its id, so that a retry makes no second one.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        CheckConstraint("outcome IN ('competent', 'not_yet_competent')", name="outcome"),
        CheckConstraint("ended_at >= begun_at", name="ended_after_begun"),
        Index("ix_sign_off_enrolment_id_item_id", "enrolment_id", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    device_brand: Mapped[str] = mapped_column(String(80))
    device_model: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(20))
    overruled: Mapped[bool]
    """The assessor decided "not yet competent" although the levels would have sufficed."""
    remark_digest: Mapped[str | None] = mapped_column(String(64))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    delivered_at: Mapped[datetime]

    levels: Mapped[list[CriterionLevel]] = relationship(lazy="raise")
    evidence: Mapped[list[Evidence]] = relationship(lazy="raise")
    remark: Mapped[SignOffRemark | None] = relationship(lazy="raise")
    acknowledgement: Mapped[Acknowledgement | None] = relationship(lazy="raise")


class CriterionLevel(Base):
    """What was judged of one criterion, which is named by its digest too. Append-only.

    `level` counts from 0; for a criterion without levels 1 is met and 0 is not met; None: not observed.
    """

    __tablename__ = "criterion_level"
    __table_args__ = (CheckConstraint("level >= 0", name="level"),)

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    criterion_digest: Mapped[str] = mapped_column(String(64))
    level: Mapped[int | None]


class Evidence(Base):
    """A photo that belongs to a sign-off. Append-only; its bytes lie in the file store, re-encoded."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("sign_off_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"))
    position: Mapped[int]
    received_digest: Mapped[str] = mapped_column(String(64))
    """Of the bytes that the phone sent."""
    stored_digest: Mapped[str] = mapped_column(String(64))
    """Of the bytes that are kept."""
    media_type: Mapped[str] = mapped_column(String(40))


class SignOffRemark(Base):
    """The assessor's words, beside the sign-off that holds their salted digest. May be erased."""

    __tablename__ = "sign_off_remark"

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class Acknowledgement(Base):
    """That the trainee has seen the outcome. Append-only, once a sign-off."""

    __tablename__ = "acknowledgement"

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    acknowledged_at: Mapped[datetime]

"""Readiness: a trainee asks to be assessed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Readiness(Base):
    """The trainee's word that they are ready to be assessed in a practical. Append-only.

    It waits until a sign-off made after it answers it. The browser makes its id.
    """

    __tablename__ = "readiness"
    __table_args__ = (Index("ix_readiness_enrolment_id_item_id", "enrolment_id", "item_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    declared_at: Mapped[datetime]

"""The PIN: how somebody signs on a device that isn't theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Pin(Base):
    """A person's PIN, as a hash that needs the installation's secret besides. It signs, and lets nobody in."""

    __tablename__ = "pin"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]

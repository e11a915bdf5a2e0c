"""SignIn: one person, signed in on one device."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class SignIn(Base):
    """One person, signed in on one device, until they sign out, change their password or end it from elsewhere.

    The device's signed cookie names this row; a cookie that was copied is worth nothing once the row has ended.
    """

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    """What the browser calls itself."""
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

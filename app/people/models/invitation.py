"""Invitation: how somebody gets their first password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.people.models.person import Person
from app.shared.ids import new_id


class Invitation(Base):
    """A code that lets its bearer choose a password, once, until it expires.

    The code is made of the invitation's id and the installation's secret key, so that a lost letter or card can be
    made again; only its digest is kept. Who reads the database can't take up an invitation.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

"""Notice, and how each person wants to hear of each kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class Notice(Base):
    """Something that happened and concerns one person. Told once: `subject` names what happened.

    It holds a kind and values; pages and mails find the words in the reader's language.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject"),
        Index("ix_notice_person_id_created_at", "person_id", "created_at"),
        Index(
            "ix_notice_to_mail",
            "person_id",
            sqlite_where=text("mail = 'daily'"),
            postgresql_where=text("mail = 'daily'"),
        ),
        CheckConstraint("mail IN ('none', 'daily', 'handed_over')", name="mail"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(300))
    """The page that it leads to."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail: Mapped[str] = mapped_column(String(12))
    """`daily`: waits to be gathered into the day's mail; `handed_over`: lies in the outbox or has left."""


class MailChoice(Base):
    """How a person wants to hear of one kind of notice, where they chose other than usual."""

    __tablename__ = "mail_choice"
    __table_args__ = (CheckConstraint("choice IN ('at_once', 'daily', 'never')", name="choice"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[str] = mapped_column(String(8))

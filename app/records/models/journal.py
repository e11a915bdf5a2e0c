"""The journal: who did what, to what, when and why, as a chain of digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class JournalEntry(Base):
    """One act. Append-only; holds ids, codes and digests, never a name or a sentence.

    `digest` covers every other column and the digest of the entry before it, so that a changed, removed,
    inserted or swapped entry breaks the chain at its place. `previous` is unique: the chain never forks.
    """

    __tablename__ = "journal_entry"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """The person who acted; None: the application itself."""
    act: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason_digest: Mapped[str | None] = mapped_column(String(64))
    covers: Mapped[dict[str, dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    """The records that were written with the act: by table, key → digest (`records/covering.py`)."""
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class JournalText(Base):
    """The reason somebody gave, beside the entry that holds its salted digest. May be erased."""

    __tablename__ = "journal_text"

    entry_number: Mapped[int] = mapped_column(ForeignKey("journal_entry.number"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))

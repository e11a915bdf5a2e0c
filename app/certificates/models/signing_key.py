"""The public halves of the school's keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class SigningKey(Base):
    """The public half of a key that the school signs with, or signed with once: what an old certificate was signed
    with has to be known for ever. Append-only. The private half is a file outside of the database."""

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("purpose IN ('pdf', 'proof', 'jwt')", name="purpose"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """As documents name it: of the SHA-256 of its public half."""
    purpose: Mapped[str] = mapped_column(String(8))
    """Of PDFs, of proofs embedded in Open Badges, of Open Badges as JWT."""
    public: Mapped[str] = mapped_column(Text)
    """PEM: of PDFs the X.509 certificates, the school's own first; else the public key."""
    known_since: Mapped[datetime]

"""Certificate and the facts that it states."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.shared.ids import new_id


class Certificate(Base):
    """A certificate as it was issued. Append-only: its PDF is stored once and never drawn again.

    One an enrolment. `code` is the unguessable part of the address in its QR code. `facts_digest` is the
    salted digest of the facts beside it, which hold the name.
    """

    __tablename__ = "certificate"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    facts_digest: Mapped[str] = mapped_column(String(64))
    pdf_digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    facts: Mapped[CertificateFacts | None] = relationship(lazy="raise")


class CertificateFacts(Base):
    """What the certificate states, in the words and names of the day it was issued. May be erased."""

    __tablename__ = "certificate_facts"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    salt: Mapped[str] = mapped_column(String(32))

"""Certificate, the facts that it states, and the words beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.shared.ids import new_id

FIRST = text("supersedes_id IS NULL")


class Certificate(Base):
    """A certificate as it was issued. Append-only: its documents are stored once and never made again.

    One an enrolment, and one at most that supersedes it, which may be superseded in its turn. `code` is the
    unguessable part of the address in its QR code. `facts_digest` is the salted digest of the facts beside it, which
    hold the name.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index("uq_certificate_first", "enrolment_id", unique=True, sqlite_where=FIRST, postgresql_where=FIRST),
        Index("ix_certificate_enrolment_id", "enrolment_id"),
        UniqueConstraint("supersedes_id"),
        UniqueConstraint("status_list", "status_index"),
        CheckConstraint("cause IN ('corrected', 'renewed')", name="cause"),
        CheckConstraint("(supersedes_id IS NULL) = (cause IS NULL)", name="superseding"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    facts_digest: Mapped[str] = mapped_column(String(64))
    pdf_digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    # Certificates of before have none of what follows; their digests in the journal leave empty columns out.
    expires_on: Mapped[date | None]
    """The first day on which it is valid no more, where the course sets how long it is."""
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))
    cause: Mapped[str | None] = mapped_column(String(12))
    """Why it supersedes another one."""
    exception_digest: Mapped[str | None] = mapped_column(String(64))
    """Salted, of `CertificateText` with the kind "exception": why it was issued though rules weren't met."""
    credential_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the stored Open Badge with its embedded proof."""
    jwt_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the stored Open Badge as VC-JWT."""
    status_list: Mapped[int | None]
    status_index: Mapped[int | None]
    """The bit that tells whether its Open Badge is revoked."""

    facts: Mapped[CertificateFacts | None] = relationship(lazy="raise")


class CertificateFacts(Base):
    """What the certificate states, in the words and names of the day it was issued. May be erased."""

    __tablename__ = "certificate_facts"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    salt: Mapped[str] = mapped_column(String(32))


class CertificateText(Base):
    """Words that somebody wrote about a certificate: the records hold their salted digest. May be erased."""

    __tablename__ = "certificate_text"
    __table_args__ = (CheckConstraint("kind IN ('exception', 'revocation')", name="kind"),)

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class CertificateRevocation(Base):
    """That a certificate is no longer valid. Append-only, once a certificate; whoever checks it reads the words."""

    __tablename__ = "certificate_revocation"
    __table_args__ = (CheckConstraint("cause IN ('in_error', 'work_withdrawn', 'dishonesty', 'other')", name="cause"),)

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    revoked_at: Mapped[datetime]
    revoked_by: Mapped[UUID | None]
    cause: Mapped[str] = mapped_column(String(16))
    words_digest: Mapped[str] = mapped_column(String(64))
    """Salted, of `CertificateText` with the kind "revocation"."""


class CertificateDisclosure(Base):
    """Which parts of a certificate its holder hides from whoever checks it. Without a row nothing is hidden."""

    __tablename__ = "certificate_disclosure"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    hidden: Mapped[list[str]] = mapped_column(JSON)
    changed_at: Mapped[datetime]

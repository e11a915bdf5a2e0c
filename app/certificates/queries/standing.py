"""Which certificate an enrolment has, and whether it still holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from app.certificates.models import Certificate, CertificateFacts, CertificateRevocation, CertificateText
from app.certificates.standing import Revoked, Standing, Superseded
from app.db import db

_newer = aliased(Certificate)


@dataclass(frozen=True)
class IssuedCertificate:
    """What other pages need of a certificate."""

    id: UUID
    code: str
    issued_at: datetime
    expires_on: date | None = None
    revoked_at: datetime | None = None
    erased: bool = False
    """Whether its facts and files are gone."""
    excepted: bool = False
    """Whether it was issued though rules weren't met."""


def present() -> ColumnElement[bool]:
    """Of an enrolment's certificates the one that no other supersedes. It may be revoked, or have expired."""
    return ~exists().where(_newer.supersedes_id == Certificate.id)


def void() -> ColumnElement[bool]:
    """Certificates whose Open Badge is told to be revoked: those that were, and those that were corrected. One that was
    renewed was right, and expires by itself."""
    corrected = exists().where(_newer.supersedes_id == Certificate.id, _newer.cause == "corrected")
    return or_(exists().where(CertificateRevocation.certificate_id == Certificate.id), corrected)


def vouched_for() -> ColumnElement[bool]:
    """Certificates by which the school still says that all rules are met: present ones that aren't revoked, without
    those that were issued as an exception."""
    revoked = exists().where(CertificateRevocation.certificate_id == Certificate.id)
    return and_(present(), ~revoked, Certificate.exception_digest.is_(None))


_ISSUED = (
    select(
        Certificate.enrolment_id,
        Certificate.id,
        Certificate.code,
        Certificate.issued_at,
        Certificate.expires_on,
        CertificateRevocation.revoked_at,
        CertificateFacts.certificate_id.is_(None).label("erased"),
        Certificate.exception_digest.is_not(None).label("excepted"),
    )
    .outerjoin(CertificateFacts, CertificateFacts.certificate_id == Certificate.id)
    .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
    .where(Certificate.enrolment_id.in_(bindparam("ids", expanding=True, type_=Uuid())), present())
)


def certificates_of(enrolment_ids: Collection[UUID]) -> dict[UUID, IssuedCertificate]:
    """The present certificates of those enrolments that have one. One query."""
    rows = db.session.execute(_ISSUED, {"ids": list(enrolment_ids)})
    return {
        row.enrolment_id: IssuedCertificate(
            row.id, row.code, row.issued_at, row.expires_on, row.revoked_at, row.erased, row.excepted
        )
        for row in rows
    }


def certificate_of(enrolment_id: UUID) -> IssuedCertificate | None:
    """The present certificate of one enrolment. One query."""
    return certificates_of([enrolment_id]).get(enrolment_id)


def issued_to(enrolment_id: UUID) -> Certificate | None:
    """The present certificate of one enrolment as it is stored, for operations. One query."""
    return db.session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment_id, present()))


def with_standing(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The statement about certificates, with the columns that `standing_in` reads."""
    words = and_(CertificateText.owner_id == Certificate.id, CertificateText.kind == "revocation")
    return (
        statement.add_columns(
            Certificate.expires_on,
            CertificateRevocation.revoked_at,
            CertificateRevocation.cause.label("revoked_for"),
            CertificateText.text.label("revoked_with"),
            _newer.code.label("superseded_by"),
            _newer.issued_at.label("superseded_at"),
            _newer.cause.label("superseded_for"),
        )
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(CertificateText, words)
        .outerjoin(_newer, _newer.supersedes_id == Certificate.id)
    )


def standing_in(row: Row[Any], *, at: datetime) -> Standing:
    """Where the certificate of that row stands at that moment."""
    revoked, superseded = None, None
    if row.revoked_at:
        revoked = Revoked(row.revoked_at, row.revoked_for, row.revoked_with or "")
    if row.superseded_by:
        superseded = Superseded(row.superseded_by, row.superseded_at, row.superseded_for)
    return Standing(at.astimezone(UTC).date(), row.expires_on, revoked, superseded)


def standing_of(certificate_id: UUID, *, at: datetime) -> Standing:
    """Where that certificate stands at that moment. One query."""
    return certificates_standing([certificate_id], at=at)[certificate_id]


def certificates_standing(certificate_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Standing]:
    """The same for many certificates. One query."""
    statement = with_standing(select(Certificate.id).where(Certificate.id.in_(certificate_ids)))
    return {row.id: standing_in(row, at=at) for row in db.session.execute(statement)}

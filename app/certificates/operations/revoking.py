"""Taking a certificate back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.models import Certificate, CertificateRevocation, CertificateText
from app.certificates.operations.refusing import OwnCertificate
from app.certificates.operations.telling import tell_holder
from app.courses.operations.enrolments import lock_enrolment
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted


@dataclass(frozen=True)
class Why:
    """Why a certificate is revoked: one of `standing.CAUSES`, and the words that whoever checks it reads."""

    cause: str
    words: str


def revoke(certificate: Certificate, *, why: Why, by: UUID, at: datetime) -> bool:
    """Let the certificate be valid no more, for good; its holder is told. Whether it is new: the first reason stays.

    Raises OwnCertificate.
    """
    lock_enrolment(certificate.enrolment_id)
    place = enrolment_facts(certificate.enrolment_id)
    if place.person_id == by:
        raise OwnCertificate
    if db.session.get(CertificateRevocation, certificate.id, populate_existing=True) is not None:
        return False
    revocation = _written(certificate, why, by, at)
    write_journal(
        "certificate.revoked",
        by=by,
        at=at,
        kind="certificate",
        id=certificate.id,
        detail={"cause": why.cause},
        covers=[revocation],
    )
    tell_holder(certificate.id, place, act="revoked", at=at)
    return True


def _written(certificate: Certificate, why: Why, by: UUID, at: datetime) -> CertificateRevocation:
    salt = new_salt()
    revocation = CertificateRevocation(
        certificate_id=certificate.id,
        revoked_at=at,
        revoked_by=by,
        cause=why.cause,
        words_digest=salted(why.words, salt),
    )
    words = CertificateText(kind="revocation", owner_id=certificate.id, text=why.words, salt=salt)
    db.session.add_all([revocation, words])
    db.session.flush()
    return revocation

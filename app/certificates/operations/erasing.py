"""Erasing what a certificate says, as its holder may wish.

What stays is in docs/certificates.md: the number, where it stands and since when, and digests. The files are taken out
of the store after the transaction has ended, by `remove_files`: what was committed is erased whatever happens then,
and erasing once more removes what was left.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from app.certificates.models import Certificate, CertificateDisclosure, CertificateFacts, CertificateText
from app.certificates.operations.refusing import OwnCertificate
from app.certificates.operations.telling import tell_holder
from app.courses.operations.enrolments import lock_enrolment
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.records.operations.journal import erase_reasons, write_journal
from app.shared.storage import files


def erase(certificate: Certificate, *, reason: str, by: UUID, at: datetime) -> bool:
    """Erase the facts of the certificate and all words about it. Whether there was anything left to erase.

    Raises OwnCertificate.
    """
    lock_enrolment(certificate.enrolment_id)
    place = enrolment_facts(certificate.enrolment_id)
    if place.person_id == by:
        raise OwnCertificate
    facts = CertificateFacts.certificate_id == certificate.id
    if not db.session.scalars(delete(CertificateFacts).where(facts).returning(CertificateFacts.certificate_id)).all():
        return False
    db.session.execute(delete(CertificateText).where(CertificateText.owner_id == certificate.id))
    db.session.execute(delete(CertificateDisclosure).where(CertificateDisclosure.certificate_id == certificate.id))
    erase_reasons("certificate", id=certificate.id)
    write_journal("certificate.erased", by=by, at=at, kind="certificate", id=certificate.id, reason=reason)
    tell_holder(certificate.id, place, act="erased", at=at)
    return True


def remove_files(certificate: Certificate) -> None:
    """Take the documents of an erased certificate out of the store. Once more does no harm."""
    for digest in (certificate.pdf_digest, certificate.credential_digest, certificate.jwt_digest):
        if digest:
            files.remove(digest)

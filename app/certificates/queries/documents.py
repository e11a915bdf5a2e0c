"""The stored documents of certificates, for those who may have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.certificates.facts import Statement, from_json
from app.certificates.models import Certificate
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class StoredDocument:
    """The document of a certificate, and what it states."""

    pdf_digest: str
    issued_at: datetime
    statement: Statement


def certificate_document(member: Member, *, certificate_id: UUID) -> StoredDocument | None:
    """The document of that certificate, for its holder and those who follow the cohort; None once it was erased.

    Two queries.
    """
    found = db.session.scalar(
        select(Certificate).options(joinedload(Certificate.facts)).where(Certificate.id == certificate_id)
    )
    if found is None or found.facts is None or enrolled(member, enrolment_id=found.enrolment_id) is None:
        return None
    return StoredDocument(found.pdf_digest, found.issued_at, from_json(found.facts.facts))

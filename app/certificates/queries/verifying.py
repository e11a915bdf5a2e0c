"""What is stated under the code of a certificate, for whoever has the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from app.certificates.disclosure import disclosed, hidden_in
from app.certificates.facts import Statement, code_from, from_json, grouped
from app.certificates.models import Certificate, CertificateDisclosure, CertificateFacts
from app.certificates.queries.standing import standing_in, with_standing
from app.certificates.standing import Standing
from app.courses.models import Cohort, Enrolment, Site
from app.db import db
from app.shared.digests import canonical, salted


@dataclass(frozen=True)
class Verified:
    """What the public page says of a certificate."""

    code: str
    issued_at: datetime
    time_zone: str
    """Of the site at which it was issued."""
    pdf_digest: str
    standing: Standing
    statement: Statement | None
    """What its holder shows of it; None once its facts were erased."""
    hidden: tuple[str, ...]
    """The parts that it has and that the holder doesn't show."""
    genuine: bool
    """Whether the facts are still those that were issued: their salted digest says so."""
    has_badge: bool
    """Whether its Open Badge is handed out here: it is signed as a whole, so nothing of it may be hidden."""

    @property
    def number(self) -> str:
        """The code as people read it."""
        return grouped(self.code)


def verified(code: str, *, at: datetime) -> Verified | None:
    """What is stated under that code, as typed from paper; None for an unknown one. One query.

    It reads only what was stored on the day of issue, and what was decided about the certificate since: a person who
    was renamed keeps the name on the paper.
    """
    row = db.session.execute(_STATED, {"code": code_from(code)}).one_or_none()
    return _verified(row, at) if row else None


def statement_under(facts: Mapping[str, Any], *, salt: str, digest: str) -> Statement | None:
    """The statement, if the facts are those that the digest was made of."""
    return from_json(facts) if salted(canonical(facts).decode(), salt) == digest else None


def stated() -> Select[*tuple[Any, ...]]:
    """Certificates with their facts, what is hidden of them, and their standing."""
    return with_standing(
        select(
            Certificate.id,
            Certificate.code,
            Certificate.enrolment_id,
            Certificate.issued_at,
            Certificate.pdf_digest,
            Certificate.facts_digest,
            Certificate.credential_digest,
            Certificate.jwt_digest,
            CertificateFacts.facts,
            CertificateFacts.salt,
            CertificateDisclosure.hidden,
            Site.time_zone,
        )
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .outerjoin(CertificateFacts, CertificateFacts.certificate_id == Certificate.id)
        .outerjoin(CertificateDisclosure, CertificateDisclosure.certificate_id == Certificate.id)
    )


def _verified(row: Row[Any], at: datetime) -> Verified:
    erased = row.facts is None
    whole = None if erased else statement_under(row.facts, salt=row.salt, digest=row.facts_digest)
    hidden = frozenset(row.hidden or ())
    return Verified(
        code=row.code,
        issued_at=row.issued_at,
        time_zone=row.time_zone,
        pdf_digest=row.pdf_digest,
        standing=standing_in(row, at=at),
        statement=disclosed(whole, hidden=hidden) if whole else None,
        hidden=hidden_in(whole, hidden) if whole else (),
        genuine=erased or whole is not None,
        has_badge=bool(whole and row.credential_digest and not hidden_in(whole, hidden)),
    )


_STATED = stated().where(Certificate.code == bindparam("code"))

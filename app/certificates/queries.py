"""Finding certificates, and what they are made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.assessments.practicals.models import SignOff
from app.certificates.eligibility import Eligibility, eligibility_of, unwritten_weeks
from app.certificates.facts import SignedOff, Statement, code_from, from_json
from app.certificates.models import Certificate, CertificateFacts
from app.courses.facts import CohortFacts, Done, Enrolled
from app.courses.models import Revision
from app.courses.progress import completion_rules
from app.courses.queries.enrolments import done_by_each, enrolled, enrolments_in
from app.db import db
from app.people.member import Member
from app.shared.digests import canonical, salted


@dataclass(frozen=True)
class IssuedCertificate:
    """What other pages need of a certificate."""

    id: UUID
    code: str
    issued_at: datetime


@dataclass(frozen=True)
class Candidate:
    """A trainee, whether they have earned a certificate, and the one that they have."""

    enrolled: Enrolled
    eligibility: Eligibility
    certificate: IssuedCertificate | None

    @property
    def is_on_the_way(self) -> bool:
        """Whether something is missing that they may still do: those who were withdrawn are not waited for."""
        return not (self.eligibility.complete or self.certificate or self.enrolled.withdrawn_at)


@dataclass(frozen=True)
class StoredDocument:
    """The document of a certificate; `statement` is None once its facts were erased."""

    pdf_digest: str
    issued_at: datetime
    statement: Statement | None


@dataclass(frozen=True)
class Verified:
    """What the public page says of a certificate."""

    statement: Statement
    genuine: bool
    """Whether the facts are still those that were issued: their salted digest says so."""


_ISSUED = select(Certificate.enrolment_id, Certificate.id, Certificate.code, Certificate.issued_at).where(
    Certificate.enrolment_id.in_(bindparam("ids", expanding=True))
)


def certificates_of(enrolment_ids: Collection[UUID]) -> dict[UUID, IssuedCertificate]:
    """The certificates of those enrolments that have one. One query."""
    rows = db.session.execute(_ISSUED, {"ids": list(enrolment_ids)})
    return {row.enrolment_id: IssuedCertificate(row.id, row.code, row.issued_at) for row in rows}


def certificate_of(enrolment_id: UUID) -> IssuedCertificate | None:
    """The certificate of one enrolment. One query."""
    return certificates_of([enrolment_id]).get(enrolment_id)


def issued_to(enrolment_id: UUID) -> Certificate | None:
    """The certificate of one enrolment as it is stored, for operations. One query."""
    return db.session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment_id))


def candidates_in(cohort: CohortFacts) -> tuple[Candidate, ...]:
    """Everybody in the cohort, by name, and how far they are from a certificate. Three queries."""
    return candidates_among(enrolments_in(cohort))


def candidates_among(enrolments: Iterable[Enrolled]) -> tuple[Candidate, ...]:
    """The same for these enrolments, in their order. Two queries."""
    everybody = tuple(enrolments)
    ids = [each.id for each in everybody]
    done, issued = done_by_each(everybody), certificates_of(ids)
    return tuple(Candidate(each, _eligibility(each, done[each.id]), issued.get(each.id)) for each in everybody)


def _eligibility(enrolled: Enrolled, done: Done) -> Eligibility:
    curriculum = enrolled.curriculum
    return eligibility_of(completion_rules(curriculum, done), unwritten=unwritten_weeks(curriculum))


def successes_of(places: Collection[Enrolled]) -> dict[UUID, dict[str, tuple[SignedOff, ...]]]:
    """When, and on which device, each practical was signed off as competent, by the id that it has now. One query."""
    found: dict[UUID, dict[str, tuple[SignedOff, ...]]] = {place.id: {} for place in places}
    called_now = {place.id: place.curriculum.called_now for place in places}
    for row in db.session.execute(
        select(
            SignOff.enrolment_id,
            SignOff.item_id,
            SignOff.ended_at,
            SignOff.device_brand,
            SignOff.device_model,
        )
        .where(SignOff.enrolment_id.in_(list(found)), SignOff.outcome == "competent")
        .order_by(SignOff.ended_at, SignOff.id)
    ):
        device = f"{row.device_brand} {row.device_model}".strip()
        items, item_id = found[row.enrolment_id], called_now[row.enrolment_id](row.item_id)
        items[item_id] = (*items.get(item_id, ()), SignedOff(row.ended_at, device))
    return found


def revision_digests(revision_ids: Collection[int]) -> dict[int, str]:
    """The digests of those revisions. One query."""
    rows = db.session.execute(select(Revision.id, Revision.digest).where(Revision.id.in_(revision_ids)))
    return {row.id: row.digest for row in rows}


def certificate_document(member: Member, *, certificate_id: UUID) -> StoredDocument | None:
    """The document of that certificate, for its holder and those who follow the cohort. Two queries."""
    found = db.session.scalar(
        select(Certificate).options(joinedload(Certificate.facts)).where(Certificate.id == certificate_id)
    )
    if found is None or enrolled(member, enrolment_id=found.enrolment_id) is None:
        return None
    statement = from_json(found.facts.facts) if found.facts else None
    return StoredDocument(found.pdf_digest, found.issued_at, statement)


def verified(code: str) -> Verified | None:
    """What is stated under that code, as typed from paper; None for an unknown one. One query.

    It reads only what was stored on the day of issue: a person renamed since keeps the name on the paper.
    """
    row = db.session.execute(
        select(Certificate.facts_digest, CertificateFacts.facts, CertificateFacts.salt)
        .join(CertificateFacts, CertificateFacts.certificate_id == Certificate.id)
        .where(Certificate.code == code_from(code))
    ).one_or_none()
    if row is None:
        return None
    genuine = salted(canonical(row.facts).decode(), row.salt) == row.facts_digest
    return Verified(from_json(row.facts), genuine)

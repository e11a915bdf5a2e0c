"""Certificates in the large school, as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.certificates.facts import Issue, statement_of, to_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import Draft, draw
from app.config import Settings
from app.demo.large.way import Way
from app.shared.digests import canonical, new_salt, salted
from app.shared.ids import new_code, new_id

ISSUED_AFTER = timedelta(days=4)
"""The last thing was done."""


@dataclass
class Office:
    """Who issues, with one drawn document a course: drawing thousands would take longer than all the rest."""

    settings: Settings
    revision_digests: dict[int, str]
    documents: dict[int, str] = field(default_factory=dict)
    """Digests by revision."""

    def issue(self, way: Way, *, by: UUID, issuer: str, until: datetime) -> None:
        """Certify whoever has done everything, if that is long enough ago."""
        enrolled, curriculum = way.enrolled, way.enrolled.curriculum
        written = all(week.is_written for week in curriculum.weeks)
        if not written or len(way.done.completions) < len(curriculum.items):
            return
        at = max(way.done.completions.values()).astimezone(UTC) + ISSUED_AFTER
        if at < until:
            self._record(way, self._draft(way, at, issuer), by, enrolled.cohort.revision_id)

    def _draft(self, way: Way, at: datetime, issuer: str) -> Draft:
        enrolled = way.enrolled
        digest = self.revision_digests[enrolled.cohort.revision_id]
        issue = Issue(new_code(), self.settings.school_name, issuer, at, digest)
        statement = statement_of(enrolled, done=way.done, signed_off=way.signed_off, issue=issue)
        return Draft(enrolled.id, enrolled.person_id, enrolled.cohort.revision_id, at, statement)

    def _record(self, way: Way, draft: Draft, by: UUID, revision_id: int) -> None:
        if revision_id not in self.documents:
            self.documents[revision_id] = draw(draft, public_url=self.settings.public_url).pdf_digest
        pdf = self.documents[revision_id]
        facts, salt, certificate_id = to_json(draft.statement), new_salt(), new_id()
        facts_digest = salted(canonical(facts).decode(), salt)
        way.ledger.add(
            Certificate,
            id=certificate_id,
            enrolment_id=draft.enrolment_id,
            revision_id=revision_id,
            code=draft.statement.code,
            facts_digest=facts_digest,
            pdf_digest=pdf,
            issued_at=draft.at,
            issued_by=by,
        )
        way.ledger.add(CertificateFacts, certificate_id=certificate_id, facts=facts, salt=salt)
        about = {"enrolment": str(draft.enrolment_id), "facts": facts_digest, "pdf": pdf}
        way.happened(draft.at, "certificate.issued", by=by, kind="certificate", id=certificate_id, **about)
        details = {"course": draft.statement.course}
        way.told("certificate", certificate_id, details=details, path="/", at=draft.at, read=draft.at + ISSUED_AFTER)

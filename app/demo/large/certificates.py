"""Certificates in the large school, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from uuid import UUID

from app.certificates.facts import Issue, statement_of, to_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import Draft, Drawn, draw
from app.certificates.school import school_of
from app.certificates.status import LENGTH
from app.config import Settings
from app.demo.large.way import Way
from app.shared.digests import canonical, new_salt, salted
from app.shared.ids import new_code

LIST = 1
"""The status list of its certificates, so that none has the place of one that was issued before."""
ISSUED_AFTER = timedelta(days=4)
"""The last thing was done."""


@dataclass
class Office:
    """Who issues, with one drawn document a course: drawing thousands would take longer than all the rest."""

    settings: Settings
    revision_digests: dict[int, str]
    documents: dict[int, Drawn] = field(default_factory=dict)
    """By revision."""
    places: Iterator[tuple[int, int]] = field(default_factory=lambda: _places())

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
        school = school_of(self.settings)
        issue = Issue(new_code(), school.name, issuer, at, digest, school.signatories)
        statement = statement_of(enrolled, done=way.done, signed_off=way.signed_off, issue=issue)
        return Draft(
            enrolled.id,
            enrolled.person_id,
            enrolled.cohort.revision_id,
            at,
            statement,
            enrolled.curriculum.base,
            next(self.places),
        )

    def _record(self, way: Way, draft: Draft, by: UUID, revision_id: int) -> None:
        drawn, facts, salt = self._drawn(draft, revision_id), to_json(draft.statement), new_salt()
        facts_digest = salted(canonical(facts).decode(), salt)
        way.ledger.add(
            Certificate,
            id=draft.id,
            enrolment_id=draft.enrolment_id,
            revision_id=revision_id,
            code=draft.statement.code,
            facts_digest=facts_digest,
            pdf_digest=drawn.pdf_digest,
            issued_at=draft.at,
            issued_by=by,
            expires_on=draft.statement.expires_on,
            credential_digest=drawn.credential_digest,
            jwt_digest=drawn.jwt_digest,
            status_list=draft.status[0],
            status_index=draft.status[1],
        )
        way.ledger.add(CertificateFacts, certificate_id=draft.id, facts=facts, salt=salt)
        about = {"enrolment": str(draft.enrolment_id), "facts": facts_digest, "pdf": drawn.pdf_digest}
        way.happened(draft.at, "certificate.issued", by=by, kind="certificate", id=draft.id, **about)
        details, path, read = {"course": draft.statement.course}, f"/certificates/{draft.id}", draft.at + ISSUED_AFTER
        way.told("certificate", draft.id, details=details, path=path, at=draft.at, read=read)

    def _drawn(self, draft: Draft, revision_id: int) -> Drawn:
        """One for each revision."""
        if revision_id not in self.documents:
            self.documents[revision_id] = draw(draft, public_url=self.settings.public_url)
        return self.documents[revision_id]


def _places() -> Iterator[tuple[int, int]]:
    return ((LIST, index) for index in SystemRandom().sample(range(LENGTH), LENGTH))

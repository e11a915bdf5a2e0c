"""A new certificate that takes the place of an earlier one: because something in it isn't right, or to renew it.

As with issuing, `correction_of` and `renewal_of` read and refuse, `draw` makes the documents without the database, and
`supersede` writes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.certificates.facts import VERSION, School, from_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations.drafting import Draft, draft_each
from app.certificates.operations.drawing import Drawn
from app.certificates.operations.recording import record, tell
from app.certificates.queries.standing import standing_of
from app.certificates.validity import expiry
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class NotRenewable(Refusal):
    """It doesn't expire, not soon enough, or holds no more."""

    code = "not-renewable"


def correction_of(certificate: Certificate, *, reason: str, by: UUID, at: datetime, school: School) -> Draft:
    """What a corrected certificate will say: everything as it is known today, valid for as long as the earlier one was.
    Raises OwnCertificate."""
    draft = _taking_the_place_of(certificate, "corrected", reason, by=by, at=at, school=school)
    return replace(draft, statement=replace(draft.statement, expires_on=certificate.expires_on))


def renewal_of(certificate: Certificate, *, reason: str, by: UUID, at: datetime, school: School) -> Draft:
    """What a renewed certificate will say: the same, with a new number, signed today, and valid once more for as long
    as the course says, from the end of the earlier one if that is still to come.

    Raises OwnCertificate, NotRenewable.
    """
    standing, facts = standing_of(certificate.id, at=at), db.session.get(CertificateFacts, certificate.id)
    span = enrolment_facts(certificate.enrolment_id).curriculum.certificate_valid_for
    if standing.expires_on is None or standing.revoked or facts is None or span is None:
        raise NotRenewable(since=None)
    if standing.renewable_from and standing.on < standing.renewable_from:
        raise NotRenewable(since=standing.renewable_from)
    draft = _taking_the_place_of(certificate, "renewed", reason, by=by, at=at, school=school)
    today = draft.statement
    statement = replace(
        from_json(facts.facts),
        code=today.code,
        supersedes=today.supersedes,
        school=today.school,
        signatories=today.signatories,
        issued_by=today.issued_by,
        issued_on=today.issued_on,
        expires_on=expiry(span, max(standing.expires_on, today.issued_on)),
        version=VERSION,
    )
    return replace(draft, statement=statement, revision_id=certificate.revision_id)


def supersede(drawn: Drawn, *, reason: str, by: UUID) -> tuple[Certificate, bool]:
    """Write the new certificate down and tell its holder; the one that stands, and whether it is this one: somebody may
    have been faster. Raises PlaceTakenError."""
    draft, old = drawn.draft, drawn.draft.supersedes
    certificate = record(drawn, by=by)
    if certificate.id != draft.id or old is None:
        return certificate, False
    write_journal(
        f"certificate.{old.cause}",
        by=by,
        at=draft.at,
        kind="certificate",
        id=old.id,
        detail={"by": str(certificate.id)},
        reason=reason,
    )
    tell(draft, certificate)
    return certificate, True


def _taking_the_place_of(
    certificate: Certificate, cause: str, reason: str, *, by: UUID, at: datetime, school: School
) -> Draft:
    """It was earned, so the rules aren't asked again; where they aren't met, the reason is that of an exception."""
    place = enrolment_facts(certificate.enrolment_id)
    reasons = {place.id: reason}
    (draft,) = draft_each([place], by=by, at=at, school=school, exceptions=reasons, supersedes=certificate, cause=cause)
    return draft

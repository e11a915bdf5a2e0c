"""Writing a certificate down, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.certificates.facts import School, to_json
from app.certificates.models import Certificate, CertificateFacts, CertificateText
from app.certificates.operations.drafting import Draft, draft_each
from app.certificates.operations.drawing import Drawn, draw
from app.certificates.operations.keys import make_keys
from app.certificates.operations.status_places import is_free
from app.certificates.queries import issued_to
from app.courses.facts import Enrolled
from app.courses.operations.enrolments import lock_enrolment
from app.db import db, take_turns
from app.notices.operations import notify
from app.records.operations.journal import write_journal
from app.shared.digests import canonical, new_salt, salted


class PlaceTakenError(Exception):
    """Somebody else's certificate took the place in the status list since the draft was made: draft and draw again."""


def issue(enrolled: Enrolled, *, by: UUID, at: datetime, public_url: str, school: School) -> Certificate:
    """The certificate of `enrolled`; the one that they have already, if they have one.

    Raises NotComplete, OwnCertificate, UnprintableName.
    """
    lock_enrolment(enrolled.id)
    for draft in draft_each([enrolled], by=by, at=at, school=school):
        made = record(draw(draft, public_url=public_url), by=by)
        tell(draft, made)
        return made
    certificate = issued_to(enrolled.id)
    assert certificate is not None  # noqa: S101 - without a draft there is one
    return certificate


def record(drawn: Drawn, *, by: UUID) -> Certificate:
    """Write the certificate down, unless somebody was faster: then theirs stands. Nobody is told yet.

    Raises PlaceTakenError.
    """
    draft = drawn.draft
    lock_enrolment(draft.enrolment_id)
    present = issued_to(draft.enrolment_id)
    if present is not None and not (draft.supersedes and draft.supersedes.id == present.id):
        return present
    take_turns("certificate status")
    if not is_free(draft.status):
        raise PlaceTakenError
    make_keys(at=draft.at)  # where they were made while it was drawn
    certificate = _stored(drawn, by)
    write_journal(
        "certificate.issued",
        by=by,
        at=draft.at,
        kind="certificate",
        id=certificate.id,
        detail=_detail(drawn, certificate),
        reason=draft.exception,
        covers=[certificate],
    )
    return certificate


def tell(draft: Draft, certificate: Certificate) -> None:
    """Tell the holder of it, and where it takes the place of another one, why. Who was issued theirs by somebody
    faster was told, and isn't told again."""
    details = {"course": draft.statement.course}
    if draft.supersedes:
        details["act"] = draft.supersedes.cause
    path, subject = f"/certificates/{certificate.id}", str(certificate.id)
    notify(draft.person_id, kind="certificate", subject=subject, details=details, path=path, at=draft.at)


def _detail(drawn: Drawn, certificate: Certificate) -> dict[str, Any]:
    draft = drawn.draft
    detail: dict[str, Any] = {
        "enrolment": str(draft.enrolment_id),
        "facts": certificate.facts_digest,
        "pdf": drawn.pdf_digest,
    }
    if draft.supersedes:
        detail |= {"supersedes": str(draft.supersedes.id), "cause": draft.supersedes.cause}
    if draft.exception:
        detail["missing"] = {kind: list(ids) for kind, ids in draft.missing.items()}
    return detail


def _stored(drawn: Drawn, by: UUID) -> Certificate:
    draft = drawn.draft
    facts, words = _facts(draft), _exception(draft)
    certificate = Certificate(
        id=draft.id,
        enrolment_id=draft.enrolment_id,
        revision_id=draft.revision_id,
        code=draft.statement.code,
        facts_digest=salted(canonical(facts.facts).decode(), facts.salt),
        pdf_digest=drawn.pdf_digest,
        issued_at=draft.at,
        issued_by=by,
        expires_on=draft.statement.expires_on,
        supersedes_id=draft.supersedes.id if draft.supersedes else None,
        cause=draft.supersedes.cause if draft.supersedes else None,
        exception_digest=salted(words.text, words.salt) if words else None,
        credential_digest=drawn.credential_digest,
        jwt_digest=drawn.jwt_digest,
        status_list=draft.status[0],
        status_index=draft.status[1],
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.add_all([facts, words] if words else [facts])
    db.session.flush()
    return certificate


def _facts(draft: Draft) -> CertificateFacts:
    return CertificateFacts(certificate_id=draft.id, facts=to_json(draft.statement), salt=new_salt())


def _exception(draft: Draft) -> CertificateText | None:
    if not draft.exception:
        return None
    return CertificateText(kind="exception", owner_id=draft.id, text=draft.exception, salt=new_salt())

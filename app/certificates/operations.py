"""Issuing certificates.

It takes three steps, because drawing is slow and must not hold the database's lock: `draft_each` reads
and refuses, `draw` makes the document and stores it, `record` writes. Whoever serves others meanwhile ends
the transaction after the first step; `issue` does all three in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates import document
from app.certificates.facts import Issue, Statement, statement_of, to_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.queries import Candidate, candidates_among, issued_to, revision_digests, successes_of
from app.courses.facts import Enrolled
from app.courses.operations.enrolments import lock_enrolment, lock_enrolments
from app.courses.queries.enrolments import done_by_each
from app.db import db
from app.notices.operations import News, notify_each
from app.people.queries import person_by_id
from app.records.operations.journal import write_journal
from app.shared.digests import canonical, new_salt, salted
from app.shared.errors import Refusal
from app.shared.ids import new_code
from app.shared.storage import files


class NotComplete(Refusal):
    """The trainee has not done all that the course's completion rules ask for."""

    code = "not-complete"


class OwnCertificate(Refusal):
    """Nobody issues a certificate to themselves."""

    status = 403
    code = "own-certificate"


class UnprintableName(Refusal):
    """A name or a title has signs that no font here can show."""

    status = 422
    code = "unprintable-name"


@dataclass(frozen=True)
class Draft:
    """A certificate that may be issued: all that it will say."""

    enrolment_id: UUID
    person_id: UUID
    revision_id: int
    at: datetime
    statement: Statement


@dataclass(frozen=True)
class Drawn:
    """A draft whose document lies in the file store."""

    draft: Draft
    pdf_digest: str


def issue(enrolled: Enrolled, *, by: UUID, at: datetime, public_url: str, school_name: str) -> Certificate:
    """The certificate of `enrolled`; the one that they have already, if they have one.

    Raises NotComplete, OwnCertificate, UnprintableName.
    """
    lock_enrolment(enrolled.id)
    for draft in draft_each([enrolled], by=by, at=at, school_name=school_name):
        made = record(draw(draft, public_url=public_url), by=by)
        _tell([(draft, made)])
        return made
    certificate = issued_to(enrolled.id)
    assert certificate is not None  # noqa: S101 - without a draft there is one
    return certificate


def draft_each(enrolments: Sequence[Enrolled], *, by: UUID, at: datetime, school_name: str) -> tuple[Draft, ...]:
    """What the certificates of `enrolments` will say; those who have one already are left out.

    Raises NotComplete, OwnCertificate.
    """
    due = [each for each in candidates_among(enrolments) if each.certificate is None]
    for candidate in due:
        _refuse(candidate, by)
    places = [each.enrolled for each in due]
    done, successes = done_by_each(places), successes_of(places)
    digests = revision_digests({each.enrolled.cohort.revision_id for each in due})
    issuer = person_by_id(by).name
    return tuple(
        Draft(
            each.id,
            each.person_id,
            each.cohort.revision_id,
            at,
            statement_of(
                each,
                done=done[each.id],
                signed_off=successes[each.id],
                issue=Issue(new_code(), school_name, issuer, at, digests[each.cohort.revision_id]),
            ),
        )
        for each in places
    )


def draw(draft: Draft, *, public_url: str) -> Drawn:
    """Make the document and store it, without the database. One that is never recorded does no harm.

    Raises UnprintableName.
    """
    address = f"{public_url}/c/{draft.statement.code}"
    try:
        pdf = document.draw(draft.statement, address=address, at=draft.at)
    except document.UnprintableError as error:
        raise UnprintableName(name=draft.statement.holder) from error
    return Drawn(draft, files.put(pdf))


def record_each(drawn: Sequence[Drawn], *, by: UUID) -> None:
    """Write down each certificate that nobody was faster with."""
    lock_enrolments([each.draft.enrolment_id for each in drawn])
    _tell([(each.draft, record(each, by=by)) for each in drawn])


def record(drawn: Drawn, *, by: UUID) -> Certificate:
    """Write the certificate down, unless somebody was faster: then theirs stands. Nobody is told yet."""
    draft = drawn.draft
    lock_enrolment(draft.enrolment_id)
    if (earlier := issued_to(draft.enrolment_id)) is not None:
        return earlier
    certificate = _stored(drawn, by)
    write_journal(
        "certificate.issued",
        by=by,
        at=draft.at,
        kind="certificate",
        id=certificate.id,
        detail={
            "enrolment": str(draft.enrolment_id),
            "facts": certificate.facts_digest,
            "pdf": drawn.pdf_digest,
        },
    )
    return certificate


def _tell(issued: Sequence[tuple[Draft, Certificate]]) -> None:
    """Tell each holder. Who was issued theirs by somebody faster was told of it, and isn't told again."""
    if issued:
        notify_each([_news(*each) for each in issued], at=issued[0][0].at)


def _news(draft: Draft, certificate: Certificate) -> News:
    # Today's page has it to download, and leads to what an employer sees.
    return News(draft.person_id, "certificate", str(certificate.id), "/", {"course": draft.statement.course})


def _stored(drawn: Drawn, by: UUID) -> Certificate:
    draft = drawn.draft
    facts, salt = to_json(draft.statement), new_salt()
    certificate = Certificate(
        enrolment_id=draft.enrolment_id,
        revision_id=draft.revision_id,
        code=draft.statement.code,
        facts_digest=salted(canonical(facts).decode(), salt),
        pdf_digest=drawn.pdf_digest,
        issued_at=draft.at,
        issued_by=by,
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.add(CertificateFacts(certificate_id=certificate.id, facts=facts, salt=salt))
    db.session.flush()
    return certificate


def _refuse(candidate: Candidate, by: UUID) -> None:
    enrolled, eligibility = candidate.enrolled, candidate.eligibility
    if enrolled.person_id == by:
        raise OwnCertificate
    if not eligibility.complete:
        raise NotComplete(name=enrolled.name, shortfalls=eligibility.shortfalls, unwritten=eligibility.unwritten)

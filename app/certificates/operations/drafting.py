"""What a certificate will say, before anything is drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.certificates.eligibility import Eligibility
from app.certificates.facts import Issue, School, Statement, statement_of
from app.certificates.models import Certificate
from app.certificates.operations.refusing import refuse
from app.certificates.operations.status_places import free_places
from app.certificates.queries import Candidate, candidates_among, revision_digests, successes_of
from app.courses.facts import Enrolled
from app.curriculum.model import Curriculum
from app.people.queries import person_by_id
from app.shared.ids import new_code, new_id


@dataclass(frozen=True)
class Superseding:
    """That a certificate takes the place of an earlier one: its id and code, and why ("corrected", "renewed")."""

    id: UUID
    code: str
    cause: str


@dataclass(frozen=True)
class Draft:
    """A certificate that may be issued: all that it will say."""

    enrolment_id: UUID
    person_id: UUID
    revision_id: int
    at: datetime
    statement: Statement
    course: Curriculum
    """That it was earned in, in its own language."""
    status: tuple[int, int] = (0, 0)
    """The list, and the place in it, that tell whether its Open Badge is revoked."""
    id: UUID = field(default_factory=new_id)
    """Of the certificate that it becomes."""
    supersedes: Superseding | None = None
    exception: str = ""
    """Why it is issued though rules aren't met."""
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """With an exception: the ids of what is missing, by kind."""


def draft_each(
    enrolments: Sequence[Enrolled],
    *,
    by: UUID,
    at: datetime,
    school: School,
    exceptions: Mapping[UUID, str] | None = None,
    supersedes: Certificate | None = None,
    cause: str = "",
) -> tuple[Draft, ...]:
    """What the certificates of `enrolments` will say; those who have one already are left out.

    `exceptions`: reasons by enrolment, of those to whom rules don't apply. With `supersedes` there is one enrolment,
    and its new certificate takes the place of that one, for that `cause`; it was earned, so the rules aren't asked
    again.
    Raises NotComplete, OwnCertificate.
    """
    old = Superseding(supersedes.id, supersedes.code, cause) if supersedes else None
    reasons = exceptions or {}
    due = [each for each in candidates_among(enrolments) if old or each.certificate is None]
    for candidate in due:
        refuse(candidate, by=by, exception=reasons.get(candidate.enrolled.id, ""), earned=old is not None)
    statements = _statements(due, by=by, at=at, school=school, supersedes=old)
    places = free_places(len(due))
    return tuple(
        _draft(candidate, statement, place, at, reasons.get(candidate.enrolled.id, ""), old)
        for candidate, statement, place in zip(due, statements, places, strict=True)
    )


def _draft(
    candidate: Candidate,
    statement: Statement,
    place: tuple[int, int],
    at: datetime,
    exception: str,
    old: Superseding | None,
) -> Draft:
    enrolled, excepted = candidate.enrolled, bool(exception) and not candidate.eligibility.complete
    return Draft(
        enrolment_id=enrolled.id,
        person_id=enrolled.person_id,
        revision_id=enrolled.cohort.revision_id,
        at=at,
        statement=statement,
        course=enrolled.curriculum.base,
        status=place,
        supersedes=old,
        exception=exception if excepted else "",
        missing=_missing(candidate.eligibility) if excepted else {},
    )


def _missing(eligibility: Eligibility) -> dict[str, tuple[str, ...]]:
    return {each.kind: tuple(item.id for item in each.missing) for each in eligibility.shortfalls}


def _statements(
    due: Collection[Candidate], *, by: UUID, at: datetime, school: School, supersedes: Superseding | None
) -> list[Statement]:
    places = [each.enrolled for each in due]
    successes = successes_of(places)
    digests = revision_digests({each.cohort.revision_id for each in places})
    issuer = person_by_id(by).name
    old = supersedes.code if supersedes else ""
    return [
        statement_of(
            each.enrolled,
            done=each.done,
            signed_off=successes[each.enrolled.id],
            issue=Issue(
                code=new_code(),
                school=school.name,
                issued_by=issuer,
                at=at,
                revision_digest=digests[each.enrolled.cohort.revision_id],
                signatories=school.signatories,
                supersedes=old,
            ),
        )
        for each in due
    ]

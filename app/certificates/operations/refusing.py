"""Why a certificate isn't issued."""

from __future__ import annotations

from uuid import UUID

from app.certificates.queries import Candidate
from app.shared.errors import Refusal


class NotComplete(Refusal):
    """The trainee has not done all that the course's completion rules ask for, and no exception was made."""

    code = "not-complete"


class OwnCertificate(Refusal):
    """Nobody issues a certificate to themselves."""

    status = 403
    code = "own-certificate"


class UnprintableName(Refusal):
    """A name or a title has signs that no font here can show."""

    status = 422
    code = "unprintable-name"


class IssuerMayNot(Refusal):
    """Who asked for the certificate doesn't coordinate the cohort's site any more."""

    status = 403
    code = "issuer-may-not"


def refuse(candidate: Candidate, *, by: UUID, exception: str = "", earned: bool = False) -> None:
    """Raises OwnCertificate, NotComplete. An `exception` lifts the completion rules, of a course that is written; of
    who has `earned` theirs before, nothing is asked again."""
    enrolled, eligibility = candidate.enrolled, candidate.eligibility
    if enrolled.person_id == by:
        raise OwnCertificate
    lifted = earned or (bool(exception) and eligibility.may_be_excepted)
    if not eligibility.complete and not lifted:
        raise NotComplete(name=enrolled.name, shortfalls=eligibility.shortfalls, unwritten=eligibility.unwritten)

"""What is known otherwise since a certificate was issued."""

from __future__ import annotations

from app.certificates.changes import Changes, changes_between
from app.certificates.facts import Issue, statement_of
from app.certificates.queries.candidates import successes_of
from app.certificates.queries.holdings import HeldCertificate
from app.courses.queries.enrolments import done_by


def changes_since(held: HeldCertificate) -> Changes | None:
    """What a certificate issued now would say otherwise; None of one that was erased. Four queries."""
    said, place = held.statement, held.enrolled
    if said is None:
        return None
    issue = Issue(said.code, said.school, said.issued_by, held.issued_at, said.revision_digest)
    now = statement_of(place, done=done_by(place), signed_off=successes_of([place])[place.id], issue=issue)
    return changes_between(said, now, called_now=place.curriculum.called_now)

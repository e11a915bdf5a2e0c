"""Who has earned a certificate, and what it is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from app.assessments.practicals.models import SignOff
from app.assessments.practicals.queries import counting
from app.certificates.eligibility import Eligibility, eligibility_of, unwritten_weeks
from app.certificates.facts import SignedOff
from app.certificates.queries.levels import level_reached, levels_given
from app.certificates.queries.standing import IssuedCertificate, certificates_of
from app.courses.facts import CohortFacts, Done, Enrolled
from app.courses.models import Revision
from app.courses.progress import completion_rules
from app.courses.queries.enrolments import done_by_each, enrolments_in
from app.db import db


@dataclass(frozen=True)
class Candidate:
    """A trainee, whether they have earned a certificate, and the one that they have."""

    enrolled: Enrolled
    done: Done
    eligibility: Eligibility
    certificate: IssuedCertificate | None

    @property
    def is_due(self) -> bool:
        """Whether they have earned a certificate and have none."""
        return self.eligibility.complete and not self.certificate

    @property
    def is_short(self) -> bool:
        """Whether something is missing."""
        return not (self.eligibility.complete or self.certificate)

    @property
    def is_in_doubt(self) -> bool:
        """Whether they have a certificate that holds, and not all that it takes counts any more."""
        certificate = self.certificate
        claimed = certificate and not certificate.revoked_at and not certificate.excepted
        return bool(claimed) and not self.eligibility.complete


def candidates_in(cohort: CohortFacts) -> tuple[Candidate, ...]:
    """Everybody in the cohort, by name, and how far they are from a certificate. Three queries."""
    return candidates_among(enrolments_in(cohort))


def candidates_among(enrolments: Iterable[Enrolled]) -> tuple[Candidate, ...]:
    """The same for these enrolments, in their order. Two queries."""
    everybody = tuple(enrolments)
    ids = [each.id for each in everybody]
    done, issued = done_by_each(everybody), certificates_of(ids)
    return tuple(
        Candidate(each, done[each.id], _eligibility(each, done[each.id]), issued.get(each.id)) for each in everybody
    )


def _eligibility(enrolled: Enrolled, done: Done) -> Eligibility:
    curriculum = enrolled.curriculum
    return eligibility_of(completion_rules(curriculum, done), unwritten=unwritten_weeks(curriculum))


# Made once: for each certificate of a run anew they would take longer than the database does.
_SUCCESSES = (
    select(
        SignOff.id,
        SignOff.enrolment_id,
        SignOff.item_id,
        SignOff.ended_at,
        SignOff.device_brand,
        SignOff.device_model,
        SignOff.revision_id,
        Revision.digest,
    )
    .join(Revision, Revision.id == SignOff.revision_id)
    .where(
        SignOff.enrolment_id.in_(bindparam("ids", expanding=True, type_=Uuid())),
        SignOff.outcome == "competent",
        counting(),
    )
    .order_by(SignOff.ended_at, SignOff.id)
)


def successes_of(places: Collection[Enrolled]) -> dict[UUID, dict[str, tuple[SignedOff, ...]]]:
    """When, on which device and how well each practical was signed off as competent, by the id that it has now. Two
    queries."""
    found: dict[UUID, dict[str, tuple[SignedOff, ...]]] = {place.id: {} for place in places}
    called_now = {place.id: place.curriculum.called_now for place in places}
    levels = levels_given(found)
    for row in db.session.execute(_SUCCESSES, {"ids": list(found)}):
        device = f"{row.device_brand} {row.device_model}".strip()
        items, item_id = found[row.enrolment_id], called_now[row.enrolment_id](row.item_id)
        reached = level_reached(row.item_id, levels.get(row.id, {}), digest=row.digest, revision_id=row.revision_id)
        items[item_id] = (*items.get(item_id, ()), SignedOff(row.ended_at, device, reached))
    return found


def revision_digests(revision_ids: Collection[int]) -> dict[int, str]:
    """The digests of those revisions. One query."""
    rows = db.session.execute(select(Revision.id, Revision.digest).where(Revision.id.in_(revision_ids)))
    return {row.id: row.digest for row in rows}

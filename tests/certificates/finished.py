"""A trainee of the cast who has done everything, as the certificate's tests need them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.assessments.practicals.models import SignOff
from app.certificates.facts import School
from app.certificates.models import Certificate
from app.certificates.operations import issue
from app.courses.operations.enrolments import record_completion
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.shared.ids import new_id
from tests.cast import Cast

DONE = datetime(2026, 5, 7, 15, 0, tzinfo=UTC)
LATE_EVENING = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)
"""Already the 13th in Paris, where the cohort is."""
ISSUED = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
SCHOOL = "École de la réparation"
PUBLIC_URL = "https://school.example"


def finish(cast: Cast, enrolment_id: UUID, *, but: tuple[str, ...] = ()) -> None:
    """Complete every item, except those named in `but`; the practical with a sign-off on a phone."""
    for item_id in enrolment_facts(enrolment_id).curriculum.items:
        if item_id not in but:
            at = LATE_EVENING if item_id == "the-battery" else DONE
            record_completion(enrolment_id, item_id=item_id, at=at)
    if "esd-bench" not in but:
        sign_off(cast, enrolment_id, outcome="competent", at=DONE, model="Galaxy A52")


def sign_off(cast: Cast, enrolment_id: UUID, *, outcome: str, at: datetime, model: str) -> None:
    """A sign-off of the cast's practical, without its levels: their certificates name no level."""
    db.session.add(
        SignOff(
            id=new_id(),
            enrolment_id=enrolment_id,
            item_id="esd-bench",
            revision_id=cast.revision_id,
            assessor_id=cast.instructor.id,
            device_brand="Samsung",
            device_model=model,
            outcome=outcome,
            overruled=False,
            remark_digest=None,
            begun_at=at,
            ended_at=at,
            delivered_at=at,
        )
    )
    db.session.flush()


def issued(cast: Cast) -> Certificate:
    """The trainee's certificate, after they have done everything."""
    finish(cast, cast.enrolment_id)
    return issue(cast.enrolled(), by=cast.coordinator.id, at=ISSUED, public_url=PUBLIC_URL, school=School(SCHOOL))

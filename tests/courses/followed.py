"""A cohort that follows some sources, with the cast's trainee in it."""

from __future__ import annotations

from app.courses.facts import EnrolledItem
from app.courses.models import Cohort
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import Sources
from app.people.queries import person_by_id
from tests.cast import BEFORE, FIRST_DAY, Cast


def following(cast: Cast, sources: Sources, *, course_id: str, track_id: str = "mobile") -> Cohort:
    """A cohort of the cast's instructor that follows these sources, which are published for it."""
    revision, _ = publish(sources, course_id=course_id, track_id=track_id, by=None, at=BEFORE)
    return create_cohort(
        f"Revision {revision.number}",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )


def before(cast: Cast, item_id: str, sources: Sources, *, course_id: str, track_id: str = "mobile") -> EnrolledItem:
    """The trainee before one of the items of these sources, published for a cohort of theirs."""
    cohort = following(cast, sources, course_id=course_id, track_id=track_id)
    enrolment = enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE)
    enrolled = enrolment_facts(enrolment.id)
    return EnrolledItem(enrolled, enrolled.curriculum.items[item_id])

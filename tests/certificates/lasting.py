"""Certificates that expire, as the tests of their life need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.certificates.facts import School
from app.certificates.models import Certificate
from app.certificates.operations import correction_of, draft_each, draw, issue, record, renewal_of, supersede
from app.courses.facts import Enrolled
from app.courses.operations.enrolments import enrol
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.queries import person_by_id
from tests.cast import BEFORE, Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, finish
from tests.courses.followed import following
from tests.courses.unwritten import COURSE

A_YEAR_LATER = date(2027, 5, 15)
"""When a certificate is valid no more that was issued on 15 May 2026 for a year."""
IN_TIME = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
"""Within the weeks before that day."""


def issued_until(cast: Cast, expires_on: date) -> Certificate:
    """The trainee's certificate, as if its course set that day."""
    finish(cast, cast.enrolment_id)
    (draft,) = draft_each([cast.enrolled()], by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    draft = replace(draft, statement=replace(draft.statement, expires_on=expires_on))
    return record(draw(draft, public_url=PUBLIC_URL), by=cast.coordinator.id)


def lasting(cast: Cast) -> Enrolled:
    """The trainee in a cohort of the course whose certificate is valid for a year."""
    sources = dict(read_course(COURSE).sources)
    title = b"certificate: {title: Tiny phone repairer"
    sources["course.md"] = sources["course.md"].replace(title, title + b", valid_for: 1 year")
    cohort = following(cast, sources, course_id=COURSE.name)
    return enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)


def issued_for_a_year(cast: Cast) -> Certificate:
    """The trainee's certificate of that course."""
    place = lasting(cast)
    finish(cast, place.id)
    return issue(place, by=cast.coordinator.id, at=ISSUED, public_url=PUBLIC_URL, school=School(SCHOOL))


def renewed(cast: Cast, earlier: Certificate, *, at: datetime = IN_TIME) -> Certificate:
    """The certificate that renews `earlier`."""
    reason = "Saw her at the bench."
    draft = renewal_of(earlier, reason=reason, by=cast.coordinator.id, at=at, school=School(SCHOOL))
    made, _ = supersede(draw(draft, public_url=PUBLIC_URL), reason=reason, by=cast.coordinator.id)
    return made


def corrected(cast: Cast, earlier: Certificate, *, at: datetime = IN_TIME) -> Certificate:
    """The certificate that corrects `earlier`."""
    reason = "The name is wrong."
    draft = correction_of(earlier, reason=reason, by=cast.coordinator.id, at=at, school=School(SCHOOL))
    made, _ = supersede(draw(draft, public_url=PUBLIC_URL), reason=reason, by=cast.coordinator.id)
    return made

"""Who is told of what is done in the school."""

from __future__ import annotations

from datetime import timedelta

from app.assessments.practicals.operations import acknowledge, declare_ready
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.certificates.facts import School
from app.certificates.operations import issue
from app.courses.facts import EnrolledItem
from app.courses.models import CohortInstructor
from app.courses.operations.gates import open_gate
from app.db import db
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, issued
from tests.notices.telling import letters, mail_of, told
from tests.practicals.making import signed_off


def bench(cast: Cast) -> EnrolledItem:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    return cast.item("esd-bench")


def test_every_instructor_of_the_cohort_learns_once_that_a_trainee_is_ready(cast: Cast) -> None:
    db.session.add(CohortInstructor(cohort_id=cast.cohort_id, person_id=cast.outsider_instructor.id))
    db.session.flush()
    found, readiness_id = bench(cast), new_id()
    for _ in range(2):
        declare_ready(found, readiness_id=readiness_id, by=cast.trainee.id, at=NOON)
    expected = [("ready", f"/enrolments/{cast.enrolment_id}/items/esd-bench/sign-offs/new", False)]
    assert [told(each.id) for each in (cast.instructor, cast.outsider_instructor)] == [expected, expected]
    assert [told(each.id) for each in (cast.trainee, cast.coordinator)] == [[], []]


def test_an_instructor_who_learns_too_is_not_told_of_themselves(cast: Cast) -> None:
    db.session.add(CohortInstructor(cohort_id=cast.cohort_id, person_id=cast.trainee.id))
    db.session.flush()
    declare_ready(bench(cast), readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    assert (told(cast.trainee.id), len(told(cast.instructor.id))) == ([], 1)


def test_the_trainee_learns_the_outcome_once_and_nobody_waits_any_more(cast: Cast) -> None:
    found, sign_off_id = bench(cast), new_id()
    declare_ready(found, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    for _ in range(2):
        signed_off(found, cast, sign_off_id=sign_off_id, at=NOON + timedelta(hours=1))
    assert told(cast.trainee.id) == [("outcome", f"/sign-offs/{sign_off_id}", False)]
    assert len(letters("notice")) == 1
    assert [(kind, read) for kind, _, read in told(cast.instructor.id)] == [("ready", True)]
    assert mail_of(cast.instructor.id) == ["none"]


def test_whoever_has_seen_the_outcome_has_read_the_notice(cast: Cast) -> None:
    made = signed_off(bench(cast), cast)
    acknowledge(seen_sign_off_by_id(made.id), by=cast.trainee.id, at=NOON)
    assert [read for _, _, read in told(cast.trainee.id)] == [True]


def test_the_holder_learns_of_the_certificate_once(cast: Cast) -> None:
    made = issued(cast)
    issue(cast.enrolled(), by=cast.coordinator.id, at=ISSUED, public_url=PUBLIC_URL, school=School(SCHOOL))
    assert told(cast.trainee.id) == [("certificate", f"/certificates/{made.id}", False)]

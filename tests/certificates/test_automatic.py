"""Certificates that are issued as soon as they are earned."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.certificates.issuing import ask_for_what_was_earned
from app.certificates.models import Certificate, IssuingRun
from app.certificates.operations import issue_when_earned
from app.courses.models import Cohort
from app.courses.operations.cohorts import close_cohort
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.people.models import RoleGrant
from app.people.operations import grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, finish
from tests.certificates.issuing import how_many, work


def switch(cast: Cast, *, wanted: bool) -> None:
    """As the coordinator."""
    issue_when_earned(cohort_facts(cast.cohort_id), wanted=wanted, by=cast.coordinator.id, at=ISSUED)


def by_the_clock() -> None:
    """What the worker does every five minutes."""
    db.session.commit()
    ask_for_what_was_earned()
    work()


def switches() -> list[tuple[object, bool]]:
    """Who switched it, and whether on."""
    acts = select(JournalEntry).where(JournalEntry.act == "cohort.issuing_changed").order_by(JournalEntry.number)
    return [(each.actor_id, each.detail["when_earned"]) for each in db.session.scalars(acts)]


def test_nothing_is_issued_by_itself_where_nobody_wants_it(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    by_the_clock()
    assert how_many() == 0


def test_certificates_are_issued_as_soon_as_they_are_earned(cast: Cast) -> None:
    switch(cast, wanted=True)
    by_the_clock()
    assert how_many() == 0
    finish(cast, cast.enrolment_id)
    by_the_clock()
    made = db.session.scalars(select(Certificate)).one()
    assert (made.enrolment_id, made.issued_by) == (cast.enrolment_id, cast.coordinator.id)
    finish(cast, cast.other_enrolment_id)
    by_the_clock()
    by_the_clock()
    assert (how_many(), len(db.session.scalars(select(IssuingRun)).all())) == (2, 2)


def test_it_can_be_switched_off_again_and_both_are_in_the_journal_once(cast: Cast) -> None:
    for wanted in (True, True, False, False):
        switch(cast, wanted=wanted)
    finish(cast, cast.enrolment_id)
    by_the_clock()
    assert (how_many(), switches()) == (0, [(cast.coordinator.id, True), (cast.coordinator.id, False)])


def test_it_ends_when_its_coordinator_coordinates_no_more(cast: Cast) -> None:
    switch(cast, wanted=True)
    finish(cast, cast.enrolment_id)
    db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == cast.coordinator.id))
    by_the_clock()
    assert (how_many(), db.session.get_one(Cohort, cast.cohort_id).issuing_by) == (0, None)
    assert switches() == [(cast.coordinator.id, True), (None, False)]


def test_it_issues_nothing_in_a_closed_cohort(cast: Cast) -> None:
    switch(cast, wanted=True)
    finish(cast, cast.enrolment_id)
    close_cohort(cohort_facts(cast.cohort_id), by=cast.coordinator.id, at=ISSUED)
    by_the_clock()
    assert how_many() == 0


def test_a_coordinators_own_certificate_is_not_asked_for_on_their_behalf(cast: Cast) -> None:
    grant_role(person_by_id(cast.trainee.id), role="coordinator", site_id=cast.site_id, by=None, at=DONE)
    finish(cast, cast.enrolment_id)
    issue_when_earned(cohort_facts(cast.cohort_id), wanted=True, by=cast.trainee.id, at=ISSUED)
    by_the_clock()
    assert (how_many(), db.session.scalars(select(IssuingRun)).all()) == (0, [])


def test_a_name_that_cannot_be_printed_is_asked_for_once(cast: Cast) -> None:
    switch(cast, wanted=True)
    person_by_id(cast.trainee.id).name = "\U0001e900\U0001e901"
    finish(cast, cast.enrolment_id)
    by_the_clock()
    by_the_clock()
    assert (how_many(), len(db.session.scalars(select(IssuingRun)).all())) == (0, 1)

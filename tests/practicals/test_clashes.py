"""Clashes: two instructors judged the same work, and neither knew of the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.assessments.practicals.models import SignOff, SignOffClash
from app.assessments.practicals.operations import sign_off
from app.courses.facts import EnrolledItem
from app.courses.operations.gates import open_gate
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.people.operations import add_person, grant_role
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.notices.telling import told
from tests.practicals.making import judgement, kept_photo


@pytest.fixture
def colleague(cast: Cast) -> UUID:
    """Another instructor of the trainee's cohort."""
    return add_person("Colas Colleague", email=None, language="en", by=None, at=BEFORE).id


def _judged(found: EnrolledItem, by: UUID, *, begun: int, delivered: int, corrects: UUID | None = None) -> SignOff:
    """A sign-off that was begun, and delivered, so many minutes after noon."""
    return sign_off(
        found,
        sign_off_id=new_id(),
        by=by,
        at=_after(delivered),
        begun_at=_after(begun),
        ended_at=_after(begun + 5),
        judgement=judgement(remark="Clean work"),
        photos=[kept_photo()],
        corrects=corrects,
    )


def _after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def _clashes() -> list[tuple[UUID, UUID]]:
    rows = db.session.execute(select(SignOffClash.earlier_id, SignOffClash.later_id).order_by(SignOffClash.found_at))
    return [(row.earlier_id, row.later_id) for row in rows]


def test_work_that_two_judged_without_knowing_of_each_other_is_a_clash(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    first = _judged(bench, colleague, begun=10, delivered=20)
    second = _judged(bench, cast.instructor.id, begun=0, delivered=60)
    assert _clashes() == [(first.id, second.id)]


def test_whoever_began_after_the_other_was_delivered_knew_of_it(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    _judged(bench, colleague, begun=0, delivered=20)
    _judged(bench, cast.instructor.id, begun=20, delivered=60)
    assert _clashes() == []


def test_nobody_clashes_with_themselves(bench: EnrolledItem, cast: Cast) -> None:
    _judged(bench, cast.instructor.id, begun=0, delivered=20)
    _judged(bench, cast.instructor.id, begun=10, delivered=60)
    assert _clashes() == []


def test_other_work_does_not_clash(bench: EnrolledItem, cast: Cast, colleague: UUID) -> None:
    open_gate(cast.other_enrolment_id, gate="safety", at=NOON)
    _judged(bench, colleague, begun=0, delivered=20)
    _judged(
        EnrolledItem(enrolment_facts(cast.other_enrolment_id), bench.item),
        cast.instructor.id,
        begun=10,
        delivered=60,
    )
    assert _clashes() == []


def test_a_correction_keeps_the_times_of_what_it_corrects_and_is_no_clash_all_the_same(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    first = _judged(bench, colleague, begun=0, delivered=20)
    _judged(bench, cast.instructor.id, begun=30, delivered=40)
    _judged(bench, colleague, begun=45, delivered=50, corrects=first.id)
    assert _clashes() == []


def test_a_correction_clashes_with_nothing_and_neither_does_what_was_corrected(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    first = _judged(bench, colleague, begun=0, delivered=20)
    corrected = _judged(bench, cast.instructor.id, begun=0, delivered=30, corrects=first.id)
    later = _judged(bench, cast.coordinator.id, begun=10, delivered=60)
    assert _clashes() == [(corrected.id, later.id)]


def test_what_was_there_before_it_was_begun_and_is_corrected_meanwhile_does_not_clash(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    first = _judged(bench, colleague, begun=0, delivered=20)
    again = _judged(bench, colleague, begun=0, delivered=50, corrects=first.id)
    _judged(bench, colleague, begun=0, delivered=55, corrects=again.id)
    _judged(bench, cast.instructor.id, begun=40, delivered=60)
    assert _clashes() == []


def test_one_who_comes_third_clashes_with_both(bench: EnrolledItem, cast: Cast, colleague: UUID) -> None:
    first = _judged(bench, colleague, begun=0, delivered=20)
    second = _judged(bench, cast.instructor.id, begun=30, delivered=40)
    third = _judged(bench, cast.coordinator.id, begun=10, delivered=60)
    assert sorted(_clashes()) == sorted([(first.id, third.id), (second.id, third.id)])


def test_the_sites_coordinators_are_told_and_the_journal_holds_it(
    bench: EnrolledItem, cast: Cast, colleague: UUID
) -> None:
    everywhere = add_person("Eva Everywhere", email=None, language="en", by=None, at=BEFORE)
    grant_role(everywhere, role="coordinator", site_id=None, by=None, at=BEFORE)
    _judged(bench, colleague, begun=10, delivered=20)
    _judged(bench, cast.instructor.id, begun=0, delivered=60)
    clash = db.session.scalars(select(SignOffClash)).one()
    for person_id in (cast.coordinator.id, everywhere.id):
        assert told(person_id) == [("clash", f"/clashes/{clash.id}", False)]
    assert told(cast.outsider_coordinator.id) == []
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.clashed")).one()
    assert (entry.object_id, entry.detail, entry.actor_id) == (
        str(clash.id),
        {"earlier": str(clash.earlier_id), "later": str(clash.later_id)},
        None,
    )

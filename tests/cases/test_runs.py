"""Runs through a case: beginning, acting, ending, and what passing brings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.assessments.cases.models import CaseAct, CaseMark, CaseRun
from app.assessments.cases.operations import BenchChanged, NotOffered, RunIdTaken, RunOver, act_in, begin_run
from app.assessments.cases.queries import case_of, earned_completions, last_mark, run_of, runs_of
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import ItemLocked, Withdrawn
from app.courses.operations.gates import open_gate
from app.courses.operations.places import withdraw
from app.courses.queries.enrolments import done_by
from app.db import db
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cases.sitting import ITEM, SOLUTION, begin, dead_phone, do
from tests.cast import NOON, Cast

LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def phone(cast: Cast) -> EnrolledItem:
    return dead_phone(cast)


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def completed(found: EnrolledItem) -> dict[str, Any]:
    return dict(done_by(found.enrolled).completions)


def test_a_run_begins_with_nothing_done(phone: EnrolledItem) -> None:
    record = begin(phone)
    assert (record.number, record.item_id, record.started_at, record.ended_at) == (1, ITEM, NOON, None)
    assert run_of(record, case_of(record)).steps == ()


def test_beginning_again_goes_on_with_the_run_that_runs(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "charger")
    assert begin(phone, at=LATER).id == record.id
    assert begin_run(phone, run_id=record.id, by=phone.enrolled.person_id, at=LATER).id == record.id
    assert count(CaseRun) == 1


def test_the_id_of_a_run_through_something_else_begins_nothing(cast: Cast, phone: EnrolledItem) -> None:
    record, other = begin(phone), dead_phone(cast, requires="safety")
    with pytest.raises(RunIdTaken):
        begin_run(other, run_id=record.id, by=cast.trainee.id, at=NOON)


def test_a_case_behind_a_closed_gate_is_not_begun(cast: Cast) -> None:
    locked = dead_phone(cast, requires="safety")
    with pytest.raises(ItemLocked):
        begin(locked)
    open_gate(locked.enrolled.id, gate="safety", at=NOON)
    assert begin(locked).number == 1


def test_acts_are_kept_in_order_with_the_digest_of_what_was_done(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "charger", "battery-off")
    case = case_of(record)
    acts = db.session.scalars(select(CaseAct).where(CaseAct.run_id == record.id).order_by(CaseAct.number)).all()
    assert [(act.number, act.act_id, act.digest) for act in acts] == [
        (1, "charger", case.tests_by_id["charger"].digest),
        (2, "battery-off", case.tests_by_id["battery-off"].digest),
    ]


def test_a_choice_that_is_sent_twice_is_made_once(phone: EnrolledItem) -> None:
    record, choice_id = begin(phone), new_id()
    for _ in range(2):
        run = act_in(record, act_id="charger", choice_id=choice_id, seen=0, by=phone.enrolled.person_id, at=NOON)
        assert run.minutes == 3
    assert count(CaseAct) == 1


def test_the_last_choice_may_be_sent_again_after_the_end(phone: EnrolledItem) -> None:
    record, choice_id = begin(phone), new_id()
    for _ in range(2):
        run = act_in(record, act_id="short", choice_id=choice_id, seen=0, by=phone.enrolled.person_id, at=NOON)
        assert run.is_over
    assert (count(CaseAct), count(CaseMark)) == (1, 1)


def test_the_id_of_a_choice_in_another_run_chooses_nothing(phone: EnrolledItem) -> None:
    choice_id, by = new_id(), phone.enrolled.person_id
    act_in(begin(phone), act_id="battery", choice_id=choice_id, seen=0, by=by, at=NOON)
    with pytest.raises(BenchChanged):
        act_in(begin(phone), act_id="charger", choice_id=choice_id, seen=0, by=by, at=NOON)


def test_a_choice_made_on_an_old_page_is_not_made(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery-off", "main-rail", "supply")
    with pytest.raises(BenchChanged):
        act_in(record, act_id="main-rail", choice_id=new_id(), seen=2, by=phone.enrolled.person_id, at=NOON)
    assert record.ended_at is None


@pytest.mark.parametrize("act_id", ["supply", "solder", ""])
def test_what_is_not_offered_is_not_done(phone: EnrolledItem, act_id: str) -> None:
    with pytest.raises(NotOffered):
        do(begin(phone), phone, act_id)
    assert count(CaseAct) == 0


def test_solving_a_case_completes_it(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, *SOLUTION, at=LATER)
    mark = last_mark(record.id)
    assert mark is not None
    assert (mark.thousandths, mark.safe, mark.passed, record.ended_at) == (100_000, True, True, LATER)
    assert completed(phone) == {ITEM: LATER}
    assert earned_completions() == [(phone.enrolled.id, ITEM, LATER)]


@pytest.mark.parametrize(
    ("acts", "thousandths", "safe"),
    [
        (("short",), 40_000, True),
        (("battery-off", "main-rail", "battery"), 40_000, True),
        (("main-rail",), 40_000, False),
        (("battery-off", "needle"), 40_000, False),
    ],
)
def test_a_guess_a_wrong_cause_and_an_unsafe_act_complete_nothing(
    phone: EnrolledItem, acts: tuple[str, ...], thousandths: int, safe: bool
) -> None:
    record = do(begin(phone), phone, *acts)
    mark = last_mark(record.id)
    assert mark is not None
    assert (mark.thousandths, mark.safe, mark.passed) == (thousandths, safe, False)
    assert (record.ended_at, completed(phone), earned_completions()) == (NOON, {}, [])


def test_after_the_end_nothing_more_is_done(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "needle")
    with pytest.raises(RunOver):
        act_in(record, act_id="charger", choice_id=new_id(), seen=0, by=phone.enrolled.person_id, at=NOON)


def test_a_case_may_be_run_again_and_what_was_passed_stays(phone: EnrolledItem) -> None:
    do(begin(phone), phone, "battery")
    do(begin(phone), phone, *SOLUTION, at=LATER)
    do(begin(phone), phone, "needle", at=LATER)
    runs = runs_of(phone)
    assert [(run.number, run.thousandths, run.passed) for run in runs] == [
        (3, 40_000, False),
        (2, 100_000, True),
        (1, 40_000, False),
    ]
    assert completed(phone) == {ITEM: LATER}


def test_a_clock_that_was_set_back_does_not_keep_a_run_from_ending(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery", at=NOON - timedelta(hours=1))
    assert record.ended_at == NOON


def test_who_was_withdrawn_may_end_a_run_and_begin_none(cast: Cast, phone: EnrolledItem) -> None:
    record = begin(phone)
    withdraw(phone.enrolled, reason="Moved away", by=cast.coordinator.id, at=NOON)
    do(record, phone, *SOLUTION)
    with pytest.raises(Withdrawn):
        begin(phone)


def test_the_journal_tells_when_a_run_began_and_what_came_of_it(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, *SOLUTION)
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.object_id == str(record.id)).order_by(JournalEntry.number)
    ).all()
    of = {"enrolment": str(phone.enrolled.id), "item": ITEM}
    assert [(entry.act, entry.actor_id, entry.detail) for entry in entries] == [
        ("case_run.started", phone.enrolled.person_id, of | {"number": 1}),
        ("case_run.ended", phone.enrolled.person_id, of | {"thousandths": 100_000, "safe": True, "passed": True}),
    ]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (update(CaseAct).values(act_id="other"), "case_act is append-only"),
        (delete(CaseAct), "case_act is append-only"),
        (update(CaseMark).values(passed=False), "case_mark is append-only"),
        (delete(CaseMark), "case_mark is append-only"),
        (update(CaseRun).values(ended_at=None), "a run that is over does not change"),
        (delete(CaseRun), "runs are kept"),
    ],
)
def test_the_database_keeps_what_happened(phone: EnrolledItem, statement: Any, message: str) -> None:
    do(begin(phone), phone, *SOLUTION)
    with pytest.raises(DBAPIError, match=message), db.session.begin_nested():
        db.session.execute(statement)


def test_the_database_takes_no_act_after_the_end(phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery")
    late = insert(CaseAct).values(id=new_id(), run_id=record.id, number=2, act_id="charger", digest="", done_at=LATER)
    with pytest.raises(DBAPIError, match="the run is over"), db.session.begin_nested():
        db.session.execute(late)


def test_the_database_has_one_running_run_a_case(phone: EnrolledItem) -> None:
    record = begin(phone)
    second = insert(CaseRun).values(
        id=new_id(),
        enrolment_id=record.enrolment_id,
        item_id=ITEM,
        revision_id=record.revision_id,
        number=2,
        started_at=NOON,
    )
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(second)

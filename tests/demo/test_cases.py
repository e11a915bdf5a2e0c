"""Where a course has a case, the trainees of the demonstration school and of the large one solve it."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from app.assessments.cases.models import CaseMark, CaseRun
from app.assessments.cases.queries import case_of, earned_completions, run_of
from app.courses.models import Cohort, Completion, Enrolment
from app.curriculum.cases.marking import mark
from app.db import Base, db
from app.demo.people import APPLIANCES, FINISHED, MOBILE
from app.records.models import JournalEntry
from tests.demo.conftest import Seeded

CASE, RUNNING = "water-stays-in-the-drum", "charges-only-when-bent"
SMALL = {group.name for group in (APPLIANCES, FINISHED, MOBILE)}


def count_of(model: type[Base]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_whoever_is_past_the_case_has_solved_it_and_nobody_else(large: Seeded) -> None:
    statement = select(Cohort.name).join(Enrolment).join(CaseRun, CaseRun.enrolment_id == Enrolment.id)
    passed = statement.join(CaseMark, CaseMark.run_id == CaseRun.id).where(CaseMark.passed, CaseRun.item_id == CASE)
    solved = Counter(db.session.scalars(passed))
    assert (solved[MOBILE.name], solved[APPLIANCES.name], solved[FINISHED.name]) == (0, 13, 14)
    assert sum(count for name, count in solved.items() if name not in SMALL) > 10
    completed = select(Completion.enrolment_id, Completion.item_id, Completion.completed_at)
    kept = [tuple(row) for row in db.session.execute(completed.where(Completion.item_id == CASE))]
    assert sorted(each for each in earned_completions() if each[1] == CASE) == sorted(kept)
    assert len(kept) == sum(solved.values())


def test_every_run_is_marked_as_its_acts_earn(large: Seeded) -> None:
    stopped = 0
    for record in db.session.scalars(select(CaseRun).where(CaseRun.ended_at.is_not(None))):
        case = case_of(record)
        run = run_of(record, case)
        earned = mark(case, run)
        marked = db.session.scalars(select(CaseMark).where(CaseMark.run_id == record.id)).one()
        assert (marked.thousandths, marked.passed) == (earned.thousandths, earned.passed)
        assert (marked.safe, marked.marked_at) == (run.unsafe is None, record.ended_at)
        assert marked.passed == (marked.thousandths == 100_000)
        stopped += not marked.safe
    assert stopped > 10


def test_somebody_is_in_the_middle_of_a_case(large: Seeded) -> None:
    (record,) = db.session.scalars(select(CaseRun).where(CaseRun.ended_at.is_(None)))
    case = case_of(record)
    assert (record.item_id, len(run_of(record, case).steps)) == (RUNNING, len(case.shortest_way) // 2)
    assert count_of(CaseMark) == count_of(CaseRun) - 1


def test_runs_are_told_as_the_operations_tell_them(large: Seeded) -> None:
    statement = select(JournalEntry.act, JournalEntry.detail, Cohort.name)
    rows = db.session.execute(
        statement.where(JournalEntry.object_kind == "case_run")
        .join(Enrolment, Enrolment.person_id == JournalEntry.actor_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
    ).all()
    told = {
        small: {(act, *sorted(detail)) for act, detail, name in rows if (name in SMALL) == small} for small in (0, 1)
    }
    assert told[0] == told[1]
    assert {act for act, *_ in told[0]} == {"case_run.started", "case_run.ended"}

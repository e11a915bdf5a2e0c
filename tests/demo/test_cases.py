"""Where a course has a case, the trainees of the demonstration school and of the large one solve it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.assessments.cases.models import CaseMark, CaseRun
from app.assessments.cases.queries import case_of, earned_completions, run_of
from app.config import ROOT, Settings
from app.courses.models import Cohort, Completion, Enrolment
from app.curriculum.cases.marking import mark
from app.db import db
from app.demo.people import APPLIANCES, FINISHED, MOBILE, TRAINEES
from app.demo.school import seed
from app.records.models import JournalEntry
from tests.demo.conftest import AT, Seeded, published

SAMPLER = ROOT / "tests" / "sampler" / "bench" / "every-question"
CASE = "drain-pump"
SMALL = {group.name for group in (APPLIANCES, FINISHED, MOBILE)}


def with_a_case(folder: Path) -> Path:
    """The real courses in `folder`, that of appliances with a case at the end of its second week."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    course = content / "appliances" / "household-appliances"
    shutil.copy(SAMPLER / "week-01" / "85-drain-pump.md", course / "week-02" / "99-drain-pump.md")
    shutil.copy(SAMPLER / "images" / "board.svg", course / "images")
    return content


@pytest.fixture(scope="module")
def school(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """The demonstration school with three more cohorts around it, in its application context."""
    folder = tmp_path_factory.mktemp("cases")
    app, own = published(settings, folder, with_a_case(folder))
    with app.app_context():
        lines = seed(own, at=AT, size=TRAINEES + 60)
        yield Seeded(app, own, lines, {})
        db.session.remove()
        db.engine.dispose()


def test_whoever_is_past_the_case_has_solved_it_and_nobody_else(school: Seeded) -> None:
    statement = select(Cohort.name).join(Enrolment).join(CaseRun, CaseRun.enrolment_id == Enrolment.id)
    solved = Counter(db.session.scalars(statement))
    assert (solved[MOBILE.name], solved[APPLIANCES.name], solved[FINISHED.name]) == (0, 11, 13)
    assert sum(count for name, count in solved.items() if name not in SMALL) > 10
    completed = select(Completion.enrolment_id, Completion.item_id, Completion.completed_at)
    kept = [tuple(row) for row in db.session.execute(completed.where(Completion.item_id == CASE))]
    assert sorted(earned_completions()) == sorted(kept)
    assert len(kept) == sum(solved.values())


def test_every_run_is_marked_as_its_acts_earn(school: Seeded) -> None:
    runs = db.session.scalars(select(CaseRun)).all()
    assert len(runs) == db.session.scalar(select(func.count()).select_from(CaseMark))
    for record in runs:
        case = case_of(record)
        earned = mark(case, run_of(record, case))
        marked = db.session.scalars(select(CaseMark).where(CaseMark.run_id == record.id)).one()
        assert (marked.thousandths, marked.passed, marked.safe) == (earned.thousandths, earned.passed, True)
        assert (marked.thousandths, marked.marked_at) == (100_000, record.ended_at)


def test_runs_are_told_as_the_operations_tell_them(school: Seeded) -> None:
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

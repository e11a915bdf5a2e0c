"""Finding runs, what was done in them, and how they were marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from app.assessments.cases.models import CaseAct, CaseMark, CaseRun
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.queries.enrolments import enrolled, enrolled_item
from app.courses.queries.revisions import curriculum_of
from app.curriculum.cases.running import Run, replay
from app.curriculum.model import Case, Curriculum
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class EnrolledRun:
    """A run with the enrolment that it hangs on, the case as it was when the run began, and how far it got."""

    enrolled: Enrolled
    case: Case
    record: CaseRun
    run: Run

    @property
    def prefix(self) -> str:
        """The start of the addresses of everything done in this run."""
        return f"/case-runs/{self.record.id}"

    @property
    def case_address(self) -> str:
        """The address of the case's own page; of the course's where the case is gone."""
        return self.enrolled.address_of(self.record.item_id)

    @property
    def is_in_course(self) -> bool:
        """Whether the course that the trainee follows now has the case."""
        return isinstance(self.enrolled.curriculum.item_called(self.record.item_id), Case)

    @property
    def acts(self) -> int:
        """How many acts it has."""
        return len(self.run.steps) + self.run.is_over


@dataclass(frozen=True)
class RunSummary:
    """One run in a list. What the mark says is None while it runs."""

    id: UUID
    number: int
    started_at: datetime
    ended_at: datetime | None
    thousandths: int | None
    safe: bool | None
    passed: bool | None


def case_item(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """A trainee's place before that case; None also when the item is none. One query."""
    found = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
    return found if found and isinstance(found.item, Case) else None


def enrolled_run(member: Member, *, run_id: UUID) -> EnrolledRun | None:
    """That run, if it is the member's own or in a cohort that they follow. Three queries."""
    record = db.session.get(CaseRun, run_id)
    found = enrolled(member, enrolment_id=record.enrolment_id) if record else None
    if record is None or found is None:
        return None
    of_cohort = record.revision_id == found.cohort.revision_id
    case = _as_case(found.curriculum, record.item_id) if of_cohort else case_of(record, member.language)
    return EnrolledRun(found, case, record, run_of(record, case))


def case_of(record: CaseRun, language: str = "") -> Case:
    """The case as it stands in the revision that the run was begun with, for those who read `language`. One query."""
    return _as_case(curriculum_of(record.revision_id).in_language(language), record.item_id)


def run_of(record: CaseRun, case: Case) -> Run:
    """Where the run stands: its acts, one after the other. One query."""
    acts = select(CaseAct.act_id).where(CaseAct.run_id == record.id).order_by(CaseAct.number)
    return replay(case, db.session.scalars(acts))


def running_run(found: EnrolledItem) -> CaseRun | None:
    """The run through the case that is not over yet, also one that was begun under a former id. One query."""
    running = select(CaseRun).where(made_through(found), CaseRun.ended_at.is_(None))
    return db.session.scalar(running.order_by(CaseRun.started_at).limit(1))


def made_through(found: EnrolledItem) -> ColumnElement[bool]:
    """The condition for the trainee's runs through the case, under whatever id it had."""
    return and_(CaseRun.enrolment_id == found.enrolled.id, CaseRun.item_id.in_(found.item.names))


def runs_of(found: EnrolledItem) -> tuple[RunSummary, ...]:
    """Every run of a trainee through a case, the newest first. One query."""
    statement = (
        select(
            CaseRun.id,
            CaseRun.number,
            CaseRun.started_at,
            CaseRun.ended_at,
            CaseMark.thousandths,
            CaseMark.safe,
            CaseMark.passed,
        )
        .outerjoin(CaseMark, _counts())
        .where(made_through(found))
        .order_by(CaseRun.started_at.desc(), CaseRun.number.desc())
    )
    return tuple(RunSummary(*row) for row in db.session.execute(statement))


def last_mark(run_id: UUID) -> CaseMark | None:
    """The mark that counts; None while the run isn't over. One query."""
    marks = select(CaseMark).where(CaseMark.run_id == run_id).order_by(CaseMark.number.desc())
    return db.session.scalar(marks.limit(1))


def earned_completions() -> list[tuple[UUID, str, datetime]]:
    """What `completion` holds because of runs: enrolment, item, and when the first passed one ended."""
    statement = (
        select(CaseRun.enrolment_id, CaseRun.item_id, func.min(CaseRun.ended_at))
        .join(CaseMark, _counts())
        .where(CaseMark.passed)
        .group_by(CaseRun.enrolment_id, CaseRun.item_id)
        .order_by(CaseRun.enrolment_id, CaseRun.item_id)
    )
    rows = db.session.execute(statement)
    return [(enrolment_id, item_id, at) for enrolment_id, item_id, at in rows if at is not None]


def _as_case(curriculum: Curriculum, item_id: str) -> Case:
    case = curriculum.item_called(item_id)
    if not isinstance(case, Case):
        raise TypeError(f"{item_id} is no case")
    return case


def _counts() -> Any:
    """The condition for joining the mark that counts."""
    later = CaseMark.__table__.alias("later")
    last = select(func.max(later.c.number)).where(later.c.run_id == CaseRun.id).scalar_subquery()
    return and_(CaseMark.run_id == CaseRun.id, CaseMark.number == last)

"""Beginning a run, acting in it, and what its end brings. Everything here may be asked for twice and happens once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.assessments.cases.models import CaseAct, CaseMark, CaseRun
from app.assessments.cases.queries import case_of, made_through, run_of, running_run
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import lock_enrolment, record_completion, refuse_locked
from app.curriculum.cases.marking import mark
from app.curriculum.cases.running import NotOfferedError, Run, act
from app.curriculum.model import Case
from app.db import Base, db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class RunIdTaken(Refusal):
    """A run through something else has this id already."""

    code = "case-run-id-taken"


class RunOver(Refusal):
    """The run has ended: nothing more can be done in it."""

    code = "case-run-over"


class BenchChanged(Refusal):
    """Something was done since the page was read, perhaps in another window: the device may be in another state."""

    code = "bench-changed"


class NotOffered(Refusal):
    """The case has no such test or conclusion, or it isn't offered yet."""

    status = 422
    code = "test-not-offered"


def begin_run(found: EnrolledItem, *, run_id: UUID, by: UUID, at: datetime) -> CaseRun:
    """The trainee's running run through a case: the one that runs already, or a new one with this id.

    The id of a run that exists gives that run, over or not. A run that was begun may be brought to its end also when
    its trainee was withdrawn or its cohort closed since. Raises Withdrawn, CohortClosed, ItemLocked, RunIdTaken.
    """
    case = found.item
    if not isinstance(case, Case):
        raise TypeError("only cases are run through")
    lock_enrolment(found.enrolled.id)
    known = db.session.get(CaseRun, run_id)
    if known is not None and (known.enrolment_id != found.enrolled.id or known.item_id not in case.names):
        raise RunIdTaken
    record = known or running_run(found)
    if record is not None:
        return record
    refuse_locked(found)
    return _begin(found, case, run_id=run_id, by=by, at=at)


def act_in(record: CaseRun, *, act_id: str, choice_id: UUID, seen: int, by: UUID, at: datetime) -> Run:
    """Do a test, or name the cause, in a run of which the trainee saw `seen` acts; returns where it stands then.

    `choice_id` is the browser's: a choice that was made already is not made again. An unsafe act or a conclusion ends
    the run, and it is marked; passing completes the item. Raises RunOver, BenchChanged, NotOffered.
    """
    lock_enrolment(record.enrolment_id)
    db.session.refresh(record)
    case = case_of(record)
    run = run_of(record, case)
    known = db.session.get(CaseAct, choice_id)
    if known is not None and known.run_id == record.id:
        return run
    if run.is_over:
        raise RunOver
    if seen != len(run.steps) or known is not None:
        raise BenchChanged
    try:
        after = act(case, run, act_id)
    except NotOfferedError:
        raise NotOffered from None
    _write(record, case, act_id, choice_id=choice_id, number=seen + 1, at=at)
    if after.is_over:
        _end(record, case, after, by=by, at=at)
    return after


def _begin(found: EnrolledItem, case: Case, *, run_id: UUID, by: UUID, at: datetime) -> CaseRun:
    last = select(func.max(CaseRun.number)).where(made_through(found))
    record = CaseRun(
        id=run_id,
        enrolment_id=found.enrolled.id,
        item_id=case.id,
        revision_id=found.enrolled.cohort.revision_id,
        number=(db.session.scalar(last) or 0) + 1,
        started_at=at,
    )
    db.session.add(record)
    db.session.flush()
    _journal("case_run.started", record, by=by, at=at, number=record.number)
    return record


def _write(record: CaseRun, case: Case, act_id: str, *, choice_id: UUID, number: int, at: datetime) -> None:
    digest = (case.tests_by_id.get(act_id) or case.conclusions_by_id[act_id]).digest
    db.session.add(CaseAct(id=choice_id, run_id=record.id, number=number, act_id=act_id, digest=digest, done_at=at))
    db.session.flush()


def _end(record: CaseRun, case: Case, run: Run, *, by: UUID, at: datetime) -> None:
    # A clock that was set back must not keep a run from ending.
    record.ended_at = max(record.started_at, at)
    earned = mark(case, run)
    detail = {"thousandths": earned.thousandths, "safe": run.unsafe is None, "passed": earned.passed}
    marked = CaseMark(run_id=record.id, number=1, marked_at=at, **detail)
    db.session.add(marked)
    db.session.flush()
    acts = db.session.scalars(select(CaseAct).where(CaseAct.run_id == record.id))
    _journal("case_run.ended", record, by=by, at=at, covers=[record, marked, *acts], **detail)
    if earned.passed:
        record_completion(record.enrolment_id, item_id=record.item_id, at=record.ended_at)


def _journal(what: str, record: CaseRun, *, by: UUID, at: datetime, covers: Iterable[Base] = (), **detail: Any) -> None:
    detail = {"enrolment": str(record.enrolment_id), "item": record.item_id} | detail
    write_journal(what, by=by, at=at, kind="case_run", id=record.id, detail=detail, covers=covers)

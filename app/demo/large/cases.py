"""Runs through cases in the large school, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.assessments.cases.models import CaseMark
from app.curriculum.cases.marking import mark
from app.curriculum.cases.running import replay
from app.curriculum.model import Case
from app.demo.acts import A_TEST_TAKES
from app.demo.large.ledger import RUN, Row
from app.demo.large.way import Way
from app.shared.ids import new_id


def solve_case(way: Way, case: Case, at: datetime) -> None:
    """A run by the shortest safe way."""
    acts = (*case.shortest_way, case.cause.id)
    run_id, ended_at = new_id(), at + len(acts) * A_TEST_TAKES
    run = {
        "id": run_id,
        "enrolment_id": way.enrolled.id,
        "item_id": case.id,
        "revision_id": way.enrolled.cohort.revision_id,
        "number": 1,
        "started_at": at,
        "ended_at": ended_at,
    }
    way.ledger.add_ended(RUN, run, _acts(case, run_id, acts, at))
    _end(way, case, run, acts)
    way.completed(case, ended_at)


def _acts(case: Case, run_id: UUID, acts: Sequence[str], at: datetime) -> list[Row]:
    digests = {test.id: test.digest for test in case.tests} | {case.cause.id: case.cause.digest}
    return [
        {
            "id": new_id(),
            "run_id": run_id,
            "number": number,
            "act_id": act_id,
            "digest": digests[act_id],
            "done_at": at + number * A_TEST_TAKES,
        }
        for number, act_id in enumerate(acts, 1)
    ]


def _end(way: Way, case: Case, run: Row, acts: Sequence[str]) -> None:
    """Mark the run, and tell of its beginning and end."""
    earned = mark(case, replay(case, acts))
    marked = {"thousandths": earned.thousandths, "safe": True, "passed": earned.passed}
    way.ledger.add(CaseMark, id=new_id(), run_id=run["id"], number=1, marked_at=run["ended_at"], **marked)
    by, about = way.enrolled.person_id, {"enrolment": str(way.enrolled.id), "item": case.id}
    way.happened(run["started_at"], "case_run.started", by=by, kind="case_run", id=run["id"], **about, number=1)
    way.happened(run["ended_at"], "case_run.ended", by=by, kind="case_run", id=run["id"], **about, **marked)

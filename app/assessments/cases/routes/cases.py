"""A case's own page: what it is about, its rules, the runs made, and the way into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from app.assessments.cases.queries import RunSummary, runs_of
from app.courses.facts import EnrolledItem
from app.courses.progress import closed_gates, due_on
from app.courses.queries.enrolments import done_by
from app.courses.routes.explained import explained
from app.curriculum.model import Case, Quiz
from app.shared.clock import now


@dataclass(frozen=True)
class CaseStanding:
    """Where the trainee stands with the case."""

    runs: tuple[RunSummary, ...]
    """The newest first."""
    openers: tuple[Quiz, ...]
    """The quizzes that open it; empty unless it is locked."""
    due_on: date
    late: bool
    """Whether that day is over. It locks nothing."""
    ended: bool
    """Whether nothing can be begun any more: the trainee is gone, or the cohort is closed."""

    @property
    def running(self) -> RunSummary | None:
        """The run that isn't over."""
        return next((each for each in self.runs if each.ended_at is None), None)

    @property
    def passed(self) -> bool:
        """Whether any run passed."""
        return any(each.passed for each in self.runs)

    @property
    def may_start(self) -> bool:
        """Whether a new run can begin now."""
        return not (self.openers or self.running or self.ended)


def item_page(found: EnrolledItem) -> ResponseReturnValue:
    """The page of a case for the trainee."""
    case = found.item
    if not isinstance(case, Case):
        raise TypeError(f"{case.id} is no case")
    brief = explained(case, found.enrolled.curriculum)
    return render_template("cases/show.html", found=found, case=case, brief=brief, standing=_standing(found, case))


def _standing(found: EnrolledItem, case: Case) -> CaseStanding:
    done = done_by(found.enrolled)
    due = due_on(case, done, found.enrolled.cohort.calendar)
    return CaseStanding(
        runs=runs_of(found),
        openers=tuple(found.enrolled.curriculum.openers[gate] for gate in closed_gates(case, done)),
        due_on=due,
        late=due < found.enrolled.cohort.day_of(now()),
        ended=not found.enrolled.active,
    )

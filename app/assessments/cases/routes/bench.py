"""The two pages of a run: the bench, and the debrief."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask import render_template
from flask_login import current_user

from app.assessments.cases.forms import ActForm
from app.assessments.cases.permissions import may_act
from app.assessments.cases.queries import EnrolledRun
from app.courses.routes.explained import explained
from app.curriculum.cases.marking import CAUSE, COST, TIME, CaseMark, mark
from app.curriculum.cases.running import offered, replay


@dataclass(frozen=True)
class Earned:
    """A part of the mark: what was earned of how many points."""

    points: Decimal
    of: int


def bench_page(found: EnrolledRun, *, form: ActForm | None = None) -> str:
    """The bench of a run that isn't over; with a form, what is wrong in it."""
    return render_template(
        "cases/runs/bench.html",
        found=found,
        case=found.case,
        brief=explained(found.case, found.enrolled.curriculum),
        run=found.run,
        tests=offered(found.case, found.run),
        form=form,
        errors=form.errors if form else {},
    )


def debrief_page(found: EnrolledRun) -> str:
    """What came of a run that is over, beside the shortest safe way."""
    earned = mark(found.case, found.run)
    return render_template(
        "cases/runs/debrief.html",
        found=found,
        case=found.case,
        run=found.run,
        points=_points(earned.points),
        parts=_parts(earned),
        passed=earned.passed,
        shortest=replay(found.case, found.case.shortest_way),
        own=may_act(current_user, found),
    )


def _parts(earned: CaseMark) -> dict[str, Earned]:
    parts = {"cause": (earned.cause, CAUSE), "time": (earned.time, TIME), "cost": (earned.cost, COST)}
    return {name: Earned(_points(points), int(of)) for name, (points, of) in parts.items()}


def _points(points: Fraction) -> Decimal:
    """Points for reading, to a tenth."""
    return (Decimal(points.numerator) / Decimal(points.denominator)).quantize(Decimal("0.1"))

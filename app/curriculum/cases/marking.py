"""Marks a run through a case. Pure, and exact: nothing is rounded before the end.

The formula is that of the curriculum format, "Cases: finding a fault".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.curriculum.cases.running import Run
from app.curriculum.model import Case

CAUSE: Final = Fraction(60)
TIME: Final = Fraction(20)
COST: Final = Fraction(20)

_NOTHING: Final = Fraction(0)
_FULL: Final = Fraction(1)


@dataclass(frozen=True)
class CaseMark:
    """What a run earns, in points of a hundred."""

    cause: Fraction
    """For the cause, named with its evidence."""
    time: Fraction
    cost: Fraction
    passed: bool

    @property
    def points(self) -> Fraction:
        """All of them together: 0 to 100."""
        return self.cause + self.time + self.cost

    @property
    def thousandths(self) -> int:
        """The points in whole thousandths, half of one rounded up."""
        return int(self.points * 1000 + Fraction(1, 2))


def mark(case: Case, run: Run) -> CaseMark:
    """What a run that is over earns. An unsafe act fails it, whatever the points."""
    proven = run.conclusion is not None and run.conclusion.cause and run.done.issuperset(run.conclusion.needs)
    earned = CaseMark(
        cause=CAUSE if proven else _NOTHING,
        time=TIME * share_within(Decimal(run.minutes), Decimal(case.budget.minutes)),
        cost=COST * share_within(run.cost, case.budget.cost),
        passed=False,
    )
    passed = run.conclusion is not None and earned.points >= Fraction(case.pass_percent)
    return CaseMark(earned.cause, earned.time, earned.cost, passed)


def share_within(spent: Decimal, budget: Decimal) -> Fraction:
    """How much of its points a spending earns: all within the budget, then in a straight line to nothing at twice the
    budget. With a budget of 0 any spending earns nothing."""
    if spent <= budget:
        return _FULL
    return max(2 - Fraction(spent) / Fraction(budget), _NOTHING) if budget else _NOTHING

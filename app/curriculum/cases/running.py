"""A run through a case: what is done, what it shows and takes, and how it ends. Pure.

The rules are those of the curriculum format, "Cases: finding a fault".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from app.curriculum.model import BenchTest, Case, Conclusion

Danger: TypeAlias = Literal["forbidden", "energised"]
"""Why an act is unsafe: it always is, or the device was energised."""
Turn: TypeAlias = Literal["dead", "energised"]


class NotOfferedError(Exception):
    """An act that can't be done now: the run is over, another test comes first, or there is no such thing."""


@dataclass(frozen=True)
class Step:
    """A test that was done, with what was spent up to and with it."""

    test: BenchTest
    turned: Turn | None
    """What it made of the device; None when it left it as it was."""
    minutes: int
    cost: Decimal


@dataclass(frozen=True)
class Run:
    """Where a run stands."""

    energised: bool
    steps: tuple[Step, ...] = ()
    unsafe: BenchTest | None = None
    """The unsafe act that ended the run. It was stopped: it took nothing and showed nothing."""
    danger: Danger | None = None
    conclusion: Conclusion | None = None
    """The conclusion that ended the run."""

    @property
    def is_over(self) -> bool:
        """Whether an unsafe act or a conclusion ended it."""
        return self.unsafe is not None or self.conclusion is not None

    @property
    def minutes(self) -> int:
        """What the tests took, repeated ones each time."""
        return self.steps[-1].minutes if self.steps else 0

    @property
    def cost(self) -> Decimal:
        """What the tests cost, in the school's currency, repeated ones each time."""
        return self.steps[-1].cost if self.steps else Decimal(0)

    @property
    def done(self) -> frozenset[str]:
        """The ids of the tests that were done."""
        return frozenset(step.test.id for step in self.steps)


def begin(case: Case) -> Run:
    """A run in which nothing was done yet."""
    return Run(energised=case.starts == "energised")


def offered(case: Case, run: Run) -> tuple[BenchTest, ...]:
    """The tests that can be chosen now, safe or not, done before or not."""
    return () if run.is_over else tuple(test for test in case.tests if run.done.issuperset(test.after))


def danger_of(test: BenchTest, *, energised: bool) -> Danger | None:
    """Why doing a test on a device in that state is unsafe; None: it isn't."""
    if test.forbidden:
        return "forbidden"
    return "energised" if test.effect == "dead-only" and energised else None


def act(case: Case, run: Run, act_id: str) -> Run:
    """The run after a test or a conclusion, by its id. Raises NotOfferedError."""
    if run.is_over:
        raise NotOfferedError(act_id)
    if act_id in case.conclusions_by_id:
        return replace(run, conclusion=case.conclusions_by_id[act_id])
    test = case.tests_by_id.get(act_id)
    if test is None or not run.done.issuperset(test.after):
        raise NotOfferedError(act_id)
    danger = danger_of(test, energised=run.energised)
    return replace(run, unsafe=test, danger=danger) if danger else _tested(run, test)


def replay(case: Case, acts: Iterable[str]) -> Run:
    """The run after these acts, one after the other. Raises NotOfferedError."""
    run = begin(case)
    for act_id in acts:
        run = act(case, run, act_id)
    return run


def _tested(run: Run, test: BenchTest) -> Run:
    energised = run.energised if test.effect is None else test.effect == "live"
    turned: Turn | None = None
    if energised is not run.energised:
        turned = "energised" if energised else "dead"
    step = Step(test, turned, run.minutes + test.minutes, run.cost + test.cost)
    return replace(run, energised=energised, steps=(*run.steps, step))

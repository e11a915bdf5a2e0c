"""What follows from the levels that an assessor gave: competent, or not yet, and why.

The rule is the curriculum format's, "Practicals". Pure: no database, no HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from app.curriculum.model import Criterion, Practical

Verdict: TypeAlias = Literal["competent", "not_yet_competent"]
Levels: TypeAlias = Mapping[str, int | None]
"""The level given by criterion id. Without levels 1 is met and 0 is not met; None: not observed."""

RETAKES: Final = 1
"""After an assessment that wasn't acquired for safety."""


@dataclass(frozen=True)
class Missing:
    """What it still takes until a practical is completed."""

    more: int
    """How many further sign-offs as competent."""
    other_than: tuple[str, ...]
    """Devices that don't count again, as they were written first; empty where any device counts."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one assessment, with everything that stands in the way of "competent"."""

    outcome: Verdict
    mean: Fraction | None
    """Of the shares of the criteria observed, 0 to 1; None when none of them has a share."""
    missed: tuple[Criterion, ...]
    """Critical criteria that were observed and not met."""
    not_observed: tuple[Criterion, ...]
    too_low: bool
    """The mean does not reach the practical's pass."""

    @property
    def competent(self) -> bool:
        """Whether the levels suffice."""
        return self.outcome == "competent"

    @property
    def mean_percent(self) -> Decimal | None:
        """The mean in per cent, rounded down to a tenth, so that 59.96 % never looks like 60 %."""
        if self.mean is None:
            return None
        percent = self.mean * 100
        exact = Decimal(percent.numerator) / Decimal(percent.denominator)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def outcome_of(practical: Practical, levels: Levels) -> Outcome:
    """The outcome of these levels.

    Raises KeyError for a criterion that is left out, ValueError for a level that it doesn't have.
    """
    given = [(criterion, _checked(criterion, levels[criterion.id])) for criterion in practical.criteria]
    shares = [part for criterion, level in given if (part := share(criterion, level)) is not None]
    mean = sum(shares, Fraction(0)) / len(shares) if shares else None
    too_low = mean is not None and mean * 100 < Fraction(practical.pass_percent)
    missed = tuple(
        criterion
        for criterion, level in given
        if criterion.critical and level is not None and level < least_level(criterion)
    )
    not_observed = tuple(criterion for criterion, level in given if level is None)
    suffices = not (missed or not_observed or too_low)
    return Outcome("competent" if suffices else "not_yet_competent", mean, missed, not_observed, too_low)


def top_level(criterion: Criterion) -> int:
    """The highest level that can be given; 1, met, where the criterion has none."""
    return len(criterion.levels) - 1 if criterion.levels else 1


def least_level(criterion: Criterion) -> int:
    """The level from which a critical criterion is met: the second-highest, or of two the highest."""
    return max(top_level(criterion) - 1, 1)


def share(criterion: Criterion, level: int | None) -> Fraction | None:
    """The level's part of the highest, 0 to 1; None when it was not observed or is only a condition."""
    if level is None or (criterion.critical and not criterion.levels):
        return None
    return Fraction(level, top_level(criterion))


def successes(practical: Practical, devices: Iterable[tuple[str, str]]) -> int:
    """How many of these sign-offs as competent count, each given as the brand and model of its device.

    Where each has to be on another device, spelling in capitals, spaces, and where the brand ends and the
    model begins make no other device.
    """
    written = list(devices)
    return len(_first_written(written)) if practical.different_devices else len(written)


def missing(practical: Practical, devices: Iterable[tuple[str, str]]) -> Missing:
    """What is missing after these sign-offs as competent, given as in `successes`."""
    written = list(devices)
    more = max(practical.successes - successes(practical, written), 0)
    tells_devices = more and practical.different_devices
    return Missing(more, tuple(_first_written(written).values()) if tells_devices else ())


def retake_spent(acquired: Sequence[Literal["competent", "not_yet", "unsafe"]]) -> bool:
    """Whether the one retake is spent, after these assessments in their order.

    "One critical missed: stopped, not acquired for safety, one retake after remediation" (the rubrics). So two that
    were unsafe, by a stop or a critical criterion, leave no further one; who was competent since begins anew, as where
    another success on another device is asked for. Who only came short of the pass practises as often as it takes.
    """
    unsafe = 0
    for each in acquired:
        unsafe = 0 if each == "competent" else unsafe + (each == "unsafe")
    return unsafe > RETAKES


def _first_written(devices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each device once, as it was written first, by what makes it the same device."""
    names: dict[str, str] = {}
    for brand, model in devices:
        name = " ".join(f"{brand} {model}".split())
        names.setdefault(name.casefold(), name)
    return names


def _checked(criterion: Criterion, level: int | None) -> int | None:
    if level is not None and not 0 <= level <= top_level(criterion):
        raise ValueError(f"{criterion.id} has no level {level}")
    return level

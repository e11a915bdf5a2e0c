"""What a trainee has to show again after a sign-off that was not yet competent. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.assessments.practicals.outcome import Levels, least_level
from app.curriculum.model import Criterion, Practical


@dataclass(frozen=True)
class Redo:
    """A criterion that was not met, or not observed."""

    number: int
    """Its place in the practical, from 1."""
    criterion: Criterion
    level: int | None
    """What was given; None: not observed."""

    @property
    def given_html(self) -> str:
        """What the level that was given means; empty where the criterion has none."""
        return self.criterion.levels[self.level] if self.criterion.levels and self.level is not None else ""

    @property
    def aim(self) -> int:
        """The level to reach."""
        return least_level(self.criterion)

    @property
    def aim_html(self) -> str:
        """What that level means; empty where the criterion has none."""
        return self.criterion.levels[self.aim] if self.criterion.levels else ""


@dataclass(frozen=True)
class Feedback:
    """What an assessor found in the last sign-off that counts."""

    assessor: str
    remark: str
    stopped: bool
    """The work was stopped since something was unsafe: what wasn't seen by then is to be shown as well."""
    redo: tuple[Redo, ...]


def to_redo(practical: Practical, levels: Levels) -> tuple[Redo, ...]:
    """The criteria to show again: critical ones first, then in the practical's order. Met is, from the level on that
    is needed of critical criteria, every criterion."""
    found = [
        Redo(number, criterion, levels.get(criterion.id))
        for number, criterion in enumerate(practical.criteria, 1)
        if not is_met(criterion, levels.get(criterion.id))
    ]
    return tuple(sorted(found, key=lambda each: not each.criterion.critical))


def is_met(criterion: Criterion, level: int | None) -> bool:
    """Whether that level of the criterion is the one that is needed, or better."""
    return level is not None and level >= least_level(criterion)

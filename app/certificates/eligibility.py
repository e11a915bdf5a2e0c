"""Who has earned a certificate, and what is missing for it: pure functions of the completion rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.courses.progress import RuleProgress
from app.curriculum.model import Curriculum, Item, Week


@dataclass(frozen=True)
class Shortfall:
    """One completion rule that isn't met: so many of `missing` are still to be done, any of them."""

    kind: str
    short: int
    missing: tuple[Item, ...]

    @property
    def any_will_do(self) -> bool:
        """Whether fewer are needed than are missing."""
        return self.short < len(self.missing)


@dataclass(frozen=True)
class Eligibility:
    """Whether a certificate is earned; if not, why not."""

    complete: bool
    shortfalls: tuple[Shortfall, ...]


def eligibility_of(rules: Iterable[RuleProgress]) -> Eligibility:
    """What the progress on the completion rules means for the certificate.

    A course that asks for nothing at all earns nobody a certificate. That a trainee has not acknowledged
    an outcome yet doesn't matter: the instructor's judgement stands without it.
    """
    rules = tuple(rules)
    shortfalls = tuple(
        Shortfall(rule.kind, rule.needed - rule.done, rule.missing) for rule in rules if not rule.met
    )
    asked = any(rule.needed for rule in rules)
    return Eligibility(complete=asked and not shortfalls, shortfalls=shortfalls)


def unwritten_weeks(curriculum: Curriculum) -> tuple[Week, ...]:
    """The weeks that hold no items yet. What isn't written can't be certified."""
    return tuple(week for week in curriculum.weeks if not week.items)

"""Who has earned a certificate, and what is missing for it: pure functions of the completion rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.courses.progress import RuleProgress
from app.curriculum.model import Curriculum, Item


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
    unwritten: tuple[int, ...] = ()
    """The numbers of the course's weeks that are still being written."""


def eligibility_of(rules: Iterable[RuleProgress], *, unwritten: tuple[int, ...] = ()) -> Eligibility:
    """What the progress on the completion rules means for the certificate.

    A course that asks for nothing at all, or isn't written to its end (`unwritten` weeks), earns nobody a
    certificate. That a trainee has not acknowledged an outcome yet doesn't matter: the instructor's judgement
    stands without it.
    """
    rules = tuple(rules)
    shortfalls = tuple(Shortfall(rule.kind, rule.needed - rule.done, rule.missing) for rule in rules if not rule.met)
    asked = any(rule.needed for rule in rules)
    return Eligibility(asked and not shortfalls and not unwritten, shortfalls, unwritten)


def unwritten_weeks(curriculum: Curriculum) -> tuple[int, ...]:
    """The numbers of the weeks that are empty or drafts. What isn't written can't be certified."""
    return tuple(week.number for week in curriculum.weeks if not week.is_written)

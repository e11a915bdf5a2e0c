"""Who has earned a certificate, and what is missing for it: pure functions of the completion rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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
    """Whether a certificate is earned, and why: each completion rule that asks for something, what meets it, and what
    is missing."""

    rules: tuple[RuleProgress, ...]
    unwritten: tuple[int, ...] = ()
    """The numbers of the course's weeks that are still being written."""

    @cached_property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """The rules that aren't met."""
        return tuple(Shortfall(rule.kind, rule.needed - rule.done, rule.missing) for rule in self.rules if not rule.met)

    @property
    def complete(self) -> bool:
        """Whether a certificate is earned: the course asks for something, and is written to its end, and all is met."""
        return bool(self.rules) and not self.shortfalls and not self.unwritten

    @property
    def may_be_excepted(self) -> bool:
        """Whether somebody may say that the rules don't apply. What isn't written can't be certified to anybody."""
        return bool(self.shortfalls) and not self.unwritten


def eligibility_of(rules: Iterable[RuleProgress], *, unwritten: tuple[int, ...] = ()) -> Eligibility:
    """What the progress on the completion rules means for the certificate.

    A course that asks for nothing at all, or isn't written to its end (`unwritten` weeks), earns nobody a
    certificate. That a trainee has not acknowledged an outcome yet doesn't matter: the instructor's judgement
    stands without it.
    """
    return Eligibility(tuple(rule for rule in rules if rule.needed), unwritten)


def unwritten_weeks(curriculum: Curriculum) -> tuple[int, ...]:
    """The numbers of the weeks that are empty or drafts. What isn't written can't be certified."""
    return tuple(week.number for week in curriculum.weeks if not week.is_written)

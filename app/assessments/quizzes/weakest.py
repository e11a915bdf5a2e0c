"""Which competences a trainee is weakest in. Pure.

The rule, as the page tells it: of each competence, the last answer to every question that was asked counts, in
quizzes and in practice. Those with fewer than ENOUGH questions tell nothing yet. The weakest are those with the
smallest share of the points, if that is below GOOD, and at most MOST of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

ENOUGH: Final = 3
GOOD: Final = Fraction(4, 5)
MOST: Final = 3


@dataclass(frozen=True)
class Earned:
    """What the last answer to a question earned, in thousandths of a point, and its competence."""

    competence: str
    thousandths: int
    possible: int


@dataclass(frozen=True)
class Weakness:
    """A competence and how much of its points the last answers earned."""

    competence: str
    questions: int
    share: Fraction


def weakest(answers: Iterable[Earned]) -> tuple[Weakness, ...]:
    """The weakest competences, the weakest first; of equals the one with more questions."""
    by_competence: dict[str, list[Earned]] = {}
    for answer in answers:
        by_competence.setdefault(answer.competence, []).append(answer)
    told = (_weakness(name, theirs) for name, theirs in by_competence.items() if len(theirs) >= ENOUGH)
    weak = [each for each in told if each.share < GOOD]
    return tuple(sorted(weak, key=lambda each: (each.share, -each.questions, each.competence))[:MOST])


def _weakness(competence: str, answers: list[Earned]) -> Weakness:
    possible = sum(answer.possible for answer in answers)
    share = Fraction(sum(answer.thousandths for answer in answers), possible)
    return Weakness(competence, len(answers), share)

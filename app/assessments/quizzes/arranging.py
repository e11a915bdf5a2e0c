"""What holds for a trainee who takes quizzes otherwise than the others. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final

MORE_TIME: Final[Mapping[str, Fraction]] = {
    "none": Fraction(0),
    "quarter": Fraction(1, 4),
    "third": Fraction(1, 3),
    "half": Fraction(1, 2),
    "double": Fraction(1),
}
"""How much of a quiz's time comes on top of it."""


@dataclass(frozen=True)
class Terms:
    """On which terms a trainee takes a quiz."""

    more_time: str = "none"
    """A key of MORE_TIME."""
    read_aloud: bool = False
    further_attempts: int = 0
    """How many attempts they have beyond those that the quiz gives."""

    @property
    def usual(self) -> bool:
        """Whether these are everybody's terms."""
        return self == USUAL

    def minutes(self, minutes: int | None) -> timedelta | None:
        """How long an attempt lasts at a quiz with so many minutes; None: as long as it takes. A part of a second is
        given whole."""
        if minutes is None:
            return None
        seconds = minutes * 60 * (1 + MORE_TIME[self.more_time])
        return timedelta(seconds=-(-seconds.numerator // seconds.denominator))

    def attempts(self, attempts: int | None) -> int | None:
        """How many attempts there are at a quiz that gives so many; None: any number."""
        return None if attempts is None else attempts + self.further_attempts


USUAL: Final = Terms()


def together(for_one: Terms, for_all: Terms) -> Terms:
    """What was arranged for a quiz and what was for all quizzes, together: nothing that was promised is lost."""
    longer = max(for_one.more_time, for_all.more_time, key=MORE_TIME.__getitem__)
    return Terms(longer, for_one.read_aloud or for_all.read_aloud, for_one.further_attempts)

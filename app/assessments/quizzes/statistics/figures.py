"""What is told of a question, and what may be said of it: from its tallies. Pure.

Every figure has its interval, and a verdict is one only where the whole interval says so, of FEWEST_ANSWERS answers or
more: with twenty people most questions have none, and that is the honest answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from app.assessments.quizzes.statistics.tallies import UNIT, Kind, seconds_at
from app.curriculum.model import Question
from app.shared.intervals import Estimate, Sums, correlation, median, share

Verdict: TypeAlias = Literal["few", "against", "hard", "easy", "flat", "sound", "open"]

FEWEST_ANSWERS: Final = 20
"""Below, nothing is said. With twenty, a share is known to a fifth on either side, a correlation to two fifths."""
FEWEST_OF_EACH: Final = 5
"""So many must have the question right, and so many not, before anything is said of how it tells people apart: else the
correlation hangs on one or two people."""
HARD: Final = 0.5
EASY: Final = 0.8
FLAT: Final = 0.2
"""Below, a question is poor at telling people apart (R. L. Ebel and D. A. Frisbie, Essentials of Educational
Measurement, 5th edition, 1991, chapter 13)."""
MOST_CHOICES: Final = 5
"""Of wrong answers that were typed or arranged; the frequent ones."""
FEWEST_ALIKE: Final = 2
"""People who gave the same wrong answer. What only one person typed may say who they are."""
TO_LOOK_AT: Final[tuple[Verdict, ...]] = ("against", "hard", "flat")


@dataclass(frozen=True)
class Choice:
    """Something that was answered: how many did, of all who were asked. `value` is the position of an option, `1:0` for
    what was put beside a left cell, positions in the order given, or what was typed."""

    value: str
    right: bool
    number: int
    share: Estimate | None

    @property
    def places(self) -> tuple[int | None, ...]:
        """The positions in it; None where nothing was put."""
        return tuple(None if place == "-" else int(place) for place in self.value.replace(":", " ").split())


@dataclass(frozen=True)
class Figures:
    """A question and what the tallies of its digest say, over all cohorts that it was asked in."""

    question: Question
    tallies: Mapping[tuple[str, str], int]

    @property
    def asked(self) -> int:
        """How many people were asked it."""
        return self._of("asked")

    @property
    def right(self) -> int:
        """How many of them had full marks."""
        return self._of("full")

    @cached_property
    def facility(self) -> Estimate | None:
        """The mean share of the full marks; of a question that is right or wrong, the share of those who were right."""
        return share(self._of("x") / UNIT, self.asked)

    @cached_property
    def discrimination(self) -> Estimate | None:
        """How well it goes with the rest: the correlation of its marks with those of the other questions in the same
        attempt, the corrected item-total correlation; for a question that is right or wrong, the point-biserial one.

        Without the question itself, which would go with itself (S. Henrysson, Correction of item-total correlations in
        item analysis, Psychometrika 28, 1963).
        """
        return correlation(Sums(*(self._of(kind) for kind in ("pairs", "px", "pxx", "py", "pyy", "pxy"))))

    @cached_property
    def seconds(self) -> Estimate | None:
        """How long half of those needed at most whose time is known, in seconds."""
        found = median({int(value): number for (kind, value), number in self.tallies.items() if kind == "time"})
        return Estimate(*map(seconds_at, (found.value, found.low, found.high))) if found else None

    @property
    def timed(self) -> int:
        """Of how many the time is known."""
        return sum(number for (kind, _), number in self.tallies.items() if kind == "time")

    @cached_property
    def unanswered(self) -> Choice | None:
        """Those who gave no answer; None where everybody did."""
        found = self._choice("none", "", right=False)
        return found if found.number else None

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Of options, all of them, as written; else the wrong answers that several people gave, the frequent first."""
        options = self.question.options
        if options:
            return tuple(self._choice("part", str(place), right=each.right) for place, each in enumerate(options))
        kind: Kind = "part" if self.question.type == "match" else "whole"
        found = [self._choice(kind, value, right=False) for of, value in self.tallies if of == kind]
        wrong = [each for each in found if each.number >= FEWEST_ALIKE and not self._is_pair(each)]
        return tuple(sorted(wrong, key=lambda each: (-each.number, each.value))[:MOST_CHOICES])

    @cached_property
    def verdict(self) -> Verdict:
        """What may be said of it."""
        if self.asked < FEWEST_ANSWERS or self.facility is None:
            return "few"
        mixed = min(self.right, self.asked - self.right) >= FEWEST_OF_EACH
        apart = self.discrimination if mixed else None
        rules: tuple[tuple[Verdict, bool], ...] = (
            ("against", apart is not None and apart.high < 0),
            ("hard", self.facility.high < HARD),
            ("easy", self.facility.low > EASY),
            ("flat", apart is not None and apart.high < FLAT),
            ("sound", apart is not None and apart.low > 0),
        )
        return next((verdict for verdict, holds in rules if holds), "open")

    @property
    def to_look_at(self) -> bool:
        """Whether an author should look at it."""
        return self.verdict in TO_LOOK_AT

    def _of(self, kind: Kind, value: str = "") -> int:
        return self.tallies.get((kind, value), 0)

    def _choice(self, kind: Kind, value: str, *, right: bool) -> Choice:
        number = self._of(kind, value)
        return Choice(value, right, number, share(number, self.asked))

    def _is_pair(self, choice: Choice) -> bool:
        """Whether it is a left cell of a `match` with what belongs to it."""
        return self.question.type == "match" and len(set(choice.places)) == 1

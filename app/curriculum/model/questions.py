"""Questions with their keys.

Cleaned HTML is what a name ending in `html` holds, and three tuples of it: `Question.ordered`, `Question.heads`
and, beside these, `Criterion.levels`. Every other text is plain, and has to be escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from app.curriculum.shuffling import shuffled

QuestionType: TypeAlias = Literal["single", "multiple", "numeric", "text", "order", "match", "hotspot"]


@dataclass(frozen=True)
class Option:
    """One option of a `single` or `multiple` question, or one place of a `hotspot`; known by its position."""

    html: str
    right: bool
    feedback_html: str


@dataclass(frozen=True)
class NumericKey:
    """The right number, and how far from it an answer may lie on either side."""

    value: Decimal
    tolerance: Decimal
    unit: str


@dataclass(frozen=True)
class Pair:
    """A row of a `match` question: what stands on its left, and what belongs to it."""

    left_html: str
    right_html: str


@dataclass(frozen=True)
class Spot:
    """Where a place of a `hotspot` lies on its picture: in percent of width and height, from the top left."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    def meets(self, other: Spot) -> bool:
        """Whether the two have more than an edge in common."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


@dataclass(frozen=True)
class Question:
    """A question with its key. The key never reaches a browser before marking.

    `digest` (SHA-256, hex) covers everything that gives the question its meaning: title, stem,
    options or key, points, marking, critical. Two questions with one digest are the same question.
    """

    id: str
    type: QuestionType
    title_html: str
    stem_html: str
    explanation_html: str
    points: int
    competence: str | None
    pool: str | None
    critical: bool
    all_or_nothing: bool
    aliases: tuple[str, ...]
    digest: str
    line: int
    """Where the question stands in its source file, from 1."""
    options: tuple[Option, ...] = ()
    """For `single`, `multiple` and `hotspot`; else empty."""
    numeric: NumericKey | None = None
    """For `numeric`; else None."""
    accepted: tuple[str, ...] = ()
    """For `text`: the accepted answers as written; else empty."""
    also_accepted: tuple[str, ...] = ()
    """For `text`: what is accepted in the course's other languages, whatever language the question is read in."""
    ordered: tuple[str, ...] = ()
    """For `order`: cleaned HTML (no `html` in its name either) of what is put in order, in the right order; else
    empty."""
    pairs: tuple[Pair, ...] = ()
    """For `match`; else empty. What is on the right of a pair is known by the position of its pair."""
    heads: tuple[str, str] = ("", "")
    """For `match`: cleaned HTML, as `ordered`, of the headers of the two columns."""
    picture_html: str = ""
    """For `hotspot`: the image that the places lie on."""
    spots: tuple[Spot, ...] = ()
    """For `hotspot`: where each option lies."""

    @property
    def takes_several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.type == "multiple" or (self.type == "hotspot" and sum(each.right for each in self.options) > 1)

    @property
    def parts(self) -> int:
        """How many options, things to put in order, or pairs there are."""
        return len(self.options or self.ordered or self.pairs)

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The positions of the parts in the order in which they stand outside of attempts. Whoever doesn't know the
        digest can't work out from it what was written first."""
        places = list(range(self.parts))
        if self.type not in ("order", "match"):
            return tuple(places)
        mixed = shuffled(places, self.digest)
        return tuple(mixed if mixed != places else [*places[1:], places[0]])

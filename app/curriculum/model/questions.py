"""Questions with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

QuestionType: TypeAlias = Literal["single", "multiple", "numeric", "text"]


@dataclass(frozen=True)
class Option:
    """One option of a `single` or `multiple` question, known by its position."""

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
    options: tuple[Option, ...]
    """For `single` and `multiple`; else empty."""
    numeric: NumericKey | None
    """For `numeric`; else None."""
    accepted: tuple[str, ...]
    """For `text`: the accepted answers as written; else empty."""
    digest: str
    line: int
    """Where the question stands in its source file, from 1."""

"""Marking an attempt: what each question earned, the whole, and whether it passes. Pure.

What share of its full marks one answer earns is the business of `app.curriculum.marking`; here shares become
points: whole thousandths, rounded once a question. The rules are those of the curriculum format: an attempt
passes when the percentage is reached and no critical question is missed, and a critical question counts as
right only with full marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any, Final

from app.curriculum.marking import Answer, Verdict, credit, verdict
from app.curriculum.model import Question

THOUSANDTHS: Final = 1000
"""Of a point."""
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class MarkedQuestion:
    """What one question earned, of what was possible, in thousandths of a point."""

    question: Question
    thousandths: int
    possible: int

    @property
    def right(self) -> bool:
        """Whether it has full marks."""
        return self.thousandths == self.possible


@dataclass(frozen=True)
class Marking:
    """What a whole attempt earned."""

    questions: tuple[MarkedQuestion, ...]
    pass_percent: Decimal

    @property
    def thousandths(self) -> int:
        """The sum of what the questions earned."""
        return sum(marked.thousandths for marked in self.questions)

    @property
    def possible(self) -> int:
        """The sum of the full marks."""
        return sum(marked.possible for marked in self.questions)

    @property
    def critical_missed(self) -> bool:
        """Whether a critical question has less than full marks."""
        return any(marked.question.critical and not marked.right for marked in self.questions)

    @property
    def passed(self) -> bool:
        """Whether the percentage is reached, exactly counted, and no critical question is missed."""
        reached = 100 * self.thousandths >= Fraction(self.pass_percent) * self.possible
        return bool(self.questions) and reached and not self.critical_missed


def mark_question(question: Question, answer: Any) -> MarkedQuestion:
    """What `answer`, as it was stored, earns. What is no answer to this kind of question earns nothing."""
    possible = question.points * THOUSANDTHS
    return MarkedQuestion(question, _rounded(credit(question, sound(question, answer)) * possible), possible)


def sound(question: Question, answer: Any) -> Answer:
    """`answer` if it has the shape of an answer to `question`, else None: no answer."""
    if not question.parts:
        return answer if isinstance(answer, str) else None
    places = range(question.parts)
    if not isinstance(answer, list):
        return None
    put = [place for place in answer if place is not None]
    if not all(type(place) is int and place in places for place in put):
        return None
    return answer if _is_whole(question, answer, put) else None


def mark_attempt(questions: Iterable[Question], answers: Mapping[str, Any], *, pass_percent: Decimal) -> Marking:
    """The marking of an attempt that asked `questions`, with the last answer to each by question id."""
    marked = tuple(mark_question(question, answers.get(question.id)) for question in questions)
    return Marking(marked, pass_percent)


def verdict_of(thousandths: int, possible: int) -> Verdict:
    """The word for what a question earned."""
    return verdict(Fraction(thousandths, possible))


def percent(thousandths: int, possible: int) -> Decimal:
    """The share in per cent with one decimal place, rounded down.

    Down, so that a mark just below the pass mark never reads as if it had reached it.
    """
    if possible == 0:
        return Decimal(0)
    return (Decimal(100 * thousandths) / Decimal(possible)).quantize(_TENTH, ROUND_DOWN)


def _is_whole(question: Question, answer: list[Any], put: list[int]) -> bool:
    """Whether positions of the question are as many and as different as its type wants them."""
    match question.type:
        case "order":
            return len(answer) == question.parts and len(set(put)) == len(put)
        case "match":
            return len(answer) == question.parts
        case _:
            return len(put) == len(answer)


def _rounded(exact: Fraction) -> int:
    # Half up, as people round; Python's own round() takes halves to the even neighbour.
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

"""Marking one question: how much of its full marks an answer earns. Pure.

The formulas are those of the curriculum format, "Questions".

Practice questions in lessons and attempts of quizzes are both marked here, so that they can't disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from app.curriculum.model import NumericKey, Question

Answer: TypeAlias = Sequence[int] | str | None
"""Positions of the chosen options as written in the source (from 0), or what was typed; None: no answer."""
Verdict: TypeAlias = Literal["right", "partly", "wrong"]

LONGEST_ANSWER: Final = 200
"""Characters of a typed answer; what stands behind them is not read."""

_NOTHING: Final = Fraction(0)
_FULL: Final = Fraction(1)
_DIGITS: Final = r"\d{1,15}"
_TYPED_NUMBER: Final = re.compile(
    rf"(?P<number>[-+]?(?:{_DIGITS}(?:[.,]{_DIGITS})*|[.,]{_DIGITS}))(?P<unit>[^\d.,].*)?"
)
_GROUPED: Final = {
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
    ".": re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+,\d+|[-+]?[1-9]\d{0,2}(?:\.\d{3}){2,}"),
}
_APOSTROPHES: Final = str.maketrans("’‘ʼ", "'''")


def credit(question: Question, answer: Answer) -> Fraction:
    """The share of the full marks that `answer` earns: 0 to 1. No answer earns nothing."""
    if answer is None:
        return _NOTHING
    if isinstance(answer, str):
        return _all(_is_right_as_typed(question, answer))
    return _credit_for_options(question, frozenset(answer))


def verdict(share: Fraction) -> Verdict:
    """The word for a share of the full marks. Critical questions count as right only when this says so."""
    if share == _FULL:
        return "right"
    return "partly" if share > _NOTHING else "wrong"


def answer_from(question: Question, values: Sequence[str]) -> list[int] | str | None:
    """The answer in what a form sent for `question`: its options in order and once each, or the text typed.

    None when nothing was chosen or typed. What can't be an option's position is left out.
    """
    if not question.options:
        return next(iter(values), "").strip()[:LONGEST_ANSWER] or None
    positions = {str(position): position for position in range(len(question.options))}
    return sorted({positions[value] for value in values if value in positions}) or None


def numbers_in(text: str, unit: str = "") -> frozenset[Decimal]:
    """The numbers that a typed text can mean; none when it is no number, or carries another unit than `unit`.

    English and French write numbers the other way round: 1,234 is one thousand two hundred and thirty-four or
    one and a bit. Where both readings are possible both are given.
    """
    found = _TYPED_NUMBER.fullmatch(_without_spaces(text).replace("−", "-"))
    if found is None or (found["unit"] and _folded_unit(found["unit"]) != _folded_unit(unit)):
        return frozenset()
    number = found["number"]
    readings = {number.replace(",", ".")} if number.count(",") + number.count(".") < 2 else set()
    grouped = {number.replace(sign, "").replace(",", ".") for sign in _GROUPED if _GROUPED[sign].fullmatch(number)}
    return frozenset(map(Decimal, readings | grouped))


def folded(text: str) -> str:
    """A typed text without what doesn't matter: case, accents, kinds of apostrophe, and runs of spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().split())


def _credit_for_options(question: Question, chosen: frozenset[int]) -> Fraction:
    places = range(len(question.options))
    right = frozenset(place for place in places if question.options[place].right)
    if question.type == "single" or question.all_or_nothing:
        return _all(chosen == right)
    wrong = frozenset(places) - right
    lost = Fraction(len(chosen & wrong), len(wrong)) if wrong else _NOTHING
    return max(Fraction(len(chosen & right), len(right)) - lost, _NOTHING)


def _is_right_as_typed(question: Question, text: str) -> bool:
    if question.numeric:
        return _is_near(question.numeric, text)
    return folded(text) in {folded(accepted) for accepted in question.accepted}


def _is_near(key: NumericKey, text: str) -> bool:
    return any(abs(number - key.value) <= key.tolerance for number in numbers_in(text, key.unit))


def _all(right: bool) -> Fraction:
    return _FULL if right else _NOTHING


def _without_spaces(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _folded_unit(unit: str) -> str:
    # Phones write capitals as they like. Only between milli and mega does a capital make a difference.
    written = _without_spaces(unit)
    return written[:1] + written[1:].casefold() if written[:1] in ("m", "M") else written.casefold()

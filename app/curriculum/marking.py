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
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from app.curriculum.model import NumericKey, Question

Answer: TypeAlias = Sequence[int | None] | str | None
"""What was typed, or positions as written in the source (from 0); None: no answer.

The positions are the chosen options in order; of `order` the things from the first to the last place; of `match` what
was put beside each left cell, from the first to the last. There, None stands where nothing was put yet.
"""
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
    if question.type not in ("order", "match"):
        return _credit_for_options(question, frozenset(answer))
    share = _share_in_order(answer) if question.type == "order" else _share_matched(answer)
    return _all(share == _FULL) if question.all_or_nothing else share


def verdict(share: Fraction) -> Verdict:
    """The word for a share of the full marks. Critical questions count as right only when this says so."""
    if share == _FULL:
        return "right"
    return "partly" if share > _NOTHING else "wrong"


def answer_from(
    question: Question, values: Sequence[str], shown: Sequence[int] = ()
) -> list[int] | list[int | None] | str | None:
    """The answer in what a form sent for `question`: its options in order and once each, what was put where, or the
    text typed.

    Options are sent by their positions. What is put in order, and the right column of a match, is sent as `1:0`, and
    by its place on the page, which alone tells nothing: `shown` has the positions as they stood there, else it was as
    outside of attempts. Before the colon stands the thing put in order or the left cell, behind it the place that it
    got, or the right cell. None when nothing was chosen or typed. What can't be meant, or is said twice, is left out.
    """
    if not question.parts:
        return next(iter(values), "").strip()[:LONGEST_ANSWER] or None
    if question.type not in ("order", "match"):
        positions = {str(position): position for position in range(question.parts)}
        return sorted({positions[value] for value in values if value in positions}) or None
    shown = shown or question.shown
    linked = links_in(values, question.parts)
    if question.type == "match":
        put = [shown[linked[left]] if left in linked else None for left in range(question.parts)]
    else:
        at = [[thing for thing in linked if linked[thing] == place] for place in range(question.parts)]
        put = [shown[things[0]] if len(things) == 1 else None for things in at]
    return put if any(position is not None for position in put) else None


def values_for(question: Question, answer: Answer, shown: Sequence[int]) -> list[str]:
    """What a form sends for an answer, and marks as chosen on a page: the way back from `answer_from`."""
    if answer is None or isinstance(answer, str):
        return [answer] if answer else []
    if question.type not in ("order", "match"):
        return [str(position) for position in answer]
    places = {position: place for place, position in enumerate(shown)}
    put = [(at, places[position]) for at, position in enumerate(answer) if position is not None]
    return [f"{at}:{place}" if question.type == "match" else f"{place}:{at}" for at, place in put]


def links_in(values: Sequence[str], parts: int) -> dict[int, int]:
    """What values like `1:0` put together; whatever is put in two places is left out."""
    known = {f"{one}:{other}": (one, other) for one in range(parts) for other in range(parts)}
    found = {known[value] for value in values if value in known}
    ones = [one for one, _ in found]
    return {one: other for one, other in sorted(found) if ones.count(one) == 1}


def is_complete(answer: Answer) -> bool:
    """Whether there is an answer, and nothing of it is still to be put somewhere."""
    return bool(answer) and (isinstance(answer, str) or None not in (answer or ()))


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


def _share_in_order(answer: Sequence[int | None]) -> Fraction:
    """How many of those that stand next to each other are in the right order; where nothing was put, nothing is."""
    pairs = list(pairwise(answer))
    return Fraction(sum(one is not None and other is not None and one < other for one, other in pairs), len(pairs))


def _share_matched(answer: Sequence[int | None]) -> Fraction:
    return Fraction(sum(right == left for left, right in enumerate(answer)), len(answer))


def _credit_for_options(question: Question, chosen: frozenset[int | None]) -> Fraction:
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
    return folded(text) in {folded(accepted) for accepted in (*question.accepted, *question.also_accepted)}


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

"""What a marked attempt adds to the tallies of the questions that it asked. Pure.

Tallies are whole numbers that are only ever added up, so that attempts may be counted in any order, and taken out
again. They hold no names: of twenty people is counted how many chose what, never who.

Counted is the first time that somebody was asked a question. Who meets it again has seen the key, or thought about it;
and twenty people who try three times are not sixty.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from app.assessments.quizzes.marking import sound
from app.curriculum.marking import folded
from app.curriculum.model import Question

Kind: TypeAlias = Literal[
    "asked", "full", "x", "pairs", "px", "pxx", "py", "pyy", "pxy", "time", "part", "whole", "none"
]
KINDS: Final[tuple[Kind, ...]] = (
    "asked", "full", "x", "pairs", "px", "pxx", "py", "pyy", "pxy", "time", "part", "whole", "none",
)  # fmt: skip
"""asked: how often. full: how often with full marks. x: the sum of the shares of the full marks.

pairs, px, pxx, py, pyy, pxy: of those whose attempt asked something else too, how many, and the sums of x, x², y, y²,
xy, where y is the share that they earned of the rest.

time: how many needed so long (`step_of`). part: how many chose an option, or put two things together. whole: how many
gave one wrong answer, as a whole. none: how many gave no answer.
"""
UNIT: Final = 10_000
"""Of the shares x and y: they are whole numbers of ten-thousandths."""
STEPS: Final = 20
"""Of time: each is a twentieth longer than the one before, so that times of every length are told as exactly."""
AT_ONCE: Final = timedelta(seconds=1)
"""Answers that are saved closer together were not given one after the other: the whole page was sent. How long each
took isn't known then."""
LONGEST_WHOLE: Final = 120


class Tally(NamedTuple):
    """What is counted of a question."""

    digest: str
    kind: Kind
    value: str


class Save(NamedTuple):
    """That an answer to a question was saved, and when; of one that a device kept, when it was given there."""

    question_id: str
    at: datetime


@dataclass(frozen=True)
class Earned:
    """A question of a marked attempt, what was answered, and what it earned, in thousandths."""

    question: Question
    answer: Any
    """As attempts keep it; empty or None: no answer."""
    thousandths: int
    possible: int


def tallies_of(
    earned: Sequence[Earned], saves: Iterable[Save], *, started_at: datetime, met: Collection[str]
) -> Counter[Tally]:
    """What an attempt adds: of each question that it asked, but not of those whose digest is in `met`.

    `saves` are in the order of time.
    """
    seconds = seconds_spent(saves, started_at=started_at)
    got, possible = sum(each.thousandths for each in earned), sum(each.possible for each in earned)
    found: Counter[Tally] = Counter()
    counted = set(met)
    for each in earned:
        question = each.question
        if question.digest in counted:
            continue
        counted.add(question.digest)
        rest = (got - each.thousandths, possible - each.possible)
        for kind, value, number in (
            *_scores(each, rest),
            *_given(each),
            *_times(seconds.get(question.id)),
        ):
            found[Tally(question.digest, kind, value)] = number
    return found


def seconds_spent(saves: Iterable[Save], *, started_at: datetime) -> dict[str, float]:
    """How long each question took, in seconds, by its id: the time from what was saved before it, or from the start,
    until its own answer was saved, each time that it was. Questions of which that isn't known are left out."""
    spent: dict[str, float] = {}
    unknown: set[str] = set()
    last = started_at
    for burst in _bursts(saves):
        ids = {save.question_id for save in burst}
        if len(ids) > 1:
            unknown |= ids
        else:
            (question_id,) = ids
            spent[question_id] = spent.get(question_id, 0.0) + (burst[-1].at - last).total_seconds()
        last = burst[-1].at
    return {question_id: seconds for question_id, seconds in spent.items() if question_id not in unknown}


def step_of(seconds: float) -> int:
    """The step nearest to a span of time; none is below a second."""
    return round(STEPS * math.log(max(seconds, 1.0)))


def seconds_at(step: float) -> float:
    """The span of time that a step stands for."""
    return math.exp(step / STEPS)


def share_of(part: int, whole: int) -> int:
    """A share in ten-thousandths, halves up."""
    return (2 * UNIT * part + whole) // (2 * whole)


def _bursts(saves: Iterable[Save]) -> Iterator[list[Save]]:
    """Those that were saved at once, together."""
    burst: list[Save] = []
    for save in saves:
        if burst and save.at - burst[-1].at >= AT_ONCE:
            yield burst
            burst = []
        burst.append(save)
    if burst:
        yield burst


def _scores(each: Earned, rest: tuple[int, int]) -> Iterator[tuple[Kind, str, int]]:
    x = share_of(each.thousandths, each.possible)
    yield "asked", "", 1
    yield "full", "", int(each.thousandths == each.possible)
    yield "x", "", x
    if rest[1]:
        y = share_of(*rest)
        sums: tuple[tuple[Kind, int], ...] = (
            ("pairs", 1), ("px", x), ("pxx", x * x), ("py", y), ("pyy", y * y), ("pxy", x * y),
        )  # fmt: skip
        yield from ((kind, "", number) for kind, number in sums)


def _given(each: Earned) -> Iterator[tuple[Kind, str, int]]:
    question, answer = each.question, sound(each.question, each.answer)
    wrong = each.thousandths < each.possible
    if not answer:
        yield "none", "", 1
    elif question.type == "match":
        yield from (("part", f"{left}:{right}", 1) for left, right in enumerate(answer) if right is not None)
    elif question.options:
        yield from (("part", str(place), 1) for place in answer)
    elif wrong:
        yield "whole", _whole(question, answer), 1


def _whole(question: Question, answer: Any) -> str:
    """A wrong answer in one spelling: the places in the order given, or what was typed."""
    if question.type == "order":
        return " ".join("-" if place is None else str(place) for place in answer)
    typed = "".join(answer.split()).replace(",", ".") if question.numeric else folded(answer)
    return typed[:LONGEST_WHOLE]


def _times(seconds: float | None) -> Iterator[tuple[Kind, str, int]]:
    if seconds is not None:
        yield "time", str(step_of(seconds)), 1

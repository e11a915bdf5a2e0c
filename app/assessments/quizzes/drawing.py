"""Drawing an attempt: which questions it asks, in which order, with their options in which order. Pure.

The same seed draws the same questions on every machine and with every version of Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.curriculum.model import Question, Quiz
from app.curriculum.shuffling import shuffled


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, with the positions of its options in the order they are shown: of `order` those of the
    things to put in order, of `match` those of the right column."""

    question: Question
    options: tuple[int, ...]


def draw(quiz: Quiz, *, seed: str) -> tuple[Asked, ...]:
    """What an attempt with this seed asks: of each pool as many as `draw` says, and all outside of pools."""
    drawn = _drawn(quiz, seed)
    asked = [question for question in quiz.questions if question.id in drawn]
    if quiz.shuffle:
        asked = _shuffled(asked, seed)
    return tuple(Asked(question, _options(question, quiz, seed)) for question in asked)


def number_asked(quiz: Quiz) -> int:
    """How many questions every attempt asks."""
    return len(draw(quiz, seed=""))


def as_record(asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """What an attempt keeps of its questions."""
    return [
        {"question": each.question.id, "digest": each.question.digest, "options": list(each.options)} for each in asked
    ]


def from_record(record: Sequence[Mapping[str, Any]], quiz: Quiz) -> tuple[Asked, ...]:
    """The questions that an attempt at `quiz` kept."""
    return tuple(Asked(quiz.by_id[each["question"]], tuple(each["options"])) for each in record)


def _drawn(quiz: Quiz, seed: str) -> set[str]:
    """The ids of the questions that are asked."""
    pools: dict[str, list[Question]] = {}
    always = set()
    for question in quiz.questions:
        if question.pool in quiz.draw and question.pool is not None:
            pools.setdefault(question.pool, []).append(question)
        else:
            always.add(question.id)
    chosen = (_shuffled(pool, f"{seed}/draw")[: quiz.draw[name]] for name, pool in pools.items())
    return always | {question.id for pool in chosen for question in pool}


def _options(question: Question, quiz: Quiz, seed: str) -> tuple[int, ...]:
    places = list(range(question.parts))
    mixed = quiz.shuffle or question.type in ("order", "match")
    return tuple(shuffled(places, f"{seed}/{question.id}") if mixed else places)


def _shuffled(questions: Sequence[Question], seed: str) -> list[Question]:
    return shuffled(questions, seed, name=lambda question: question.id)

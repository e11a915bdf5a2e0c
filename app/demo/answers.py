"""How somebody of the demonstration school answers a quiz: all right, nearly, or not well enough. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any, Literal, TypeAlias

from app.assessments.quizzes.marking import mark_attempt
from app.curriculum.model import Question

Story: TypeAlias = Literal["passed", "points", "critical"]
"""Passed, failed for want of points, or failed for one critical question and nothing else."""
SLIPS = (0, 0, 1, 1, 2)
"""How many questions somebody tries to get wrong who passes."""


def answers(questions: Sequence[Question], story: Story, *, pass_percent: Decimal, chance: Random) -> dict[str, Any]:
    """An answer to each question, with which the attempt ends as `story` says."""
    given = {question.id: right_answer(question) for question in questions}
    critical = _hard_first(_shuffled([each for each in questions if each.critical], chance))
    others = _hard_first(_shuffled([each for each in questions if not each.critical], chance))
    taste = Random("".join(each.id for each in (*critical, *others)))  # noqa: S311 - leaves `chance` as it is
    if story == "critical" and critical:
        return given | {critical[0].id: wrong_answer(critical[0], taste)}
    slips = chance.choice(SLIPS) if story == "passed" else len(questions)
    for question in [*others, *critical][:slips]:
        worse = given | {question.id: wrong_answer(question, taste)}
        passed = mark_attempt(questions, worse, pass_percent=pass_percent).passed
        if passed or story != "passed":
            given = worse
        if not passed:
            break
    return given


def right_answer(question: Question) -> Any:
    """An answer that earns full marks."""
    if question.options:
        return [position for position, option in enumerate(question.options) if option.right]
    if question.parts:
        return list(range(question.parts))
    return str(question.numeric.value) if question.numeric else question.accepted[0]


def wrong_answer(question: Question, taste: Random | None = None) -> Any:
    """An answer that earns nothing; of wrong options the first, or one to somebody's taste."""
    if question.options:
        wrong = [position for position, option in enumerate(question.options) if not option.right]
        return [taste.choice(wrong)] if taste and wrong else wrong[:1]
    if question.parts:
        last = question.parts - 1
        return [last, *range(last)] if question.type == "match" else list(range(last, -1, -1))
    return "-1" if question.numeric else "?"


def _hard_first(questions: list[Question]) -> list[Question]:
    """The same, but what is hard, which is the same for all, rather at the front."""
    places = {question.id: place / len(questions) for place, question in enumerate(questions)}
    return sorted(questions, key=lambda each: _ease(each) + places[each.id] / 2)


def _ease(question: Question) -> float:
    """0 to 1. Made up, but the same wherever the question is asked."""
    return Random(question.digest).random()  # noqa: S311 - the same each time is what it is for


def _shuffled(questions: list[Question], chance: Random) -> list[Question]:
    return chance.sample(questions, len(questions))

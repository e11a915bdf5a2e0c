"""What attempts and assessments can look like, worked out once for thousands of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from app.assessments.practicals.judgement import Judgement
from app.assessments.quizzes.drawing import as_record, draw
from app.assessments.quizzes.marking import Marking, mark_attempt
from app.curriculum.model import Practical, Quiz
from app.demo.answers import Story, answers
from app.demo.judging import judged

VARIANTS = 12
"""Of each story."""


@dataclass(frozen=True)
class Sitting:
    """An attempt: what was asked, answered and earned."""

    asked: list[dict[str, Any]]
    given: dict[str, Any]
    marking: Marking


class Scripts:
    """What was worked out already, by item. One school has one curriculum an item."""

    def __init__(self) -> None:
        self._sittings: dict[tuple[str, Story], tuple[Sitting, ...]] = {}
        self._judgements: dict[tuple[str, bool], tuple[Judgement, ...]] = {}

    def sittings(self, quiz: Quiz, story: Story) -> tuple[Sitting, ...]:
        """Attempts that end as `story` says."""
        if (quiz.id, story) not in self._sittings:
            self._sittings[quiz.id, story] = tuple(_sitting(quiz, story, number) for number in range(VARIANTS))
        return self._sittings[quiz.id, story]

    def judgements(self, track: str, practical: Practical, competent: bool) -> tuple[Judgement, ...]:
        """Assessments with that outcome."""
        if (practical.id, competent) not in self._judgements:
            chance = Random(practical.id)  # noqa: S311 - the same each time is what it is for
            self._judgements[practical.id, competent] = tuple(
                judged(practical, track, competent=competent, chance=chance) for _ in range(VARIANTS)
            )
        return self._judgements[practical.id, competent]


def _sitting(quiz: Quiz, story: Story, number: int) -> Sitting:
    asked = draw(quiz, seed=f"{quiz.id} {number}")
    questions = [each.question for each in asked]
    chance = Random(f"{quiz.id} {number}")  # noqa: S311 - the same each time is what it is for
    given = answers(questions, story, pass_percent=quiz.pass_percent, chance=chance)
    return Sitting(as_record(asked), given, mark_attempt(questions, given, pass_percent=quiz.pass_percent))

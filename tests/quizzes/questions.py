"""Questions and quizzes for the pure tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.curriculum.model import NumericKey, Option, Question, QuestionType, Quiz

PASS = Decimal(80)


def question(
    id: str = "q",
    kind: QuestionType = "single",
    *,
    right: str = "",
    numeric: NumericKey | None = None,
    accepted: tuple[str, ...] = (),
    points: int = 1,
    critical: bool = False,
    pool: str | None = None,
) -> Question:
    """A question whose options are spelt as a row of signs: x is right, - is wrong."""
    return Question(
        id=id,
        type=kind,
        title_html="?",
        stem_html="",
        explanation_html="",
        points=points,
        competence=None,
        pool=pool,
        critical=critical,
        all_or_nothing=False,
        aliases=(),
        options=tuple(Option(f"{place}", sign == "x", "") for place, sign in enumerate(right)),
        numeric=numeric,
        accepted=accepted,
        digest=f"digest of {id}",
        line=1,
    )


def quiz(
    questions: Sequence[Question] = (),
    *,
    draw: Mapping[str, int] | None = None,
    shuffle: bool = True,
    minutes: int | None = None,
    wait_seconds: int = 0,
) -> Quiz:
    """A quiz with these questions and otherwise the format's defaults."""
    return Quiz(
        id="quiz",
        title="Quiz",
        week=1,
        minutes=minutes,
        competences=(),
        requires=(),
        aliases=(),
        path="week-01/80-quiz.md",
        body=(),
        questions=tuple(questions),
        summative=True,
        pass_percent=PASS,
        attempts=None,
        wait_seconds=wait_seconds,
        draw=draw or {},
        shuffle=shuffle,
        feedback="submitted",
        gate=None,
    )

"""Questions and quizzes for the pure tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from app.curriculum.model import Option, Pair, Question, QuestionType, Quiz

PASS: Final = Decimal(80)
_QUESTION: Final = Question(
    id="q",
    type="single",
    title_html="?",
    stem_html="",
    explanation_html="",
    points=1,
    competence=None,
    pool=None,
    critical=False,
    all_or_nothing=False,
    aliases=(),
    options=(),
    numeric=None,
    accepted=(),
    digest="",
    line=1,
)
_QUIZ: Final = Quiz(
    id="quiz",
    title="Quiz",
    week=1,
    minutes=None,
    competences=(),
    requires=(),
    aliases=(),
    path="week-01/80-quiz.md",
    language="en",
    body=(),
    questions=(),
    summative=True,
    pass_percent=PASS,
    attempts=None,
    wait_seconds=0,
    draw={},
    shuffle=True,
    feedback="submitted",
    gate=None,
)


def question(question_id: str = "q", kind: QuestionType = "single", *, right: str = "", **more: Any) -> Question:
    """A question whose options are spelt as a row of signs: x is right, - is wrong."""
    options = tuple(Option(f"{place}", sign == "x", "") for place, sign in enumerate(right))
    digest = f"digest of {question_id}"
    return replace(_QUESTION, id=question_id, type=kind, options=options, digest=digest, **more)


def arranged(question_id: str, kind: QuestionType, parts: int, **more: Any) -> Question:
    """A question with so many things to put in order, or pairs."""
    places = [f"{place}" for place in range(parts)]
    if kind == "order":
        return question(question_id, kind, ordered=tuple(places), **more)
    return question(question_id, kind, pairs=tuple(Pair(place, place) for place in places), **more)


def quiz(questions: Sequence[Question] = (), *, draw: Mapping[str, int] | None = None, **more: Any) -> Quiz:
    """A quiz with these questions and otherwise the format's defaults."""
    return replace(_QUIZ, questions=tuple(questions), draw=draw or {}, **more)

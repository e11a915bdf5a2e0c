"""The page of a closed attempt: its mark, and as much of the key as the quiz shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_login import current_user

from app.assessments.quizzes.drawing import Asked
from app.assessments.quizzes.forms import as_sent
from app.assessments.quizzes.marking import percent, verdict_of
from app.assessments.quizzes.models import Mark, QuestionMark
from app.assessments.quizzes.permissions import may_answer
from app.assessments.quizzes.queries import EnrolledAttempt, answers_of, last_mark, question_marks
from app.assessments.quizzes.routes.pages import opened_by
from app.curriculum.marking import Verdict
from app.curriculum.model import Question, Quiz


@dataclass(frozen=True)
class MarkedRow:
    """One question as it was asked, answered and marked. Points are thousandths."""

    question: Question
    options: tuple[int, ...]
    given: list[str]
    verdict: Verdict
    thousandths: int
    possible: int


def marked_page(found: EnrolledAttempt) -> str:
    """The page; raises LookupError for an attempt that is not marked."""
    mark = last_mark(found.attempt.id)
    if mark is None:
        raise LookupError(f"attempt {found.attempt.id} is closed and has no mark")
    own = may_answer(current_user, found)
    return render_template(
        "quizzes/attempts/marked.html",
        found=found,
        quiz=found.quiz,
        mark=mark,
        percent=percent(mark.thousandths, mark.possible_thousandths),
        rows=_rows(found, question_marks(mark.id), as_sent(found.asked, answers_of(found.attempt.id))),
        feedback=not own or _shows_key(found.quiz, mark),
        own=own,
        opens=opened_by(found.quiz, found.enrolled.curriculum) if own and mark.passed else (),
    )


def _shows_key(quiz: Quiz, mark: Mark) -> bool:
    return quiz.feedback == "submitted" or (quiz.feedback == "passed" and mark.passed)


def _rows(found: EnrolledAttempt, marks: Mapping[str, QuestionMark], given: Mapping[str, Any]) -> list[MarkedRow]:
    return [_row(asked, marks[asked.question.id], given.get(asked.question.id, [])) for asked in found.asked]


def _row(asked: Asked, mark: QuestionMark, given: list[str]) -> MarkedRow:
    return MarkedRow(
        question=asked.question,
        options=asked.options,
        given=given,
        verdict=verdict_of(mark.thousandths, mark.possible_thousandths),
        thousandths=mark.thousandths,
        possible=mark.possible_thousandths,
    )

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
from app.assessments.quizzes.permissions import may_answer, may_arrange, may_judge_attempt
from app.assessments.quizzes.queries import (
    AttemptSummary,
    EnrolledAttempt,
    attempts_at,
    counted_answers,
    last_mark,
    late_answers,
    late_counts_on,
    question_marks,
    quiz_of,
)
from app.assessments.quizzes.queries.corrections import corrections_on
from app.assessments.quizzes.queries.judgements import Remark, decisions_on, remarks_on
from app.assessments.quizzes.queries.keys import keys_of
from app.assessments.quizzes.remarking import Key
from app.assessments.quizzes.routes.pages import opened_by
from app.courses.queries.history import Happened
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
    kept: bool
    """Whether it keeps more than its key gives, since that was corrected after it had been marked."""


@dataclass(frozen=True)
class Judged:
    """What instructors said of an attempt, and what the reader may do about it."""

    annulled: bool
    decisions: tuple[Happened, ...]
    """The last first."""
    remarks: tuple[Remark, ...]
    may_judge: bool
    may_arrange: bool
    others: tuple[AttemptSummary, ...]
    """All attempts of the trainee at the quiz, for whoever follows them."""


def marked_page(found: EnrolledAttempt) -> str:
    """The page; raises LookupError for an attempt that is not marked."""
    mark = last_mark(found.attempt.id)
    if mark is None:
        raise LookupError(f"attempt {found.attempt.id} is closed and has no mark")
    own, late = may_answer(current_user, found), late_answers(found.attempt.id)
    return render_template(
        "quizzes/attempts/marked.html",
        found=found,
        quiz=found.quiz,
        mark=mark,
        percent=percent(mark.thousandths, mark.possible_thousandths),
        rows=_rows(found, question_marks(mark.id)),
        corrections=corrections_on(found.attempt),
        feedback=not own or _shows_key(found.quiz, mark),
        own=own,
        judged=_judged(found, own=own),
        late=late,
        late_counts=late_counts_on(found.attempt.id) if late else (),
        opens=opened_by(found.quiz, found.enrolled.curriculum) if own and mark.passed else (),
    )


def _judged(found: EnrolledAttempt, *, own: bool) -> Judged:
    decisions = decisions_on(found.attempt.id)
    return Judged(
        annulled=bool(decisions) and decisions[0].act == "attempt.annulled",
        decisions=decisions,
        remarks=remarks_on(found.attempt.id),
        may_judge=may_judge_attempt(current_user, found) and found.enrolled.active,
        may_arrange=may_arrange(current_user, found.enrolled),
        others=() if own else attempts_at(found),
    )


def _shows_key(quiz: Quiz, mark: Mark) -> bool:
    return quiz.feedback == "submitted" or (quiz.feedback == "passed" and mark.passed)


def _rows(found: EnrolledAttempt, marks: Mapping[str, QuestionMark]) -> list[MarkedRow]:
    keys = keys_of(found.attempt, quiz_of(found.attempt), read=found.quiz)
    answers = counted_answers(found.attempt.id)
    return [
        _row(each, keys[each.question.id][-1], marks[each.question.id], answers.get(each.question.id))
        for each in found.asked
    ]


def _row(asked: Asked, key: Key, mark: QuestionMark, answer: Any) -> MarkedRow:
    shown = Asked(key.question, key.shown(asked.options))
    earned = key.mark(answer).thousandths
    return MarkedRow(
        question=shown.question,
        options=shown.options,
        given=as_sent([shown], {asked.question.id: key.answer(answer)})[asked.question.id],
        verdict=verdict_of(mark.thousandths, mark.possible_thousandths),
        thousandths=mark.thousandths,
        possible=mark.possible_thousandths,
        kept=mark.thousandths > earned,
    )

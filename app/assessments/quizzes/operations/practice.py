"""Answering a question again, in practice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.assessments.quizzes.marking import mark_question
from app.assessments.quizzes.models import PracticeAnswer
from app.assessments.quizzes.operations.following import follow_questions
from app.assessments.quizzes.queries.practice import AskedAgain, to_practise
from app.courses.operations.enrolments import lock_enrolment, refuse_unread
from app.db import db
from app.shared.errors import Refusal


class NotToPractise(Refusal):
    """The question isn't asked now: it comes back on another day, or an attempt at its quiz runs."""

    code = "not-to-practise"


def answer_again(found: AskedAgain, *, answer_id: UUID, answer: Any, at: datetime) -> PracticeAnswer:
    """The answer as it is kept, marked; delivered twice, it is kept once. It earns no marks.

    Raises NotToPractise, Withdrawn, CohortClosed, SafetyUnread.
    """
    enrolled, quiz, question = found.enrolled, found.asked.quiz, found.asked.question
    lock_enrolment(enrolled.id)
    known = db.session.get(PracticeAnswer, answer_id)
    if known is not None and known.enrolment_id == enrolled.id:
        return known
    refuse_unread(enrolled.id)
    asked = to_practise(enrolled, quiz.id, question.id)
    if known is not None or asked is None or not asked.open_on(enrolled.cohort.day_of(at)):
        raise NotToPractise
    row = _keep(found, answer_id, answer, at)
    if question.critical:
        follow_questions(enrolled, item_id=quiz.id)
    return row


def _keep(found: AskedAgain, answer_id: UUID, answer: Any, at: datetime) -> PracticeAnswer:
    quiz, question = found.asked.quiz, found.asked.question
    marked = mark_question(question, answer)
    row = PracticeAnswer(
        id=answer_id,
        enrolment_id=found.enrolled.id,
        item_id=quiz.id,
        question_id=question.id,
        question_digest=question.digest,
        revision_id=found.enrolled.cohort.revision_id,
        answer=answer,
        thousandths=marked.thousandths,
        possible_thousandths=marked.possible,
        answered_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row

"""What follows from marks: completions, gates, and the questions that come back. All of it is derived, and can be made
anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from app.assessments.quizzes.models import Attempt, ReturningQuestion
from app.assessments.quizzes.practising import Answered
from app.assessments.quizzes.queries import made_at
from app.assessments.quizzes.queries.attempts import earned_completions, earned_gates, gates_of
from app.assessments.quizzes.queries.practice import answers_by
from app.assessments.quizzes.returning import Given, due_again
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.operations.completions import settle_completion
from app.courses.operations.gates import close_gate, open_gate
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.model import Quiz
from app.db import db


def follow_marks(attempt: Attempt, *, at: datetime) -> None:
    """Bring in line with the marks that count whether the attempt's quiz is completed, whether its gate is open, and
    which of its questions come back."""
    enrolment_id, item_id = attempt.enrolment_id, attempt.item_id
    earned = {key: completed_at for _, key, completed_at in earned_completions(enrolment_id)}
    settle_completion(enrolment_id, item_id=item_id, at=earned.get(item_id))
    open_now = {gate for _, gate in earned_gates(enrolment_id)}
    for gate in sorted(gates_of(attempt)):
        if gate in open_now:
            open_gate(enrolment_id, gate=gate, at=earned.get(item_id, at))
        else:
            close_gate(enrolment_id, gate=gate, at=at)
    follow_questions(enrolment_facts(enrolment_id), item_id=item_id)


def follow_questions(enrolled: Enrolled, *, item_id: str) -> None:
    """Work out anew which safety questions of that quiz come back to the trainee, and when.

    They are kept under the id that the quiz had at the last attempt: where the trainee's quizzes are listed, they
    stand beside it.
    """
    quiz = enrolled.curriculum.item_called(item_id)
    names = quiz.names if quiz else (item_id,)
    theirs = ReturningQuestion.enrolment_id == enrolled.id, ReturningQuestion.item_id.in_(names)
    db.session.execute(delete(ReturningQuestion).where(*theirs))
    critical = {question.id for question in quiz.questions if question.critical} if isinstance(quiz, Quiz) else set()
    if quiz and critical:
        made = select(Attempt.item_id).where(made_at(EnrolledItem(enrolled, quiz))).order_by(Attempt.started_at.desc())
        given = [answer for answer in answers_by(enrolled) if answer.item_id == quiz.id]
        _add(enrolled, db.session.scalar(made.limit(1)) or quiz.id, critical, given)
    db.session.flush()


def rebuild_returning_questions() -> int:
    """Work out anew for everybody which safety questions come back; returns how many do."""
    places = db.session.execute(select(Attempt.enrolment_id, Attempt.item_id).distinct()).all()
    for enrolment_id, item_id in places:
        follow_questions(enrolment_facts(enrolment_id), item_id=item_id)
    return len(db.session.scalars(select(ReturningQuestion.question_id)).all())


def _add(enrolled: Enrolled, item_id: str, critical: set[str], given: Sequence[Answered]) -> None:
    for question_id in sorted(critical):
        due_on = _due(enrolled, [answer for answer in given if answer.question_id == question_id])
        if due_on is not None:
            row = ReturningQuestion(enrolment_id=enrolled.id, item_id=item_id, question_id=question_id, due_on=due_on)
            db.session.add(row)


def _due(enrolled: Enrolled, answers: Sequence[Answered]) -> date | None:
    return due_again(Given(enrolled.cohort.day_of(answer.at), answer.right) for answer in answers)

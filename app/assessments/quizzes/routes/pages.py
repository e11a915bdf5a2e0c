"""What the pages of quizzes have in common."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.assessments.quizzes.forms import AnswersForm, as_sent
from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import close_attempt
from app.assessments.quizzes.queries import EnrolledAttempt, last_responses, unanswered
from app.assessments.quizzes.queries.arrangements import arranged_for
from app.assessments.quizzes.timing import is_over
from app.curriculum.model import Curriculum, Item, Quiz
from app.db import db, writing
from app.shared.clock import now


def settle(attempt: Attempt) -> None:
    """Close an attempt whose time is over, so that a page never shows one as running that isn't.

    A page is read without SQLite's write lock, and what has read can't become a writer safely. So the reading
    ends first, and closing is a transaction of its own.
    """
    at = now()
    if attempt.closed_at is None and is_over(attempt.deadline, at):
        db.session.commit()
        with writing():
            close_attempt(attempt, by=None, at=at)
            db.session.commit()


def unanswered_in(found: EnrolledAttempt) -> list[tuple[int, str]]:
    """The questions without a whole saved answer: number on the page, and id."""
    missing = unanswered(found.attempt)
    numbered = enumerate((asked.question.id for asked in found.asked), 1)
    return [(number, question_id) for number, question_id in numbered if question_id in missing]


def running_page(found: EnrolledAttempt, *, form: AnswersForm | None = None, checking: bool = False) -> str:
    """The page on which an attempt is answered, with what was saved, or with what `form` says instead.

    `checking`: the trainee wanted to hand in, and there are questions without an answer.
    """
    last = last_responses(found.attempt.id)
    return render_template(
        "quizzes/attempts/running.html",
        found=found,
        quiz=found.quiz,
        given=as_sent(found.asked, {name: each.answer for name, each in last.items()}) | (form.given if form else {}),
        form=form,
        unanswered=unanswered_in(found),
        numbers={question_id: each.number for question_id, each in last.items()},
        kept_for=current_user.kept_for,
        read_aloud=arranged_for(found.enrolled).terms(found.quiz.id).read_aloud,
        checking=checking,
        now=now(),
    )


def opened_by(quiz: Quiz, curriculum: Curriculum) -> tuple[Item, ...]:
    """The items that passing `quiz` opens."""
    return tuple(item for item in curriculum.items.values() if quiz.gate and quiz.gate in item.requires)

"""Answers that came after the end of their attempt, and counting them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.drawing import Asked
from app.assessments.quizzes.forms import LateAnswersForm, as_sent
from app.assessments.quizzes.operations import count_late_answers
from app.assessments.quizzes.permissions import may_judge_attempt
from app.assessments.quizzes.queries import EnrolledAttempt, LateAnswer, answers_of, enrolled_attempt, late_answers
from app.assessments.quizzes.routes.pages import settle
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("late_answers", __name__)


@dataclass(frozen=True)
class LateRow:
    """A late answer, as a form sends it, and whether there was another one in time."""

    number: int
    asked: Asked
    late: LateAnswer
    given: list[str]
    answered_before: bool


@blueprint.get("/attempts/<uuid:attempt_id>/late-answers")
@guarded(enrolled_attempt, may_judge_attempt)
def index(found: EnrolledAttempt) -> ResponseReturnValue:
    """What came late, and the form that counts it."""
    settle(found.attempt)
    return _page(found, LateAnswersForm())


@blueprint.post("/attempts/<uuid:attempt_id>/late-answers")
@guarded(enrolled_attempt, may_judge_attempt)
def update(found: EnrolledAttempt) -> ResponseReturnValue:
    """Count what was chosen."""
    form = LateAnswersForm()
    form.offer(late.id for late in late_answers(found.attempt.id))
    if not form.validate_on_submit():
        return _page(found, form), 422
    chosen, reason = {UUID(late_id) for late_id in form.late.data or []}, form.reason.data or ""
    count_late_answers(found.attempt, late_ids=chosen, reason=reason, by=current_user.id, at=now())
    db.session.commit()
    flash(_("The late answers count now."), "success")
    return redirect(found.prefix, 303)


def _page(found: EnrolledAttempt, form: LateAnswersForm) -> str:
    rows = _rows(found)
    form.offer(row.late.id for row in rows if not row.late.counted)
    return render_template("quizzes/late_answers/index.html", found=found, form=form, rows=rows)


def _rows(found: EnrolledAttempt) -> list[LateRow]:
    late = {each.question_id: each for each in late_answers(found.attempt.id)}
    given = as_sent(found.asked, {question_id: each.answer for question_id, each in late.items()})
    before = answers_of(found.attempt.id)
    return [
        LateRow(number, asked, late[question_id], given[question_id], question_id in before)
        for number, asked in enumerate(found.asked, 1)
        if (question_id := asked.question.id) in late
    ]

"""The mark of an attempt: asked for by handing in."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.quizzes.forms import AnswersForm
from app.assessments.quizzes.operations import hand_in
from app.assessments.quizzes.permissions import may_answer
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt
from app.assessments.quizzes.routes.pages import running_page
from app.db import db
from app.shared.clock import now
from app.web.guards import asks_for_data, guarded

blueprint = Blueprint("marks", __name__)


@blueprint.post("/attempts/<uuid:attempt_id>/mark")
@guarded(enrolled_attempt, may_answer)
def create(found: EnrolledAttempt) -> ResponseReturnValue:
    """Hand in. With unanswered questions, the page asks once whether that is meant."""
    form = AnswersForm(found.asked, request.form)
    if form.errors and found.attempt.closed_at is None:
        return running_page(found, form=form), 422
    mark = hand_in(
        found.attempt, answers=form.answers, seen=form.seen, incomplete=form.sure, by=current_user.id, at=now()
    )
    db.session.commit()
    address = url_for("attempts.show", attempt_id=found.attempt.id, check=None if mark else 1)
    return {"address": address} if asks_for_data() else redirect(address, 303)

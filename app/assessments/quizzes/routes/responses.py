"""Responses: what is answered while an attempt runs, saved as it is given."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assessments.quizzes.forms import AnswersForm
from app.assessments.quizzes.operations import save_responses
from app.assessments.quizzes.permissions import may_answer
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt
from app.assessments.quizzes.routes.pages import running_page, unanswered_in
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("responses", __name__)


@blueprint.post("/attempts/<uuid:attempt_id>/responses")
@guarded(enrolled_attempt, may_answer)
def create(found: EnrolledAttempt) -> ResponseReturnValue:
    """Save what the form, or one question of it, says."""
    form = AnswersForm(found.asked, request.form, source=request.headers.get("HX-Source", ""))
    if form.errors and found.attempt.closed_at is None:
        return running_page(found, form=form), 422
    save_responses(found.attempt, answers=form.answers, at=now())
    db.session.commit()
    if "HX-Request" in request.headers:
        return render_template("quizzes/attempts/count.html", unanswered=unanswered_in(found))
    return redirect(url_for("attempts.show", attempt_id=found.attempt.id), 303)

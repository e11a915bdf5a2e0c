"""Attempts: beginning one, answering it, and seeing what came of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.quizzes.forms import attempt_id_from
from app.assessments.quizzes.operations import start_attempt
from app.assessments.quizzes.permissions import may_answer, may_see_attempt
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt, quiz_item
from app.assessments.quizzes.routes.marked import marked_page
from app.assessments.quizzes.routes.pages import running_page, settle
from app.courses.facts import EnrolledItem
from app.courses.permissions import may_learn
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("attempts", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/attempts")
@guarded(quiz_item, may_learn)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one that runs."""
    attempt = start_attempt(found, attempt_id=attempt_id_from(request.form), by=current_user.id, at=now())
    db.session.commit()
    return redirect(url_for("attempts.show", attempt_id=attempt.id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>")
@guarded(enrolled_attempt, may_see_attempt)
def show(found: EnrolledAttempt) -> ResponseReturnValue:
    """The questions; after closing the mark, and what was right. Until then they are the trainee's own."""
    settle(found.attempt)
    if found.attempt.closed_at is not None:
        return marked_page(found)
    if not may_answer(current_user, found):
        return render_template("quizzes/attempts/under_way.html", found=found)
    return running_page(found, checking="check" in request.args)

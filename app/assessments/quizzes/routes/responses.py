"""Responses: what is answered while an attempt runs, saved as it is given."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.assessments.quizzes.forms import AnswersForm, DeliveryForm, as_sent
from app.assessments.quizzes.operations import AttemptClosed, deliver, save_responses
from app.assessments.quizzes.permissions import may_answer
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt, last_responses
from app.assessments.quizzes.routes.pages import running_page, settle
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("responses", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/responses")
@guarded(enrolled_attempt, may_answer)
def index(found: EnrolledAttempt) -> ResponseReturnValue:
    """What is saved, for a page that may be older."""
    settle(found.attempt)
    return _saved(found)


@blueprint.post("/attempts/<uuid:attempt_id>/responses")
@guarded(enrolled_attempt, may_answer)
def create(found: EnrolledAttempt) -> ResponseReturnValue:
    """Save what the form says, or what a page kept."""
    if request.is_json:
        return _delivered(found)
    form = AnswersForm(found.asked, request.form)
    if form.errors and found.attempt.closed_at is None:
        return running_page(found, form=form), 422
    in_time = save_responses(found.attempt, answers=form.answers, seen=form.seen, at=now())
    db.session.commit()
    if not in_time:
        raise AttemptClosed
    return redirect(url_for("attempts.show", attempt_id=found.attempt.id), 303)


def _delivered(found: EnrolledAttempt) -> ResponseReturnValue:
    """What is saved now. The page forgets an answer once it has read this: so it is read before the commit, which lets
    the next writer in, and said after it only."""
    form = DeliveryForm(found.asked, request.get_json(silent=True))
    if not form.readable:
        return {"refused": {}}, 422
    deliver(found.attempt, given=form.given, at=now())
    saved = _saved(found) | {"refused": form.errors}
    db.session.commit()
    return saved


def _saved(found: EnrolledAttempt) -> dict[str, Any]:
    attempt = found.attempt
    if attempt.closed_at is not None:
        return {"closed": True, "answers": {}}
    last = last_responses(attempt.id)
    values = as_sent(found.asked, {question_id: each.answer for question_id, each in last.items()})
    answers = {
        question_id: {"number": last[question_id].number, "values": sent} for question_id, sent in values.items()
    }
    deadline = attempt.deadline.isoformat() if attempt.deadline else None
    return {"closed": False, "answers": answers, "deadline": deadline}

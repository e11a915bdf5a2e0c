"""Annulling an attempt, and letting it count again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.forms import DecisionForm
from app.assessments.quizzes.operations.judgements import decide
from app.assessments.quizzes.permissions import may_judge_attempt
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt
from app.assessments.quizzes.queries.judgements import decisions_on, last_decision
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("annulments", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/annulment/new")
@guarded(enrolled_attempt, may_judge_attempt)
def new(found: EnrolledAttempt) -> ResponseReturnValue:
    """The form: why it counts no more, or counts again."""
    return _page(found, DecisionForm())


@blueprint.post("/attempts/<uuid:attempt_id>/annulment")
@guarded(enrolled_attempt, may_judge_attempt)
def create(found: EnrolledAttempt) -> ResponseReturnValue:
    """Annul the attempt."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    decide(found, decision="annulled", reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The attempt does not count any more. %(name)s gets a notice.", name=found.enrolled.name), "success")
    return redirect(found.prefix, 303)


@blueprint.post("/attempts/<uuid:attempt_id>/annulment/removal")
@guarded(enrolled_attempt, may_judge_attempt)
def destroy(found: EnrolledAttempt) -> ResponseReturnValue:
    """Let the attempt count again."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    decide(found, decision="restored", reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The attempt counts again. %(name)s gets a notice.", name=found.enrolled.name), "success")
    return redirect(found.prefix, 303)


def _page(found: EnrolledAttempt, form: DecisionForm) -> str:
    last = last_decision(found.attempt.id)
    return render_template(
        "quizzes/annulments/new.html",
        found=found,
        form=form,
        annulled=last is not None and last.decision == "annulled",
        story=decisions_on(found.attempt.id),
    )

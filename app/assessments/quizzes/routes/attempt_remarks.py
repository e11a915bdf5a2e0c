"""Remarks of instructors on attempts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.forms import RemarkForm
from app.assessments.quizzes.operations.judgements import remark
from app.assessments.quizzes.permissions import may_judge_attempt
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt
from app.db import db
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("attempt_remarks", __name__)


@blueprint.get("/attempts/<uuid:attempt_id>/remarks/new")
@guarded(enrolled_attempt, may_judge_attempt)
def new(found: EnrolledAttempt) -> ResponseReturnValue:
    """The form: what there is to say."""
    return render_template("quizzes/attempt_remarks/new.html", found=found, form=RemarkForm())


@blueprint.post("/attempts/<uuid:attempt_id>/remarks")
@guarded(enrolled_attempt, may_judge_attempt)
def create(found: EnrolledAttempt) -> ResponseReturnValue:
    """Add a remark."""
    form = RemarkForm()
    if not form.validate_on_submit():
        return render_template("quizzes/attempt_remarks/new.html", found=found, form=form), 422
    text = form.text.data or ""
    remark(found, remark_id=form.new_id or new_id(), text=text, by=current_user.id, at=now())
    db.session.commit()
    flash(_("Your remark is added. %(name)s gets a notice.", name=found.enrolled.name), "success")
    return redirect(found.prefix, 303)

"""One attempt more for one trainee."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.forms import FurtherAttemptForm
from app.assessments.quizzes.operations.arrangements import grant_attempt
from app.assessments.quizzes.permissions import may_arrange_quiz
from app.assessments.quizzes.queries import quiz_item
from app.assessments.quizzes.queries.arrangements import arranged_for
from app.assessments.quizzes.routes.arrangements import form_of, quiz_before, quiz_page
from app.courses.facts import EnrolledItem
from app.db import db
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("further_attempts", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/arrangements/<item_id>/further-attempts")
@guarded(quiz_item, may_arrange_quiz)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Give it."""
    place, quiz, form = found.enrolled, quiz_before(found), FurtherAttemptForm(prefix="further")
    if not form.validate_on_submit():
        return quiz_page(found, form_of(arranged_for(place).own(quiz.id)), form), 422
    reason = form.reason.data or ""
    grant_attempt(place, quiz, further_id=form.new_id or new_id(), reason=reason, by=current_user.id, at=now())
    db.session.commit()
    flash(_("%(name)s has another attempt.", name=place.name), "success")
    return redirect(url_for("arrangements.edit", enrolment_id=place.id, item_id=quiz.id), 303)

"""What an assessor answers to a moderator who came to another outcome."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import KeepForm
from app.assessments.practicals.moderating import Moderated
from app.assessments.practicals.operations import keep_to_judgement
from app.assessments.practicals.permissions import may_keep_to_judgement
from app.assessments.practicals.queries import moderated_seen_by
from app.assessments.practicals.routes.moderations import moderated_page
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("moderation_answers", __name__)


@blueprint.post("/moderations/<uuid:moderation_id>/answer")
@guarded(moderated_seen_by, may_keep_to_judgement)
def create(found: Moderated) -> ResponseReturnValue:
    """Keep to the first judgement, with words."""
    form = KeepForm()
    if not form.validate_on_submit():
        return moderated_page(found, form), 422
    keep_to_judgement(found, words=form.words.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("Your answer is recorded. The moderator gets it."), "success")
    return redirect(f"/moderations/{found.id}", 303)

"""An instructor accepts a testimony, or doesn't."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import TestimonyDecisionForm
from app.assessments.practicals.operations import decide_testimony
from app.assessments.practicals.permissions import may_decide_testimony
from app.assessments.practicals.queries import testimony_seen_by
from app.assessments.practicals.routes.testimonies import testimony_page
from app.assessments.practicals.witnessing import EnrolledTestimony
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("testimony_decisions", __name__)


@blueprint.post("/testimonies/<uuid:request_id>/decision")
@guarded(testimony_seen_by, may_decide_testimony)
def create(found: EnrolledTestimony) -> ResponseReturnValue:
    """Decide on it, once."""
    form = TestimonyDecisionForm()
    if not form.validate_on_submit():
        return testimony_page(found, form), 422
    decide_testimony(found, decision=form.decided, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    accepted = form.decided == "accepted"
    flash(_("The testimony is accepted.") if accepted else _("The testimony is not accepted."), "success")
    return redirect(url_for("testimonies.index"), 303)

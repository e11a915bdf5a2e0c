"""Setting a sign-off aside, and letting it count again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.disputes import Disagreement
from app.assessments.practicals.forms import SignOffDecisionForm
from app.assessments.practicals.operations import decide_sign_off
from app.assessments.practicals.permissions import may_settle
from app.assessments.practicals.queries import coordinated_sign_off
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("sign_off_decisions", __name__)


@blueprint.get("/sign-offs/<uuid:sign_off_id>/set-aside/new")
@guarded(coordinated_sign_off, may_settle)
def new(found: Disagreement) -> ResponseReturnValue:
    """The form: why it counts no more, or counts again."""
    return _page(found, SignOffDecisionForm())


@blueprint.post("/sign-offs/<uuid:sign_off_id>/set-aside")
@guarded(coordinated_sign_off, may_settle)
def create(found: Disagreement) -> ResponseReturnValue:
    """Let it count for nothing."""
    form = SignOffDecisionForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    seen = found.sign_off
    decide_sign_off(seen, decision="set_aside", reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The sign-off counts for nothing now. Who is concerned gets a notice."), "success")
    return redirect(f"/sign-offs/{seen.id}", 303)


@blueprint.post("/sign-offs/<uuid:sign_off_id>/set-aside/removal")
@guarded(coordinated_sign_off, may_settle)
def destroy(found: Disagreement) -> ResponseReturnValue:
    """Let it count again."""
    form = SignOffDecisionForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    seen = found.sign_off
    decide_sign_off(seen, decision="restored", reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The sign-off counts again. Who is concerned gets a notice."), "success")
    return redirect(f"/sign-offs/{seen.id}", 303)


def _page(found: Disagreement, form: SignOffDecisionForm) -> str:
    return render_template("practicals/disputes/decision.html", found=found, form=form)

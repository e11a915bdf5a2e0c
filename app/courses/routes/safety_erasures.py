"""An author erases what was said of a safety correction; the record stays."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.forms.safety_corrections import ErasureForm
from app.courses.operations.safety_corrections import erase_reason
from app.courses.permissions import may_correct
from app.courses.queries.safety_corrections import SeenCorrection, correction_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("safety_erasures", __name__)


@blueprint.get("/safety-corrections/<uuid:correction_id>/erasure")
@guarded(correction_seen_by, may_correct)
def new(correction: SeenCorrection) -> ResponseReturnValue:
    """The form: why."""
    return _page(correction, ErasureForm())


@blueprint.post("/safety-corrections/<uuid:correction_id>/erasure")
@guarded(correction_seen_by, may_correct)
def create(correction: SeenCorrection) -> ResponseReturnValue:
    """Erase it for good."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return _page(correction, form), 422
    erase_reason(correction.id, why=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is erased. The journal keeps that you did it, and why."), "success")
    return redirect(f"/safety-corrections/{correction.id}", 303)


def _page(correction: SeenCorrection, form: ErasureForm) -> str:
    return render_template("courses/safety_corrections/erasure.html", correction=correction, form=form)

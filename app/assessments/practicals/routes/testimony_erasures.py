"""A coordinator erases what a witness said; the record stays."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import TestimonyErasureForm
from app.assessments.practicals.operations import erase_testimony
from app.assessments.practicals.permissions import may_erase_testimony
from app.assessments.practicals.queries import testimony_seen_by
from app.assessments.practicals.witnessing import EnrolledTestimony
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("testimony_erasures", __name__)


@blueprint.get("/testimonies/<uuid:request_id>/erasure/new")
@guarded(testimony_seen_by, may_erase_testimony)
def new(found: EnrolledTestimony) -> ResponseReturnValue:
    """The form: what is erased, and why."""
    return _page(found, TestimonyErasureForm())


@blueprint.post("/testimonies/<uuid:request_id>/erasure")
@guarded(testimony_seen_by, may_erase_testimony)
def create(found: EnrolledTestimony) -> ResponseReturnValue:
    """Erase it for good."""
    form = TestimonyErasureForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    erase_testimony(found, what=form.erased, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("It is erased. The journal keeps that you did it, and why."), "success")
    return redirect(f"/testimonies/{found.testimony.id}", 303)


def _page(found: EnrolledTestimony, form: TestimonyErasureForm) -> str:
    return render_template("practicals/testimonies/erasure.html", found=found, form=form)

"""A trainee leaves the course."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import Enrolled
from app.courses.forms.enrolments import WithdrawalForm
from app.courses.operations.places import withdraw
from app.courses.permissions import may_coordinate_place
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("withdrawals", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/withdrawals/new")
@guarded(enrolled, may_coordinate_place)
def new(found: Enrolled) -> ResponseReturnValue:
    """The form: why they leave."""
    return render_template("courses/withdrawals/new.html", found=found, form=WithdrawalForm())


@blueprint.post("/enrolments/<uuid:enrolment_id>/withdrawals")
@guarded(enrolled, may_coordinate_place)
def create(found: Enrolled) -> ResponseReturnValue:
    """End their place."""
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return render_template("courses/withdrawals/new.html", found=found, form=form), 422
    if withdraw(found, reason=form.reason.data or "", by=current_user.id, at=now()):
        flash(_("%(name)s is withdrawn. Everything they did is kept.", name=found.name), "success")
    else:
        flash(_("%(name)s was withdrawn already. The first reason is kept.", name=found.name), "info")
    db.session.commit()
    return redirect(url_for("enrolments.show", enrolment_id=found.id), 303)

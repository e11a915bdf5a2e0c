"""A trainee who left comes back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import Enrolled
from app.courses.forms.enrolments import ReturnForm
from app.courses.operations.places import let_return
from app.courses.permissions import may_coordinate_place
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("returns", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/returns/new")
@guarded(enrolled, may_coordinate_place)
def new(found: Enrolled) -> ResponseReturnValue:
    """The form."""
    return render_template("courses/returns/new.html", found=found, form=ReturnForm())


@blueprint.post("/enrolments/<uuid:enrolment_id>/returns")
@guarded(enrolled, may_coordinate_place)
def create(found: Enrolled) -> ResponseReturnValue:
    """Let them go on."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return render_template("courses/returns/new.html", found=found, form=form), 422
    if let_return(found, reason=form.reason.data or "", by=current_user.id, at=now()):
        flash(_("%(name)s is back in the course.", name=found.name), "success")
    else:
        flash(_("%(name)s was back already.", name=found.name), "info")
    db.session.commit()
    return redirect(url_for("enrolments.show", enrolment_id=found.id), 303)

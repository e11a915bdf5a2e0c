"""Moving a trainee to another cohort of the same course."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts, Enrolled
from app.courses.forms.enrolments import MoveForm
from app.courses.operations.places import move
from app.courses.permissions import may_coordinate_place
from app.courses.queries.cohorts import cohorts_to_move_to
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("moves", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/moves/new")
@guarded(enrolled, may_coordinate_place)
def new(found: Enrolled) -> ResponseReturnValue:
    """The cohorts that they can move to."""
    return _page(found, MoveForm.among(cohorts_to_move_to(current_user, found)))


@blueprint.post("/enrolments/<uuid:enrolment_id>/moves")
@guarded(enrolled, may_coordinate_place)
def create(found: Enrolled) -> ResponseReturnValue:
    """Move them."""
    cohorts = cohorts_to_move_to(current_user, found)
    form = MoveForm.among(cohorts)
    if form.cohort_id.data == found.cohort.id:
        return _moved(found, found.cohort)  # the same request a second time
    if not form.validate_on_submit():
        return _page(found, form), 422
    to = next(cohort for cohort in cohorts if cohort.id == form.cohort_id.data)
    move(found, to=to, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    return _moved(found, to)


def _moved(found: Enrolled, to: CohortFacts) -> ResponseReturnValue:
    flash(_("%(name)s is in the cohort %(cohort)s now.", name=found.name, cohort=to.name), "success")
    return redirect(url_for("enrolments.show", enrolment_id=found.id), 303)


def _page(found: Enrolled, form: MoveForm) -> str:
    return render_template("courses/moves/new.html", found=found, form=form)

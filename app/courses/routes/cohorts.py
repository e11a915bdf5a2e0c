"""Making a cohort."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortChoices
from app.courses.forms import CohortForm
from app.courses.operations.cohorts import CohortNameTaken, create_cohort
from app.courses.permissions import may_create_cohort
from app.courses.queries.cohorts import cohort_choices
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("cohorts", __name__)


@blueprint.get("/cohorts/new")
@guarded(cohort_choices, may_create_cohort)
def new(choices: CohortChoices) -> ResponseReturnValue:
    """The form."""
    return render_template("courses/cohorts/new.html", form=CohortForm.offering(choices), choices=choices)


@blueprint.post("/cohorts")
@guarded(cohort_choices, may_create_cohort)
def create(choices: CohortChoices) -> ResponseReturnValue:
    """Make the cohort, and go on to enrol its trainees."""
    form = CohortForm.offering(choices)
    if form.validate_on_submit():
        try:
            cohort_id = _create(form)
        except CohortNameTaken:
            form.name.errors = [_("This site has a cohort of that name already: choose another name.")]
        else:
            flash(_("The cohort is there. Now enrol its trainees."), "success")
            return redirect(url_for("cohort_matrix.show", cohort_id=cohort_id), 303)
    return render_template("courses/cohorts/new.html", form=form, choices=choices), 422


def _create(form: CohortForm) -> UUID:
    values = form.data
    cohort = create_cohort(
        values["name"],
        site_id=values["site_id"],
        revision_id=values["revision_id"],
        first_day=values["first_day"],
        instructor_ids=values["instructor_ids"],
        by=current_user.id,
        at=now(),
        cohort_id=form.new_id,
    )
    db.session.commit()
    return cohort.id

"""Making a cohort, and changing it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortChoices, CohortFacts
from app.courses.forms.cohorts import CohortEditForm, CohortForm
from app.courses.operations.cohorts import CohortChanged, CohortNameTaken, create_cohort, update_cohort
from app.courses.permissions import may_coordinate, may_create_cohort
from app.courses.queries.cohorts import cohort_choices, cohort_followed_by, instructors_for
from app.courses.queries.due_dates import moved_by_hand
from app.courses.routes.pages import cohort_edit_page
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


@blueprint.get("/cohorts/<uuid:cohort_id>/edit")
@guarded(cohort_followed_by, may_coordinate)
def edit(cohort: CohortFacts) -> ResponseReturnValue:
    """The form, the weeks without course, and closing."""
    return cohort_edit_page(cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>")
@guarded(cohort_followed_by, may_coordinate)
def update(cohort: CohortFacts) -> ResponseReturnValue:
    """Change it; a first day that moves what has begun is asked about first."""
    form = CohortEditForm.of(cohort, instructors_for(cohort))
    if not form.validate_on_submit():
        return cohort_edit_page(cohort, form=form), 422
    if _has_to_ask(form, cohort):
        moved = replace(cohort, first_day=form.data["first_day"])
        form.moving_to.data = moved.first_day.isoformat()
        return cohort_edit_page(cohort, form=form, moved=moved, stays=moved_by_hand(cohort))
    return _changed(form, cohort)


def _has_to_ask(form: CohortEditForm, cohort: CohortFacts) -> bool:
    """Whether a first day is to be changed that is over, and nobody told the coordinator what moves."""
    wanted, today = form.data["first_day"], cohort.day_of(now())
    asked = form.moving_to.data == wanted.isoformat()
    return wanted != cohort.first_day and min(wanted, cohort.first_day) <= today and not asked


def _changed(form: CohortEditForm, cohort: CohortFacts) -> ResponseReturnValue:
    try:
        _update(form, cohort)
    except CohortNameTaken:
        form.name.errors = [_("This site has a cohort of that name already: choose another name.")]
        return cohort_edit_page(cohort, form=form), 422
    except CohortChanged as clash:
        form.version.data = clash.present.version
        return cohort_edit_page(cohort, form=form, present=clash.present), 409
    flash(_("The cohort is changed."), "success")
    return redirect(url_for("cohort_matrix.show", cohort_id=cohort.id), 303)


def _update(form: CohortEditForm, cohort: CohortFacts) -> None:
    values = form.data
    update_cohort(
        cohort,
        version=values["version"],
        name=values["name"],
        first_day=values["first_day"],
        instructor_ids=values["instructor_ids"],
        by=current_user.id,
        at=now(),
    )
    db.session.commit()

"""The weeks of a cohort without course, for holidays."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.calendar import monday_of
from app.courses.facts import CohortFacts
from app.courses.forms.cohorts import ClosedWeekForm, OpenWeekForm
from app.courses.operations.cohorts import close_week, open_week
from app.courses.permissions import may_coordinate
from app.courses.queries.cohorts import cohort_facts, cohort_followed_by
from app.courses.routes.pages import cohort_edit_page
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded
from app.web.pages import day

blueprint = Blueprint("closed_weeks", __name__)


@blueprint.post("/cohorts/<uuid:cohort_id>/closed-weeks")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Close the week around a day."""
    form = ClosedWeekForm.of(cohort)
    if not form.validate_on_submit():
        return cohort_edit_page(cohort, week=form), 422
    close_week(cohort, monday=monday_of(form.data["day"]), by=current_user.id, at=now())
    db.session.commit()
    return _back(cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/closed-weeks/removal")
@guarded(cohort_followed_by, may_coordinate)
def destroy(cohort: CohortFacts) -> ResponseReturnValue:
    """Let there be course in a closed week again."""
    form = OpenWeekForm()
    if not form.validate_on_submit():
        return cohort_edit_page(cohort), 422
    open_week(cohort, monday=form.data["monday"], by=current_user.id, at=now())
    db.session.commit()
    return _back(cohort)


def _back(cohort: CohortFacts) -> ResponseReturnValue:
    """To where the weeks are changed, saying how long the course lasts now."""
    last_day = day(cohort_facts(cohort.id).last_day)
    flash(_("The calendar is changed. The last day of the course is %(day)s now.", day=last_day), "success")
    return redirect(url_for("cohorts.edit", cohort_id=cohort.id, _anchor="weeks"), 303)

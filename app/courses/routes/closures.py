"""Closing a cohort, so that it is only there to be read, and opening it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts
from app.courses.operations.cohorts import close_cohort, reopen_cohort
from app.courses.permissions import may_coordinate
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("closures", __name__)


@blueprint.post("/cohorts/<uuid:cohort_id>/closure")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Close it."""
    close_cohort(cohort, by=current_user.id, at=now())
    db.session.commit()
    flash(_("The cohort is closed. You can open it again at any time."), "success")
    return redirect(url_for("cohort_matrix.show", cohort_id=cohort.id), 303)


@blueprint.post("/cohorts/<uuid:cohort_id>/closure/removal")
@guarded(cohort_followed_by, may_coordinate)
def destroy(cohort: CohortFacts) -> ResponseReturnValue:
    """Open it again."""
    reopen_cohort(cohort, by=current_user.id, at=now())
    db.session.commit()
    flash(_("The cohort is open again."), "success")
    return redirect(url_for("cohorts.edit", cohort_id=cohort.id), 303)

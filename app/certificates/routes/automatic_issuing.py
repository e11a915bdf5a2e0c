"""Whether a cohort's certificates are issued as soon as they are earned."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.certificates.operations import begin_automatic_run, issue_when_earned
from app.certificates.permissions import may_issue
from app.courses.facts import CohortFacts
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.mail.bell import bell_of
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("automatic_issuing", __name__)


@blueprint.post("/cohorts/<uuid:cohort_id>/automatic-issuing")
@guarded(cohort_followed_by, may_issue)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Issue them so from now on, on behalf of the coordinator who asks; first what is earned already."""
    at = now()
    issue_when_earned(cohort, wanted=True, by=current_user.id, at=at)
    begin_automatic_run(cohort.id, at=at)
    db.session.commit()
    bell_of(current_app).ring()
    flash(_("From now on each certificate is issued within minutes of being earned."), "success")
    return redirect(url_for("certificates.index", cohort_id=cohort.id), 303)


@blueprint.post("/cohorts/<uuid:cohort_id>/automatic-issuing/removal")
@guarded(cohort_followed_by, may_issue)
def destroy(cohort: CohortFacts) -> ResponseReturnValue:
    """Issue them only when somebody asks."""
    issue_when_earned(cohort, wanted=False, by=current_user.id, at=now())
    db.session.commit()
    flash(_("From now on certificates are issued only when a coordinator asks for it."), "success")
    return redirect(url_for("certificates.index", cohort_id=cohort.id), 303)

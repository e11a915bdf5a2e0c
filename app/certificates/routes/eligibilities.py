"""What the certificate takes, what of it is met by what, and what is missing: one list for trainees and staff."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.certificates.permissions import may_issue
from app.certificates.queries import candidates_among, candidates_in
from app.courses.facts import CohortFacts, Enrolled
from app.courses.permissions import is_own, may_follow, may_see_enrolment
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.enrolments import enrolled
from app.web.guards import guarded

blueprint = Blueprint("eligibilities", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/completion")
@guarded(cohort_followed_by, may_follow)
def index(cohort: CohortFacts) -> ResponseReturnValue:
    """Everybody in the cohort, rule by rule."""
    return render_template(
        "certificates/eligibilities/index.html",
        cohort=cohort,
        candidates=candidates_in(cohort),
        may_issue=may_issue(current_user, cohort),
    )


@blueprint.get("/enrolments/<uuid:enrolment_id>/completion")
@guarded(enrolled, may_see_enrolment)
def show(found: Enrolled) -> ResponseReturnValue:
    """One trainee, item by item."""
    (candidate,) = candidates_among([found])
    return render_template("certificates/eligibilities/show.html", candidate=candidate, own=is_own(current_user, found))

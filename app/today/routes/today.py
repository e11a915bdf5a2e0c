"""The page that everybody starts from."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.shared.clock import now
from app.today.queries import cohort_standings, standings_of
from app.web.guards import signed_in

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """A trainee's own courses; for staff the cohorts that they follow."""
    if not current_user.is_staff:
        return render_template("today/trainee.html", standings=standings_of(current_user, at=now()))
    cohorts = cohort_standings(current_user, at=now())
    return render_template("today/staff.html", cohorts=cohorts, own=standings_of(current_user, at=now()))

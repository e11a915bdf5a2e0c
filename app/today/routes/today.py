"""The page that everybody starts from."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.queries import moderation_counts
from app.shared.clock import now
from app.today.desk import desk_of
from app.today.queries.overviews import overview
from app.today.queries.standings import standings_of
from app.today.stuck import RULE
from app.web.guards import signed_in

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """A trainee's own courses; for staff the cohorts that they follow, and below what they learn themselves."""
    at = now()
    if not current_user.is_staff:
        return render_template("today/trainee.html", standings=standings_of(current_user, at=at))
    page = request.args.get("page", 1, type=int)
    found = overview(current_user, show=request.args.get("show", ""), page=page, at=at)
    return render_template(
        "today/staff.html",
        found=found,
        desk=desk_of(current_user, found.cohorts),
        rule=RULE,
        own=standings_of(current_user, at=at),
        moderation=moderation_counts(current_user),
    )

"""A cohort as a wall chart: trainees by items."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.courses.permissions import may_coordinate, may_follow
from app.people.member import Member
from app.shared.clock import now
from app.today.queries import CohortStandings
from app.today.queries import cohort_matrix as matrix_of
from app.web.guards import guarded

blueprint = Blueprint("cohort_matrix", __name__)


def _load(member: Member, *, cohort_id: UUID) -> CohortStandings | None:
    return matrix_of(member, cohort_id=cohort_id, at=now())


def _may(member: Member, found: CohortStandings) -> bool:
    return may_follow(member, found.cohort)


@blueprint.get("/cohorts/<uuid:cohort_id>")
@guarded(_load, _may)
def show(found: CohortStandings) -> ResponseReturnValue:
    """The matrix, who is ready, who is behind."""
    return render_template("today/matrix.html", found=found, may_coordinate=may_coordinate(current_user, found.cohort))

"""The board at the bench."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.photos import MOST_PHOTOS
from app.assessments.practicals.queries import bench_board
from app.assessments.practicals.routes.bench_data import bench_data, what_is_missing, why_locked
from app.courses.facts import CohortFacts
from app.courses.permissions import may_teach
from app.courses.queries.cohorts import cohort_followed_by
from app.people.queries import has_pin
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("bench", __name__)


@blueprint.get("/bench/<uuid:cohort_id>")
@guarded(cohort_followed_by, may_teach)
def show(cohort: CohortFacts) -> ResponseReturnValue:
    """Who is ready, and where everybody stands with the practicals of now."""
    at = now()
    member = current_user._get_current_object()  # noqa: SLF001 - queries want the member, not a proxy
    board = bench_board(member, cohort, at=at)
    return render_template(
        "practicals/bench/show.html",
        board=board,
        data=bench_data(board, member, has_pin=has_pin(member.id), at=at),
        why_locked=why_locked,
        what_is_missing=what_is_missing,
        made_at=at,
        most_photos=MOST_PHOTOS,
    )

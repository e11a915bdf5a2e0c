"""A cohort as a wall chart: trainees by items."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup

from app.courses.facts import CohortFacts
from app.courses.permissions import may_coordinate, may_follow
from app.courses.queries.revisions import newer_revision
from app.courses.routes.rendered import Kept
from app.curriculum.model import Week
from app.people.member import Member
from app.shared.clock import now
from app.today.glance import CohortGlance
from app.today.queries.overviews import cohort_glance
from app.today.routes.chart import HOLE, Cells, parts, weeks_shown
from app.today.stuck import RULE, stuck_in
from app.today.workshop import practicals_of
from app.web.guards import guarded

blueprint = Blueprint("cohort_matrix", __name__)

_heads: Kept[Markup] = Kept(most=200)


def load_cohort(member: Member, *, cohort_id: UUID) -> CohortGlance | None:
    """That cohort as it stands now, if the member follows it."""
    return cohort_glance(member, cohort_id=cohort_id, at=now())


def may_see_cohort(member: Member, found: CohortGlance) -> bool:
    """Who follows a cohort sees its chart."""
    return may_follow(member, found.cohort)


@blueprint.get("/cohorts/<uuid:cohort_id>")
@guarded(load_cohort, may_see_cohort)
def show(found: CohortGlance) -> ResponseReturnValue:
    """The matrix, who is ready, who is stuck, who is behind."""
    weeks = weeks_shown(found.cohort.curriculum, request.args.get("weeks", ""))
    return render_template(
        "today/matrix.html",
        found=found,
        weeks=weeks,
        parts=parts(found.cohort.curriculum, weeks),
        head=_head(found, weeks),
        cells=Cells(weeks, current_user.id),
        hole=HOLE,
        waiting=[(found.cohort, each) for each in found.waiting],
        stuck=[(found.cohort, each) for each in stuck_in(found)],
        rule=RULE,
        bench_weeks=[week for week in found.cohort.curriculum.weeks if practicals_of(week)],
        **_for_coordinators(found.cohort),
    )


def _for_coordinators(cohort: CohortFacts) -> dict[str, bool]:
    """Whether the reader coordinates the cohort, and whether a newer revision is there that it can take: one query,
    for those who do."""
    may = may_coordinate(current_user, cohort)
    has_newer = may and cohort.closed_at is None and newer_revision(cohort.revision_id) is not None
    return {"may_coordinate": may, "has_newer": has_newer}


def _head(found: CohortGlance, weeks: tuple[Week, ...]) -> Markup:
    """The head of the chart. It has more to render than all rows, and never changes: each process keeps it."""
    cohort = found.cohort
    key = (cohort.revision_id, weeks[0].number, len(weeks), str(get_locale()))
    return _heads.get(
        key,
        cohort.curriculum,
        lambda: Markup(render_template("today/head.html", weeks=weeks, revision_id=cohort.revision_id)),  # noqa: S704
    )

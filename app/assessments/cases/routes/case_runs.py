"""Runs: beginning one, the bench while it runs, and the debrief behind it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.cases.forms import id_from
from app.assessments.cases.operations import begin_run
from app.assessments.cases.permissions import may_act, may_see_run
from app.assessments.cases.queries import EnrolledRun, case_item, enrolled_run
from app.assessments.cases.routes.bench import bench_page, debrief_page
from app.courses.facts import EnrolledItem
from app.courses.permissions import may_learn
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("case_runs", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/case-runs")
@guarded(case_item, may_learn)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Begin a run, or go on with the one that runs."""
    record = begin_run(found, run_id=id_from(request.form, "id"), by=current_user.id, at=now())
    db.session.commit()
    return redirect(url_for("case_runs.show", run_id=record.id), 303)


@blueprint.get("/case-runs/<uuid:run_id>")
@guarded(enrolled_run, may_see_run)
def show(found: EnrolledRun) -> ResponseReturnValue:
    """The bench; behind the run's end the debrief. Until then the run is the trainee's own."""
    if found.run.is_over:
        return debrief_page(found)
    if not may_act(current_user, found):
        return render_template("cases/runs/under_way.html", found=found)
    return bench_page(found)

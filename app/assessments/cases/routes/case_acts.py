"""Acts: a test that is done, or the cause that is named."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.cases.forms import ActForm
from app.assessments.cases.operations import act_in
from app.assessments.cases.permissions import may_act
from app.assessments.cases.queries import EnrolledRun, enrolled_run
from app.assessments.cases.routes.bench import bench_page
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("case_acts", __name__)


@blueprint.post("/case-runs/<uuid:run_id>/acts")
@guarded(enrolled_run, may_act)
def create(found: EnrolledRun) -> ResponseReturnValue:
    """Do what was chosen, and show what it shows."""
    form = ActForm(request.form)
    if form.errors and not found.run.is_over:
        return bench_page(found, form=form), 422
    seen, by = form.seen, current_user.id
    run = act_in(found.record, act_id=form.act_id, choice_id=form.choice_id, seen=seen, by=by, at=now())
    db.session.commit()
    anchor = None if run.is_over else "now"
    return redirect(url_for("case_runs.show", run_id=found.record.id, _anchor=anchor), 303)

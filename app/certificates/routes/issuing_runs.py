"""Issuing for many at once, and how far it is."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.certificates.forms import IssueForm
from app.certificates.operations import begin_run
from app.certificates.permissions import may_issue, may_see_run
from app.certificates.queries import Run, candidates_in, issuing_run
from app.certificates.routes.certificates import dry_run_page
from app.courses.facts import CohortFacts
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.mail.bell import bell_of
from app.shared.clock import now
from app.shared.errors import Refusal
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("issuing_runs", __name__)


@blueprint.post("/cohorts/<uuid:cohort_id>/issuing-runs")
@guarded(cohort_followed_by, may_issue)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Ask for the certificates of those who are chosen; the worker issues them."""
    candidates = candidates_in(cohort)
    form = IssueForm.among(candidates)
    if not form.validate_on_submit():
        return dry_run_page(cohort, candidates, form), 422
    run = begin_run(form.new_id or new_id(), cohort=cohort, chosen=form.chosen(), by=current_user.id, at=now())
    db.session.commit()
    bell_of(current_app).ring()
    return redirect(url_for("issuing_runs.show", run_id=run.id), 303)


@blueprint.get("/issuing-runs/<uuid:run_id>")
@guarded(issuing_run, may_see_run)
def show(run: Run) -> ResponseReturnValue:
    """How many of how many are issued, and who was refused, with the reason."""
    candidates = {each.enrolled.id: each for each in candidates_in(run.cohort)} if run.in_state("refused") else {}
    refusals = {
        enrolment_id: Refusal(
            name=each.enrolled.name, shortfalls=each.eligibility.shortfalls, unwritten=each.eligibility.unwritten
        )
        for enrolment_id, each in candidates.items()
    }
    return render_template(
        "certificates/issuing_runs/show.html", run=run, refusals=refusals, stands_still=run.stands_still(now())
    )

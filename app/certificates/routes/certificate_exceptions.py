"""A certificate for somebody to whom a rule of the course doesn't apply."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.certificates.forms import ExceptionForm
from app.certificates.operations import begin_run
from app.certificates.permissions import may_issue_to
from app.certificates.queries import candidates_among
from app.courses.facts import Enrolled
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.mail.bell import bell_of
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("certificate_exceptions", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/certificate-exceptions/new")
@guarded(enrolled, may_issue_to)
def new(found: Enrolled) -> ResponseReturnValue:
    """What is missing, and the form: why they get it all the same."""
    return _page(found, ExceptionForm.new())


@blueprint.post("/enrolments/<uuid:enrolment_id>/certificate-exceptions")
@guarded(enrolled, may_issue_to)
def create(found: Enrolled) -> ResponseReturnValue:
    """Ask for the certificate; the worker issues it."""
    form = ExceptionForm.new()
    if not form.validate_on_submit():
        return _page(found, form), 422
    chosen = {found.id: form.reason.data or ""}
    run = begin_run(form.new_id or new_id(), cohort=found.cohort, chosen=chosen, by=current_user.id, at=now())
    db.session.commit()
    bell_of(current_app).ring()
    return redirect(url_for("issuing_runs.show", run_id=run.id), 303)


def _page(found: Enrolled, form: ExceptionForm) -> str:
    (candidate,) = candidates_among([found])
    return render_template("certificates/certificate_exceptions/new.html", candidate=candidate, form=form)

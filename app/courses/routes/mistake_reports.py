"""What readers found wrong in an item, and what the authors answer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.forms.mistake_reports import AnswerForm, MistakeForm
from app.courses.mistakes import ReportedItem, SeenReport
from app.courses.operations.mistake_reports import A_DAY, answer_report, report_mistake
from app.courses.permissions import is_own, may_answer, may_report
from app.courses.queries.mistake_reports import own_place, report_seen_by, reported_item, reports_seen_by
from app.db import db
from app.records.operations.throttle import count_try
from app.shared.clock import now
from app.web.guards import anyone_who_finds_it, guarded, signed_in

blueprint = Blueprint("mistake_reports", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/items/<item_id>/reports/new")
@blueprint.get("/revisions/<int(max=2147483647):revision_id>/items/<item_id>/reports/new")
@guarded(reported_item, may_report)
def new(found: ReportedItem) -> ResponseReturnValue:
    """The form."""
    return _form_page(found, MistakeForm.about(found))


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/reports")
@blueprint.post("/revisions/<int(max=2147483647):revision_id>/items/<item_id>/reports")
@guarded(reported_item, may_report)
def create(found: ReportedItem) -> ResponseReturnValue:
    """Tell the authors, and go back to the item."""
    form = MistakeForm.about(found)
    if not form.validate_on_submit():
        return _form_page(found, form), 422
    waits = count_try(A_DAY, str(current_user.id), at=now())
    db.session.commit()  # so that requests at the same moment count each other
    if waits:
        form.form_errors = [_("You have sent 30 reports today, as many as one person can. Send this one tomorrow.")]
        return _form_page(found, form), 429
    values = {"place": form.place.data, "text": form.text.data, "report_id": form.new_id}
    report_mistake(found, by=current_user.id, at=now(), **values)
    db.session.commit()
    flash(_("Thank you. The author reads it, and you will find the answer among your notices."), "success")
    return redirect(_back(found), 303)


@blueprint.get("/reports")
@signed_in
def index() -> ResponseReturnValue:
    """What was reported: everything for those who answer, their own for others."""
    page = request.args.get("page", 1, type=int)
    found = reports_seen_by(current_user, page=page)
    return render_template("courses/mistake_reports/index.html", found=found)


@blueprint.get("/reports/<uuid:report_id>")
@guarded(report_seen_by, anyone_who_finds_it)
def show(report: SeenReport) -> ResponseReturnValue:
    """One report, with its answer or the form for it."""
    return _report_page(report, AnswerForm())


@blueprint.post("/reports/<uuid:report_id>/answer")
@guarded(report_seen_by, may_answer)
def update(report: SeenReport) -> ResponseReturnValue:
    """Answer it."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _report_page(report, form), 422
    answer_report(report, answer=form.answer.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The report is answered and closed. Its reader gets your answer."), "success")
    return redirect(f"/reports/{report.id}", 303)


def _back(found: ReportedItem) -> str:
    """The page that the form was opened from: a trainee's pages are their own, so others go to where they stand."""
    enrolled = found.enrolled
    return found.prefix if enrolled is None or is_own(current_user, enrolled) else f"/enrolments/{enrolled.id}"


def _form_page(found: ReportedItem, form: MistakeForm) -> str:
    return render_template("courses/mistake_reports/new.html", found=found, form=form, back=_back(found))


def _report_page(report: SeenReport, form: AnswerForm) -> str:
    own = None if current_user.is_staff else own_place(current_user, report)
    return render_template("courses/mistake_reports/show.html", report=report, form=form, own=own)

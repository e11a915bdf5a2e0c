"""From what a reader reported to its line at the desk."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.operations.drafts import begin_draft
from app.authoring.permissions import may_write
from app.authoring.queries.reports import ReportedFile, reported_file
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("reported_files", __name__, url_prefix="/reports/<uuid:report_id>/draft")


@blueprint.get("")
@guarded(reported_file, may_write)
def show(found: ReportedFile) -> ResponseReturnValue:
    """The line in the draft; where there is none, a button that begins one."""
    if found.draft_id is None:
        return render_template("authoring/reported/show.html", found=found, report=found.report)
    if not found.address:
        flash(_("What was reported isn’t in the draft any more."), "info")
    return redirect(found.address or f"/drafts/{found.draft_id}", 303)


@blueprint.post("")
@guarded(reported_file, may_write)
def create(found: ReportedFile) -> ResponseReturnValue:
    """Begin a draft, and go to the line."""
    begin_draft(found.course_id, by=current_user.id, at=now())
    db.session.commit()
    return redirect(f"/reports/{found.report.id}/draft", 303)

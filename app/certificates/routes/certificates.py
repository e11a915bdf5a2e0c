"""A cohort's certificates, and the document of each."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from app.certificates.eligibility import unwritten_weeks
from app.certificates.facts import file_name
from app.certificates.forms import IssueForm
from app.certificates.operations import draft_each, draw, record_each
from app.certificates.permissions import may_issue
from app.certificates.queries import Candidate, StoredDocument, candidates_in, certificate_document
from app.courses.facts import CohortFacts
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.shared.clock import now
from app.shared.storage import files
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/certificates")
@guarded(cohort_followed_by, may_issue)
def index(cohort: CohortFacts) -> ResponseReturnValue:
    """Who is complete, who isn't and why, and who has a certificate."""
    candidates = candidates_in(cohort)
    return _page(cohort, candidates, IssueForm.among(candidates))


@blueprint.post("/cohorts/<uuid:cohort_id>/certificates")
@guarded(cohort_followed_by, may_issue)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Issue the certificates of those who are chosen."""
    candidates = candidates_in(cohort)
    form = IssueForm.among(candidates)
    if not form.validate_on_submit():
        return _page(cohort, candidates, form), 422
    chosen = [each.enrolled for each in candidates if each.enrolled.id in form.chosen]
    school = current_app.config["SCHOOL_NAME"]
    drafts = draft_each(chosen, by=current_user.id, at=now(), school_name=school)
    db.session.commit()  # nothing is written yet, but now others may write while the documents are drawn
    drawn = [draw(draft, public_url=current_app.config["PUBLIC_URL"]) for draft in drafts]
    record_each(drawn, by=current_user.id)
    db.session.commit()
    flash(ngettext("The certificate is issued.", "The certificates are issued.", len(chosen)), "success")
    return redirect(url_for("certificates.index", cohort_id=cohort.id), 303)


@blueprint.get("/certificates/<uuid:certificate_id>.pdf")
@guarded(certificate_document, anyone_who_finds_it)
def show(document: StoredDocument) -> ResponseReturnValue:
    """The document as it was issued."""
    name = file_name(document.statement) if document.statement else "certificate.pdf"
    return send_file(
        BytesIO(files.get(document.pdf_digest)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=name,
        etag=document.pdf_digest,
        last_modified=document.issued_at,
    )


def _page(cohort: CohortFacts, candidates: Sequence[Candidate], form: IssueForm) -> str:
    return render_template(
        "certificates/certificates/index.html",
        cohort=cohort,
        form=form,
        earned=[each for each in candidates if each.eligibility.complete and not each.certificate],
        short=[each for each in candidates if each.is_on_the_way],
        issued=[each for each in candidates if each.certificate],
        unwritten=unwritten_weeks(cohort.curriculum),
    )

"""A cohort's certificates, and the document of each."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.certificates.eligibility import unwritten_weeks
from app.certificates.facts import file_name
from app.certificates.forms import IssueForm
from app.certificates.permissions import may_issue
from app.certificates.queries import (
    Candidate,
    StoredDocument,
    candidates_in,
    certificate_document,
    certificates_standing,
    exceptions_to,
    issuing_for,
    runs_in,
    waiting_in,
)
from app.courses.facts import CohortFacts
from app.courses.queries.cohorts import cohort_followed_by
from app.shared.clock import now
from app.shared.storage import files
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/certificates")
@guarded(cohort_followed_by, may_issue)
def index(cohort: CohortFacts) -> ResponseReturnValue:
    """Who is complete, who isn't and why, and who has a certificate."""
    candidates = candidates_in(cohort)
    return dry_run_page(cohort, candidates, IssueForm.among(candidates))


@blueprint.get("/certificates/<uuid:certificate_id>.pdf")
@guarded(certificate_document, anyone_who_finds_it)
def show(document: StoredDocument) -> ResponseReturnValue:
    """The document as it was issued."""
    return send_file(
        BytesIO(files.get(document.pdf_digest)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=file_name(document.statement),
        etag=document.pdf_digest,
        last_modified=document.issued_at,
    )


def dry_run_page(cohort: CohortFacts, candidates: Sequence[Candidate], form: IssueForm) -> str:
    """Who gets a certificate when it is asked for now, who doesn't, and why."""
    issued = [each for each in candidates if each.certificate]
    waiting = waiting_in(cohort.id)
    due = [each for each in candidates if each.is_due and each.enrolled.id not in waiting]
    return render_template(
        "certificates/certificates/index.html",
        cohort=cohort,
        form=form,
        nobody=not candidates,
        earned=[each for each in due if each.enrolled.person_id != current_user.id],
        own=[each for each in due if each.enrolled.person_id == current_user.id],
        short=sorted((each for each in candidates if each.is_short and each.enrolled.id not in waiting), key=_has_left),
        issued=issued,
        doubtful=[each for each in issued if each.is_in_doubt],
        standings=certificates_standing([each.certificate.id for each in candidates if each.certificate], at=now()),
        exceptions=exceptions_to([each.enrolled.id for each in issued]),
        runs=runs_in(cohort),
        issuing_for=issuing_for(cohort),
        unwritten=unwritten_weeks(cohort.curriculum),
    )


def _has_left(candidate: Candidate) -> bool:
    return candidate.enrolled.withdrawn_at is not None

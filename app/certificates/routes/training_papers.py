"""Papers about a course that isn't completed, or about every part of one: drawn whenever somebody asks."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, current_app, send_file
from flask.typing import ResponseReturnValue

from app.certificates.facts import plain_name
from app.certificates.operations import Sort, training_paper
from app.certificates.queries import training_until
from app.courses.facts import Enrolled
from app.courses.permissions import may_see_enrolment
from app.courses.queries.enrolments import enrolled
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("training_papers", __name__, url_prefix="/enrolments/<uuid:enrolment_id>")


@blueprint.get("/attestation.pdf")
@guarded(enrolled, may_see_enrolment)
def attestation(found: Enrolled) -> ResponseReturnValue:
    """What was followed and done until now, in numbers."""
    return _file("attestation", found)


@blueprint.get("/transcript.pdf")
@guarded(enrolled, may_see_enrolment)
def transcript(found: Enrolled) -> ResponseReturnValue:
    """Every item with its outcome and date."""
    return _file("transcript", found)


def _file(sort: Sort, found: Enrolled) -> ResponseReturnValue:
    at = now()
    training = training_until(found, school=current_app.config["SCHOOL_NAME"], at=at)
    name = f"{sort}-{plain_name(found.name) or found.id}-{found.curriculum.id}.pdf"
    data = BytesIO(training_paper(sort, training, at=at))
    return send_file(data, mimetype="application/pdf", as_attachment=True, download_name=name, max_age=0)

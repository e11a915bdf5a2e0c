"""The photos of a sign-off."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.assessments.practicals.facts import SeenEvidence
from app.assessments.practicals.permissions import may_see_evidence
from app.assessments.practicals.queries import evidence_seen_by
from app.shared.storage import files
from app.web.guards import guarded

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/evidence/<uuid:evidence_id>")
@guarded(evidence_seen_by, may_see_evidence)
def show(found: SeenEvidence) -> ResponseReturnValue:
    """One photo. A shared device must not keep it."""
    response = Response(files.get(found.stored_digest), content_type=found.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""The photos of a held record."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.assessments.practicals.held import SeenHeldPhoto
from app.assessments.practicals.permissions import may_see_held_photo
from app.assessments.practicals.photos import MEDIA_TYPE
from app.assessments.practicals.queries import held_photo_seen_by
from app.shared.storage import files
from app.web.guards import guarded

blueprint = Blueprint("held_photos", __name__)


@blueprint.get("/held-records/<uuid:held_id>/photos/<int:place>")
@guarded(held_photo_seen_by, may_see_held_photo)
def show(found: SeenHeldPhoto) -> ResponseReturnValue:
    """One photo that was kept. A shared device must not keep it."""
    response = Response(files.get(found.stored_digest), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response

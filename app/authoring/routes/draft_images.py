"""The bytes of a draft's pictures, for its authors."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.authoring.permissions import may_write
from app.authoring.queries.pictures import picture_seen_by
from app.courses.facts import Image
from app.courses.routes.images import POLICY
from app.web.guards import guarded

blueprint = Blueprint("draft_images", __name__)


@blueprint.get("/drafts/<uuid:draft_id>/images/<digest>.<ending>")
@guarded(picture_seen_by, may_write)
def show(found: Image) -> ResponseReturnValue:
    """The picture. Its address names its content, but whoever may see it may change."""
    response = Response(found.data, mimetype=found.media_type)
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = POLICY
    return response

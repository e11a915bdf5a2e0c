"""Drawings and photos of published courses."""

from __future__ import annotations

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from app.courses.queries.revisions import image
from app.web.guards import public

blueprint = Blueprint("images", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
# An SVG that somebody opens by itself may style itself, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@blueprint.get("/images/<digest>.<ending>")
@public
def show(digest: str, ending: str) -> ResponseReturnValue:
    """The image; its address names its content, so browsers keep it for ever."""
    found = image(digest, ending)
    if found is None:
        abort(404)
    response = Response(found.data, mimetype=found.media_type)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = POLICY
    response.set_etag(digest)
    return response

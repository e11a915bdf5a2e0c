"""Assets, health, and the style guide in development."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.web.guards import public

blueprint = Blueprint("web", __name__)
blueprints = (blueprint,)
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/assets/<path:name>")
@public
def asset(name: str) -> ResponseReturnValue:
    """A style sheet, script or font; its name changes with its content."""
    found = current_app.extensions["assets"].find(name)
    if found is None:
        abort(404)
    response = Response(found.data, content_type=found.media_type)
    if found.gzipped and request.accept_encodings["gzip"]:
        response = Response(found.gzipped, content_type=found.media_type)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.get("/service-worker.js")
@public
def service_worker() -> ResponseReturnValue:
    """What shows attempts and the bench without the network. Its address stays, so that a new one replaces it."""
    found = current_app.extensions["assets"].named("service-worker.js")
    return Response(found.data, content_type=found.media_type)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """That the application answers."""
    return {"status": "ok"}


@blueprint.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    """Every component on one page; in development only."""
    if current_app.extensions["settings"].mode == "production":
        abort(404)
    return render_template("styleguide/show.html")

"""The sources of a revision, to read, change and take in elsewhere."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionSources
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import revision_sources
from app.curriculum.archive import pack
from app.web.guards import guarded

blueprint = Blueprint("revision_sources", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>.zip")
@guarded(revision_sources, may_read_with_answers)
def show(found: RevisionSources) -> ResponseReturnValue:
    """A zip file that `flask content import` takes."""
    response = Response(pack(found.packed), mimetype="application/zip")
    name = f"{found.packed.course_id}-{found.number}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

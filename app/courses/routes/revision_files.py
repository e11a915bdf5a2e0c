"""One text of a revision as it is written, line by line: where reports and statistics point at."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.courses.facts import SourceFile
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import source_file
from app.web.guards import guarded

blueprint = Blueprint("revision_files", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/sources/<path:path>")
@guarded(source_file, may_read_with_answers)
def show(source: SourceFile) -> ResponseReturnValue:
    """The text; each line has an address of its own."""
    return render_template("courses/revision_files/show.html", source=source)

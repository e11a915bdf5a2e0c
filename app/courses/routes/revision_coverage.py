"""Where a course teaches and assesses its competences, week by week."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionFacts
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import revision_facts
from app.curriculum.coverage import coverage_of
from app.web.guards import guarded

blueprint = Blueprint("revision_coverage", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/coverage")
@guarded(revision_facts, may_read_with_answers)
def show(revision: RevisionFacts) -> ResponseReturnValue:
    """Competences down, weeks across; gaps first."""
    coverage = coverage_of(revision.curriculum)
    return render_template("courses/revision_coverage/show.html", revision=revision, coverage=coverage)

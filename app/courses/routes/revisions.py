"""A revision of a course, as staff read it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionFacts
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import composed_of, revision_facts
from app.web.guards import guarded

blueprint = Blueprint("revisions", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>")
@guarded(revision_facts, may_read_with_answers)
def show(revision: RevisionFacts) -> ResponseReturnValue:
    """The whole course: weeks, outcomes, items, competences."""
    return render_template(
        "courses/revisions/show.html",
        revision=revision,
        curriculum=revision.curriculum,
        composed_of=composed_of(revision.id),
    )

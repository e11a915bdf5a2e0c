"""The words of the trade of a revision, as staff read them."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionFacts
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import revision_facts
from app.courses.routes.pages import glossary_page
from app.web.guards import guarded

blueprint = Blueprint("revision_glossaries", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/glossary")
@guarded(revision_facts, may_read_with_answers)
def show(revision: RevisionFacts) -> ResponseReturnValue:
    """Every term, in the reader's language and in the course's."""
    return glossary_page(revision.curriculum, course=f"/revisions/{revision.id}")

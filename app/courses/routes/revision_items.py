"""An item of a revision, with its answers, as staff read it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.courses.facts import RevisionItem
from app.courses.permissions import may_read_with_answers
from app.courses.queries.revisions import revision_item
from app.courses.routes.explained import explained
from app.web.guards import guarded

blueprint = Blueprint("revision_items", __name__)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/items/<item_id>")
@guarded(revision_item, may_read_with_answers)
def show(found: RevisionItem) -> ResponseReturnValue:
    """A lesson, quiz or practical with its key, criteria and levels."""
    body = explained(found.item, found.revision.curriculum)
    return render_template("courses/revision_items/show.html", found=found, item=found.item, body=body)

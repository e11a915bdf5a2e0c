"""Test runs of a draft: an author takes the course as somebody new, and nothing of it is kept."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.trials import NothingToSee, begin_test, end
from app.shared.ids import new_id
from app.web.guards import guarded
from app.web.security import only_reads

blueprint = Blueprint("trials", __name__, url_prefix="/drafts/<uuid:draft_id>/trials")


@blueprint.post("")
@guarded(draft_seen_by, may_write)
@only_reads
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Begin a test run of the draft as it is saved, as somebody who has done nothing yet."""
    if not begin_test(draft, current_user, place=_place()):
        raise NothingToSee(draft=draft)
    return redirect(f"{draft.address}/as/test/", 303)


@blueprint.post("/ends")
@guarded(draft_seen_by, may_write)
@only_reads
def destroy(draft: DraftFacts) -> ResponseReturnValue:
    """Throw the author's trial away."""
    end(draft, current_user)
    return redirect(draft.address, 303)


def _place() -> UUID:
    """Made by the page that asks, so that a request sent twice begins one run."""
    try:
        return UUID(request.form.get("place", ""))
    except ValueError:
        return new_id()

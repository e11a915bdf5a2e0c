"""The pages of an author's trial of a draft, below an address of their own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.trials import TrialPage, answer
from app.people.member import Member
from app.web.guards import guarded
from app.web.security import only_reads

blueprint = Blueprint("trial_pages", __name__, url_prefix="/drafts/<uuid:draft_id>/as/<reader>")


def trial_page(member: Member, *, draft_id: UUID, reader: str, inner: str = "") -> TrialPage | None:  # noqa: ARG001
    """A page of the member's own trial of that draft, whatever is there; None for whoever is no author."""
    draft = draft_seen_by(member, draft_id=draft_id)
    return TrialPage(draft, member, reader) if draft else None


@blueprint.get("/")
@blueprint.get("/<path:inner>")
@guarded(trial_page, may_write)
def show(page: TrialPage) -> ResponseReturnValue:
    """What the trial answers."""
    return answer(page) or abort(404)


@blueprint.post("/<path:inner>")
@guarded(trial_page, may_write)
@only_reads
def create(page: TrialPage) -> ResponseReturnValue:
    """What the trial answers to what was sent. It asks for a token of its own, and writes into its own database."""
    return answer(page) or abort(404)


@blueprint.record
def _leave_tokens_to_the_trial(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(blueprint)

"""Publishing a draft: what will change, for whom, and a note about it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.publications import PublicationForm
from app.authoring.operations.publishing import publish_draft
from app.authoring.permissions import may_write
from app.authoring.queries.bases import newer_base
from app.authoring.queries.drafts import compiled, draft_seen_by, sources_of
from app.authoring.queries.impact import Publishing, draft_changes, draft_to_publish, impact
from app.authoring.trials import end_all_of
from app.courses.models import Revision
from app.courses.operations.revisions import MeaningsChanged, UnsoundCurriculum
from app.courses.routes.side_by_side import shown_beside
from app.curriculum.phrases import phrase
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("publications", __name__, url_prefix="/drafts/<uuid:draft_id>/publication")


@dataclass(frozen=True)
class DraftPart:
    """A draft before one part of its course."""

    draft: DraftFacts
    part_id: str


def load_part(member: Member, *, draft_id: UUID, part_id: str) -> DraftPart | None:
    """That part before the draft; whether anything changed in it, the page says."""
    draft = draft_seen_by(member, draft_id=draft_id)
    return DraftPart(draft, part_id) if draft else None


@blueprint.get("/new")
@guarded(draft_seen_by, may_write)
def new(draft: DraftFacts) -> ResponseReturnValue:
    """What is wrong, what will change and for whom, and the form."""
    return _page(draft, PublicationForm.of(draft))


@blueprint.get("/parts/<part_id>")
@guarded(load_part, may_write)
def show(part: DraftPart) -> ResponseReturnValue:
    """One change side by side; the list, where it was undone meanwhile."""
    sources = sources_of(part.draft)
    between = draft_changes(part.draft, sources, compiled(part.draft, sources))
    change = between.by_part.get(part.part_id) if between else None
    if between is None or change is None:
        return redirect(f"{part.draft.address}/publication/new", 303)
    pair = shown_beside(change, between, with_answers=True)
    return render_template(
        "authoring/publications/show.html", draft=part.draft, changes=between, change=change, pair=pair
    )


@blueprint.post("")
@guarded(draft_to_publish, may_write)
def create(found: Publishing) -> ResponseReturnValue:
    """Publish it, which ends the draft."""
    form = PublicationForm.of(found.draft)
    if found.draft is not None and not form.validate_on_submit():
        return _page(found.draft, form), 422
    try:
        revision = _published(found.id, form)
    except (UnsoundCurriculum, MeaningsChanged):
        if found.draft is None:
            raise
        return _page(found.draft, form), 422
    told = _("It is revision %(number)s. Cohorts keep theirs until a coordinator takes it.", number=revision.number)
    flash(told, "success")
    return redirect(f"/revisions/{revision.id}", 303)


def _published(draft_id: UUID, form: PublicationForm) -> Revision:
    revision = publish_draft(
        draft_id,
        version=form.seen_version,
        base_id=form.seen_base,
        note=form.told,
        knowingly=bool(form.knowingly.data),
        by=current_user.id,
        at=now(),
    )
    db.session.commit()
    end_all_of(draft_id)
    return revision


def _page(draft: DraftFacts, form: PublicationForm) -> str:
    sources = sources_of(draft)
    made = compiled(draft, sources)
    between = draft_changes(draft, sources, made)
    return render_template(
        "authoring/publications/new.html",
        draft=draft,
        form=form,
        changes=between,
        impact=impact(draft, between),
        problems=made.problems,
        is_sound=made.curriculum is not None,
        newer=newer_base(draft),
        phrase=phrase,
    )

"""A draft that nobody goes on with is thrown away, by whoever says so twice."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import DiscardForm
from app.authoring.operations.arranging import discard_seen
from app.authoring.permissions import may_write
from app.authoring.queries.desks import cover_of
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.impact import Publishing as Ending
from app.authoring.queries.impact import draft_to_publish as draft_to_end
from app.authoring.queries.outlines import writers_of
from app.authoring.trials import end_all_of
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_ends", __name__, url_prefix="/drafts/<uuid:draft_id>/ends")


@blueprint.get("/new")
@guarded(draft_seen_by, may_write)
def new(draft: DraftFacts) -> ResponseReturnValue:
    """What is thrown away, and the tick that says so."""
    return _page(draft, DiscardForm())


@blueprint.post("")
@guarded(draft_to_end, may_write)
def create(found: Ending) -> ResponseReturnValue:
    """Throw it away, unless somebody saved something meanwhile."""
    form = DiscardForm()
    if found.draft is not None and not form.validate_on_submit():
        return _page(found.draft, form), 422
    discard_seen(found.id, version=form.version_number, by=current_user.id, at=now())
    db.session.commit()
    end_all_of(found.id)
    flash(_("The draft is discarded. What is published stays as it is."), "success")
    return redirect("/desk", 303)


def _page(draft: DraftFacts, form: DiscardForm) -> str:
    title, language = cover_of(draft)
    return render_template(
        "authoring/ends/new.html",
        draft=draft,
        form=form,
        title=title,
        title_language=language,
        writers=writers_of(draft),
    )

"""A course as its authors are writing it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import BeginForm
from app.authoring.operations.drafts import begin_draft
from app.authoring.permissions import may_write
from app.authoring.queries.bases import newer_base
from app.authoring.queries.desks import DeskCourse, desk_seen_by
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import draft_tree
from app.curriculum.phrases import phrase
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("drafts", __name__)


@blueprint.post("/drafts")
@guarded(desk_seen_by, may_write)
def create(courses: tuple[DeskCourse, ...]) -> ResponseReturnValue:
    """Begin to write a course, or go on with what somebody else began."""
    form = BeginForm.of(each.course_id for each in courses)
    if not form.validate_on_submit():
        return render_template("authoring/desk/show.html", courses=courses), 422
    draft = begin_draft(form.course_id.data, by=current_user.id, at=now())
    db.session.commit()
    return redirect(f"/drafts/{draft.id}", 303)


@blueprint.get("/drafts/<uuid:draft_id>")
@guarded(draft_seen_by, may_write)
def show(draft: DraftFacts) -> ResponseReturnValue:
    """The course as a tree; to arrange its items, too."""
    tree = draft_tree(current_user, draft)
    return render_template(
        "authoring/drafts/show.html",
        draft=draft,
        outline=tree.outline,
        mistakes=tree.mistakes,
        last=tree.last,
        clashes=tree.clashes,
        overtaken=newer_base(draft),
        arranging=bool(request.args.get("arrange")),
        phrase=phrase,
    )

"""An item of a draft: a new one, and where one is moved, renamed and removed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.authoring.blocks import beginning_of
from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import MoveForm, NewItemForm, RenameForm
from app.authoring.operations.arranging import add_item
from app.authoring.outlining import Outline
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.outlines import DraftItem, draft_item, draft_outline
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_items", __name__, url_prefix="/drafts/<uuid:draft_id>/items")
DEFAULT_LANGUAGE = "en"
"""Of the beginning of an item where the course doesn't say its language."""


@blueprint.get("/new")
@guarded(draft_seen_by, may_write)
def new(draft: DraftFacts) -> ResponseReturnValue:
    """The form: what it is, its title, its week."""
    outline = draft_outline(draft)
    return _new_page(draft, outline, NewItemForm.of(outline, week=request.args.get("week", type=int)))


@blueprint.post("")
@guarded(draft_seen_by, may_write)
def create(draft: DraftFacts) -> ResponseReturnValue:
    """Put it at the end of its week, and go on to write it."""
    outline = draft_outline(draft)
    form = NewItemForm.of(outline)
    if not form.validate_on_submit():
        return _new_page(draft, outline, form), 422
    path = _add(draft, outline, form)
    db.session.commit()
    return redirect(draft.address_of(path) if path else draft.address, 303)


@blueprint.get("/<path:path>")
@guarded(draft_item, may_write)
def show(found: DraftItem) -> ResponseReturnValue:
    """What hangs on it, and where it is moved, renamed and removed."""
    return item_page(found)


def item_page(found: DraftItem, *, moving: MoveForm | None = None, renaming: RenameForm | None = None) -> str:
    """The page of an item with its forms; one that came back with mistakes instead of an empty one."""
    return render_template(
        "authoring/items/show.html",
        found=found,
        moving=moving or MoveForm.of(found.outline, found.item),
        renaming=renaming or RenameForm.of(found.outline, found.item),
    )


def _add(draft: DraftFacts, outline: Outline, form: NewItemForm) -> str:
    """The path of the new item; empty when the request came before."""
    title, language = form.title.data or "", outline.language or DEFAULT_LANGUAGE
    return add_item(
        draft.id,
        week=form.week.data,
        kind=form.kind.data,
        title=title,
        text=beginning_of(form.kind.data, title, language),
        act_id=form.act,
        by=current_user.id,
        at=now(),
    )


def _new_page(draft: DraftFacts, outline: Outline, form: NewItemForm) -> str:
    return render_template("authoring/items/new.html", draft=draft, outline=outline, form=form)

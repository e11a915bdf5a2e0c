"""Two people wrote in one file at the same time: they see both versions, and choose piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.facts import FileClash
from app.authoring.forms.acts import ClashForm
from app.authoring.hunks import beside
from app.authoring.merging import Choice, Piece, joined, pieces
from app.authoring.operations.saving import save_file
from app.authoring.permissions import may_write
from app.authoring.queries.outlines import AsideSave, aside_seen_by
from app.authoring.routes.draft_saves import language_of
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded
from app.web.titles import foreign

blueprint = Blueprint("draft_clashes", __name__, url_prefix="/drafts/<uuid:draft_id>/clashes")


@blueprint.get("/<int(max=2147483647):number>")
@guarded(aside_seen_by, may_write)
def show(aside: AsideSave) -> ResponseReturnValue:
    """Both versions; what only one of them changed is chosen already. The text itself, when it is settled."""
    if aside.clash is None:
        return _settled(aside)
    return _page(aside.clash, pieces_of(aside.clash), {})


@blueprint.post("/<int(max=2147483647):number>")
@guarded(aside_seen_by, may_write)
def update(aside: AsideSave) -> ResponseReturnValue:
    """Save what was chosen, unless somebody saved the file once more meanwhile."""
    clash, form = aside.clash, ClashForm()
    if clash is None or not form.validate_on_submit():
        return _settled(aside)
    cut, choices = pieces_of(clash), form.choices(request.form)
    if form.theirs.data != (clash.theirs_digest or ""):
        return _page(clash, cut, {}, changed=True), 409
    if any(piece.is_open and number not in choices for number, piece in enumerate(cut)):
        return _page(clash, cut, choices, missing=True), 422
    return _save(aside, clash, joined(cut, choices), form)


def pieces_of(clash: FileClash) -> tuple[Piece, ...]:
    """Both texts in pieces, in order."""
    return pieces(clash.base, clash.mine, clash.theirs)


def _save(aside: AsideSave, clash: FileClash, text: str, form: ClashForm) -> ResponseReturnValue:
    # That the draft's own text was chosen is noted too: then nothing waits to be chosen any more.
    act = "looked-over" if text == clash.theirs else "wrote"
    values = {"before": clash.theirs_digest, "act_id": form.act, "act": act, "by": current_user.id, "at": now()}
    saved = save_file(clash.draft.id, clash.path, text.encode(), **values)
    db.session.commit()
    if saved.is_aside:
        return redirect(f"{clash.draft.address}/clashes/{saved.number}", 303)
    return _settled(aside)


def _settled(aside: AsideSave) -> ResponseReturnValue:
    flash(_("It is settled. This is what the draft holds now."), "success")
    draft, path = aside.draft, aside.path
    return redirect(draft.address_of(path) if draft.is_text(path) else draft.address, 303)


def _page(
    clash: FileClash,
    cut: Sequence[Piece],
    choices: Mapping[int, Choice],
    *,
    changed: bool = False,
    missing: bool = False,
) -> str:
    """`changed`: the file was saved once more since the page was made; `missing`: not everything is chosen yet."""
    return render_template(
        "authoring/clashes/show.html",
        clash=clash,
        lang=foreign(language_of(clash.draft, clash.path)),
        chosen=[
            (number, piece, choices.get(number) or piece.kind, beside(piece.mine, piece.theirs, differs=_("differs:")))
            for number, piece in enumerate(cut)
            if piece.mine != piece.theirs
        ],
        changed=changed,
        missing=missing,
    )

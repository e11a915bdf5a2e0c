"""The page on which a file of a draft is written: its text, what is wrong with it, and what trainees will see."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.authoring.facts import DraftFacts, DraftFile
from app.authoring.forms.draft_files import TextForm
from app.authoring.operations.changing import Saved
from app.authoring.operations.saving import save_file
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_file, draft_seen_by
from app.authoring.queries.reports import reports_in
from app.authoring.queries.saves import last_saves, own_clashes
from app.authoring.queries.writing import FilePlace, Writing, place_seen_by, written
from app.authoring.trials import Shown
from app.authoring.trials import show as shown_in_trial
from app.curriculum.phrases import phrase
from app.db import db
from app.shared.clock import now
from app.shared.errors import Refusal
from app.web.guards import asks_for_data, guarded
from app.web.security import POLICY, only_reads

FRAMING = f"{POLICY}; frame-src 'self'"
"""The page shows another one in a frame: the preview."""

blueprint = Blueprint("draft_files", __name__)


@blueprint.get("/drafts/<uuid:draft_id>/files/<path:path>")
@guarded(draft_file, may_write)
def show(file: DraftFile) -> ResponseReturnValue:
    """The text as it was saved last."""
    return _page(written(file))


@blueprint.post("/drafts/<uuid:draft_id>/files/<path:path>")
@guarded(place_seen_by, may_write)
def update(place: FilePlace) -> ResponseReturnValue:
    """Save the text; where somebody else saved the file meanwhile, beside it."""
    form = TextForm.read(request.form)
    try:
        act = {"before": form.before, "act_id": form.act_id, "by": current_user.id, "at": now()}
        saved = save_file(place.draft.id, place.path, form.text.encode("utf-8", "replace"), **act)
        db.session.commit()
    except Refusal as refusal:
        if not asks_for_data():
            raise
        return _refused(refusal)
    return _told(place, saved) if asks_for_data() else _gone_on(place, saved)


@blueprint.post("/drafts/<uuid:draft_id>/checks")
@only_reads
@guarded(draft_seen_by, may_write)
def check(draft: DraftFacts) -> ResponseReturnValue:
    """What comes of the text as it is being typed: what is wrong, and the page that trainees will have. Nothing is
    saved."""
    form = TextForm.read(request.form)
    if not draft.is_text(form.path):
        return {}, 422
    writing = written(DraftFile(draft, form.path, draft.files[form.path], form.text))
    shown = shown_in_trial(draft, current_user, writing.compiled, writing.sources, path=form.path)
    return _comes_of(writing, shown) if asks_for_data() else _page(writing, shown=shown, before=form.before)


def _comes_of(writing: Writing, shown: Shown) -> dict[str, Any]:
    own = shown.addresses.get(writing.language, "")
    return {
        "problems": problems_of(writing),
        "preview": own or next(iter(shown.addresses.values()), ""),
        "previews": dict(shown.addresses),
        "version": shown.version,
        "current": shown.is_current,
        "digest": writing.file.digest,
    }


def problems_of(writing: Writing) -> list[dict[str, Any]]:
    """What is wrong: in this file first, then in the course's other files."""
    path = writing.file.path
    found = sorted(writing.compiled.problems, key=lambda each: (each.file != path, each.file, each.line))
    return [
        {
            "path": each.file,
            "line": each.line,
            "level": each.level,
            "text": phrase(each),
            "address": f"{writing.file.draft.address_of(each.file)}#line-{each.line}",
        }
        for each in found
    ]


def _page(writing: Writing, *, shown: Shown | None = None, before: str | None = None) -> ResponseReturnValue:
    """The page with that text in it; `before`: what its author began from, if they have not saved it yet."""
    file = writing.file
    page = render_template(
        "authoring/files/show.html",
        writing=writing,
        file=file,
        blocks=writing.blocks(read_in=str(get_locale())),
        problems=problems_of(writing),
        reports=reports_in(current_user, file),
        clash=next((each for each in own_clashes(current_user, file.draft) if each.path == file.path), None),
        before=before or file.digest,
        shown=shown,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMING
    return response


def _told(place: FilePlace, saved: Saved) -> ResponseReturnValue:
    if saved.is_aside:
        last = last_saves(place.draft).get(place.path)
        by = last.saved_by if last and last.after == saved.theirs else ""
        return {"clash": f"{place.draft.address}/clashes/{saved.number}", "theirs": saved.theirs, "by": by}, 409
    return {"saved": saved.number, "digest": saved.digest}


def _gone_on(place: FilePlace, saved: Saved) -> ResponseReturnValue:
    if saved.is_aside:
        return redirect(f"{place.draft.address}/clashes/{saved.number}", 303)
    flash(_("Saved."), "success")
    return redirect(place.address, 303)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    said = render_template(f"errors/refusals/{refusal.code}.html", refusal=refusal)
    return {"refused": Markup(said).striptags()}, 422  # noqa: S704 - a template's own

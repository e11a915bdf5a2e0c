"""What was saved in a draft: its history, and each save beside what was there before."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import PurePosixPath

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.authoring.facts import DraftFacts, SeenSave
from app.authoring.hunks import hunks
from app.authoring.permissions import may_write
from app.authoring.queries.desks import cover_of
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.queries.saves import save_seen_by, saves_of
from app.web.guards import guarded
from app.web.titles import foreign

blueprint = Blueprint("draft_saves", __name__, url_prefix="/drafts/<uuid:draft_id>/saves")


@blueprint.get("")
@guarded(draft_seen_by, may_write)
def index(draft: DraftFacts) -> ResponseReturnValue:
    """Everything that was saved, or what was of one file, the newest first."""
    path = request.args.get("path", "")
    found = saves_of(draft, path=path or None, page=request.args.get("page", 1, type=int))
    title, language = cover_of(draft)
    return render_template(
        "authoring/saves/index.html",
        draft=draft,
        title=title or draft.course_id,
        title_language=language,
        path=path,
        found=found,
        acts=[list(saves) for _act, saves in groupby(found.saves, key=lambda save: (save.act_id, save.act))],
    )


@blueprint.get("/<int(max=2147483647):number>")
@guarded(save_seen_by, may_write)
def show(seen: SeenSave) -> ResponseReturnValue:
    """One save of one file beside what was there before."""
    return render_template(
        "authoring/saves/show.html",
        seen=seen,
        lang=foreign(language_of(seen.draft, seen.save.path)),
        found=hunks(seen.before, seen.after, removed=_("removed:"), added=_("added:")) if seen.is_text else (),
        pictures=() if seen.is_text else list(_pictures(seen)),
    )


def language_of(draft: DraftFacts, path: str) -> str:
    """The language that a file of a draft is written in: of a translation the one in its name, else the course's;
    empty: nobody says it."""
    *_stem, language, _ending = ("", *path.rpartition("/")[2].split("."))
    return language if path.endswith(".md") and path.count(".") == 2 else cover_of(draft)[1]


def _pictures(seen: SeenSave) -> Iterable[tuple[str, str]]:
    """What the picture was and is, and its address; empty where there was none."""
    ending = PurePosixPath(seen.save.path).suffix.lower()
    for word, digest in ((_("As it was"), seen.save.before), (_("As it was saved"), seen.save.after)):
        yield word, f"{seen.draft.address}/images/{digest}{ending}" if digest else ""

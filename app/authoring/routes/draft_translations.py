"""A draft in other languages: what there is, and each translation beside its original."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.comparing import marked_lines, untranslated
from app.authoring.facts import DraftFacts
from app.authoring.forms.translations import LanguageForm, TranslationForm
from app.authoring.operations.translations import begin_translation, look_over
from app.authoring.permissions import may_write
from app.authoring.queries.drafts import draft_seen_by, text_of
from app.authoring.queries.reports import reports_in
from app.authoring.queries.translations import (
    SeenTranslation,
    TranslatedDraft,
    translated_draft_seen_by,
    translated_drafts,
    translation_seen_by,
)
from app.authoring.queries.writing import written
from app.authoring.routes.draft_files import FRAMING, problems_of
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("draft_translations", __name__, url_prefix="/drafts/<uuid:draft_id>/translations")


@blueprint.get("")
@guarded(draft_seen_by, may_write)
def index(draft: DraftFacts) -> ResponseReturnValue:
    """Every language that something is translated into, and a way to another."""
    form = LanguageForm(request.args)
    if "language" in request.args and form.validate():
        return redirect(f"{draft.address}/translations/{form.language.data}", 303)
    found = translated_drafts(draft)
    return _drawn("index", draft, found=found, form=form)


@blueprint.get("/<language>")
@guarded(translated_draft_seen_by, may_write)
def show_language(found: TranslatedDraft) -> ResponseReturnValue:
    """Every text that can be translated into a language, and how it stands."""
    return _drawn("language", found.draft, found=found)


@blueprint.get("/<language>/<path:path>")
@guarded(translation_seen_by, may_write)
def show(seen: SeenTranslation) -> ResponseReturnValue:
    """The original, marked with what has changed, and the translation to write beside it."""
    return _beside(seen) if seen.is_there else _not_begun(seen)


@blueprint.post("/<language>/<path:path>")
@guarded(translation_seen_by, may_write)
def update(seen: SeenTranslation) -> ResponseReturnValue:
    """Begin the translation, or note that it is right as it stands."""
    form = TranslationForm()
    if form.validate_on_submit():
        who = {"act_id": form.act, "by": current_user.id, "at": now()}
        if form.seen is None:
            begin_translation(seen, **who)
        else:
            look_over(seen, translation=form.seen[0], original=form.seen[1], **who)
            flash(_("Noted: the translation is right as it stands."), "success")
        db.session.commit()
    return redirect(seen.address, 303)


def _not_begun(seen: SeenTranslation) -> ResponseReturnValue:
    lines = marked_lines(seen.text, seen.text, removed="", added="")
    return _drawn("new", seen.draft, seen=seen, lines=lines)


def _beside(seen: SeenTranslation) -> ResponseReturnValue:
    writing = written(text_of(seen.draft, seen.path))
    page = _drawn(
        "show",
        seen.draft,
        seen=seen,
        lines=marked_lines(seen.text_then, seen.text, removed=_("removed:"), added=_("added:")),
        same=untranslated(seen.text, writing.file.text),
        writing=writing,
        problems=problems_of(writing),
        reports=reports_in(current_user, writing.file),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMING
    return response


def _drawn(name: str, draft: DraftFacts, **values: object) -> str:
    return render_template(f"authoring/translations/{name}.html", draft=draft, called=_called, **values)


def _called(code: str) -> str:
    """A language as the reader calls it; its code where nobody has a word for it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code

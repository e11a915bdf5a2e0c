"""Choosing a language."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.config import LANGUAGES
from app.db import db
from app.people.operations import choose_language
from app.web.guards import public
from app.web.paths import opens_a_page, own_path

blueprint = Blueprint("languages", __name__, url_prefix="/language")


@blueprint.post("")
@public
def update() -> ResponseReturnValue:
    """Speak the chosen language, and go back to the page."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    if current_user.is_authenticated:
        choose_language(current_user.id, language=language)
        db.session.commit()
    page = own_path(request.form.get("next"))
    return redirect(page if page and opens_a_page(page) else url_for("today.show"), 303)

"""One box for people, lessons and terms."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import current_user

from app.search.queries import findings
from app.shared.cleaning import cleaned
from app.shared.fulltext import MOST_WORDS
from app.web.guards import signed_in

blueprint = Blueprint("searches", __name__)

LONGEST = 200
"""Characters that somebody can look for."""


@blueprint.get("/search")
@signed_in
def show() -> ResponseReturnValue:
    """What was found, in groups; without words what can be."""
    words = cleaned(request.args.get("q", ""))[:LONGEST]
    locale = get_locale()
    found = findings(current_user, words, language=locale.language if locale else "en")
    return render_template(
        "search/searches/show.html", words=words, found=found, most_words=MOST_WORDS, longest=LONGEST
    )

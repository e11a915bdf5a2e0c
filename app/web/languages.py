"""The reader's language."""

from __future__ import annotations

from babel.support import NullTranslations
from flask import Flask, g, request, session
from flask_babel import Babel, get_translations
from flask_login import current_user

from app.config import LANGUAGES


def init_app(app: Flask) -> None:
    """Speak English and French."""
    Babel(app, locale_selector=chosen_language)
    # Flask-Babel looks for the translations again at every text; once a request is enough.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]


def gettext(text: str) -> str:
    """`text` in the reader's language."""
    return _translations().gettext(text)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the two that goes with `number`, in the reader's language."""
    return _translations().ngettext(singular, plural, number)


def _translations() -> NullTranslations:
    if "translations" not in g:
        g.translations = get_translations()
    translations: NullTranslations = g.translations
    return translations


def chosen_language() -> str | None:
    """The signed-in person's language, else the one chosen on this device, else the browser's.

    None: the school's."""
    if current_user.is_authenticated:
        language: str = current_user.language
        return language
    return session.get("language") or request.accept_languages.best_match(LANGUAGES)

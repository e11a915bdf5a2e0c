"""The reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from babel.support import NullTranslations
from flask import Flask, g, request, session
from flask_babel import Babel, force_locale, get_translations
from flask_login import current_user
from markupsafe import Markup

from app.config import LANGUAGES

_ON_PAGES: WeakKeyDictionary[NullTranslations, dict[str, Markup]] = WeakKeyDictionary()
"""The texts of each language as pages have them."""


def init_app(app: Flask) -> None:
    """Speak English and French."""
    Babel(app, locale_selector=chosen_language)
    # Flask-Babel looks for the translations again at every text; once a request is enough.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = on_page  # templates call it many times a page: without Jinja's layers between


def gettext(text: str) -> str:
    """`text` in the reader's language."""
    return _translations().gettext(text)


def on_page(text: str, /, **values: object) -> Markup:
    """`text` in the reader's language for a page, with `values` (escaped) where it names them: `%(day)s`. Without
    values it is shown as it stands."""
    texts: dict[str, Markup] | None = g.get("texts")
    if texts is None:
        texts = g.texts = _ON_PAGES.setdefault(_translations(), {})
    translated = texts.get(text)
    if translated is None:
        translated = texts[text] = Markup(gettext(text))  # noqa: S704 - the texts are the program's own
    return translated % values if values else translated


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the two that goes with `number`, in the reader's language."""
    return _translations().ngettext(singular, plural, number)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside: the page is read by somebody else than who is signed in on the device."""
    _forget_texts()
    try:
        with force_locale(language):
            yield
    finally:
        _forget_texts()


def _forget_texts() -> None:
    for kept in ("texts", "translations", "page_language"):
        g.pop(kept, None)


def _translations() -> NullTranslations:
    translations: NullTranslations | None = g.get("translations")
    if translations is None:
        translations = g.translations = get_translations()
    return translations


def chosen_language() -> str | None:
    """The signed-in person's language, else the one chosen on this device, else the browser's.

    None: the school's."""
    if current_user.is_authenticated:
        language: str = current_user.language
        return language
    return session.get("language") or request.accept_languages.best_match(LANGUAGES)

"""The reader's language."""

from __future__ import annotations

from flask import Flask, request, session
from flask_babel import Babel
from flask_login import current_user

from app.config import LANGUAGES


def init_app(app: Flask) -> None:
    """Speak English and French."""
    Babel(app, locale_selector=chosen_language)


def chosen_language() -> str | None:
    """The signed-in person's language, else the one chosen on this device, else the browser's.

    None: the school's."""
    if current_user.is_authenticated:
        language: str = current_user.language
        return language
    return session.get("language") or request.accept_languages.best_match(LANGUAGES)

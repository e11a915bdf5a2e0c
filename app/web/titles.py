"""Titles and texts of courses on pages in another language than theirs: each says which one it is in (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from flask import g
from flask_babel import get_locale
from markupsafe import Markup, escape

from app.curriculum.model import Curriculum, Item, Week

Titled: TypeAlias = Curriculum | Week | Item


def page_language() -> str:
    """The language of the page that is being made."""
    language: str | None = g.get("page_language")
    if language is None:  # a page asks it once a title
        locale = get_locale()
        language = g.page_language = locale.language if locale else "en"
    return language


def foreign(thing: Titled | str) -> str:
    """The language (itself, or that a course, week or item is written in) if it isn't the page's; else empty. For
    `lang`."""
    if isinstance(thing, str):
        written = thing
    else:
        written = thing.text_language if isinstance(thing, Curriculum) else thing.language
    return "" if written == page_language() else written


def titled(thing: Titled) -> Markup:
    """The title of a course, week or item, marked with its language where that isn't the page's."""
    return _marked(thing.title, foreign(thing))


def item_title(details: Mapping[str, Any]) -> Markup:
    """The title of the item that the details of a notice name, in the reader's language if they have it."""
    translated = details.get("titles", {}).get(page_language())
    return escape(translated) if translated else _marked(details["item"], foreign(details.get("language", "")))


def with_titles(sentence: str, **things: Titled | int) -> Markup:
    """A translated sentence with numbers, and the titles of things, where it has their names: `%(title)s`."""
    return escape(sentence) % {
        name: thing if isinstance(thing, int) else titled(thing) for name, thing in things.items()
    }


def _marked(title: str, language: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(language, title) if language else escape(title)

"""The text of an item with its words of the trade explained where they come first; made once for all its readers of a
language, and kept."""

from __future__ import annotations

from flask import get_template_attribute

from app.courses.glossary import said
from app.courses.routes.rendered import Kept
from app.curriculum.glossary import Lexicon
from app.curriculum.model import Curriculum, Document, Item
from app.web.titles import page_language

MOST_COURSES = 64
MOST_BODIES = 512

_lexicons: Kept[Lexicon] = Kept(MOST_COURSES)
_bodies: Kept[Document] = Kept(MOST_BODIES)


def explained(item: Item, curriculum: Curriculum) -> Document:
    """The body of an item of `curriculum`, for readers of this request's language."""
    if not curriculum.glossary:
        return item.body
    key = (curriculum.id, item.id, page_language())
    return _bodies.get(key, curriculum, lambda: _explained(item, curriculum))


def _explained(item: Item, curriculum: Curriculum) -> Document:
    reader, written, own = page_language(), item.language, curriculum.language
    show = get_template_attribute("components/term.html", "term")

    def use(number: int, text: str) -> str:
        term = curriculum.glossary[number]
        here, theirs = said(term, written, own), said(term, reader, written, own)
        return str(show(f"term-{number}", text, here, theirs if theirs != here else None, written, reader))

    lexicon = _lexicons.get(
        (curriculum.id, written), curriculum.glossary, lambda: Lexicon(curriculum.glossary, written)
    )
    return lexicon.explained(item.body, use)

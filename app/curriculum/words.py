"""The words of a course: what its items and terms are found by."""

from __future__ import annotations

from collections.abc import Iterator

from app.curriculum.model import Document, Hazard, Item, Lesson, Note, Practical, Prose, Readings, Steps, Term
from app.shared.markdown import plain


def text_of(item: Item) -> str:
    """What can be read of an item besides its title. Nothing of a quiz: nobody is to come upon its questions."""
    if isinstance(item, Lesson):
        return words_of(item.body)
    if isinstance(item, Practical):
        return " ".join((words_of(item.body), *(criterion.title for criterion in item.criteria)))
    return ""


def words_of_term(term: Term) -> str:
    """What a term is called and what it means, in every language."""
    return " ".join((*term.term.values(), *term.means.values()))


def words_of(body: Document) -> str:
    """The text of a lesson or a brief as plain text, in its order. Practice questions are left out, since whoever
    looks for a word isn't to come upon their answers."""
    return " ".join(piece for piece in _pieces(body) if piece)


def _pieces(body: Document) -> Iterator[str]:
    for part in body:
        match part:
            case Prose(html=html):
                yield plain(html)
            case Readings(title=title, html=html):
                yield from (title, plain(html))
            case Hazard(title=title, body=inner) | Note(title=title, body=inner):
                yield title
                yield from _pieces(inner)
            case Steps(title=title, steps=steps):
                yield title
                for step in steps:
                    yield from _pieces(step)
            case _:
                pass

"""The words of the trade of one course, as a reader finds them: in their own language, in its order. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.curriculum.model import Curriculum, Term
from app.shared.fulltext import WORD, folded

NO_LETTER = "#"
"""Stands for whatever a word begins with that is no letter."""


@dataclass(frozen=True)
class Said:
    """A term and what it means, in one language."""

    name: str
    means: str
    language: str


@dataclass(frozen=True)
class Entry:
    """A term as the glossary's page shows it."""

    anchor: str
    """The same for all readers: it is made of the course's own word."""
    first: Said
    """In the reader's language, or where that is missing, in the course's."""
    own: Said | None
    """In the course's language, if that is another."""
    elsewhere: tuple[tuple[str, str], ...]
    """What it is called in the other languages, by their codes."""


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter, accents aside."""

    sign: str
    entries: tuple[Entry, ...]


def said(term: Term, *languages: str) -> Said:
    """The term in the first of these languages that has both its name and its meaning. Raises LookupError if none does:
    the course's own language always has both."""
    for language in (each for code in languages for each in (code, code.partition("-")[0])):
        if language in term.term and language in term.means:
            return Said(term.term[language], term.means[language], language)
    raise LookupError(f"a term has nothing in any of {', '.join(languages)}: {dict(term.term)}")


def glossary_of(curriculum: Curriculum, language: str, words: str = "") -> tuple[Letter, ...]:
    """The terms in alphabetical order in the reader's language; those that have all of `words` in their names or
    meanings, whatever the language. Accents and capitals make no difference."""
    sought = folded(words).split()
    anchors = _anchors([term.term[curriculum.language] for term in curriculum.glossary])
    entries = [
        _entry(term, anchor, language, curriculum.language)
        for term, anchor in zip(curriculum.glossary, anchors, strict=True)
        if _has_all(term, sought)
    ]
    grouped = groupby(sorted(entries, key=_place), key=_letter)
    return tuple(Letter(sign, tuple(found)) for sign, found in grouped)


def _entry(term: Term, anchor: str, language: str, own: str) -> Entry:
    first = said(term, language, own)
    shown = {first.language, own}
    return Entry(
        anchor,
        first,
        said(term, own) if first.language != own else None,
        tuple((each, name) for each, name in term.term.items() if each not in shown),
    )


def _has_all(term: Term, sought: Sequence[str]) -> bool:
    text = folded(" ".join((*term.term.values(), *term.means.values())))
    return all(word in text for word in sought)


def _anchors(names: Sequence[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        plain = anchor = "-".join(("word", *WORD.findall(folded(name))))
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{plain}-{number}"
        taken.add(anchor)
        yield anchor


def _place(entry: Entry) -> tuple[bool, str, str]:
    # What begins with no letter comes last.
    return _letter(entry) == NO_LETTER, " ".join(WORD.findall(folded(entry.first.name))), entry.first.name


def _letter(entry: Entry) -> str:
    sign = next(iter("".join(WORD.findall(folded(entry.first.name)))), "")
    return sign.upper() if sign.isalpha() else NO_LETTER

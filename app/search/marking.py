"""Showing where a text has the words that were looked for. Pure; nothing is HTML yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from app.shared.fulltext import WORD, folded

Piece: TypeAlias = tuple[str, bool]
"""A piece of a text, and whether it is one of the words that were looked for."""
Pieces: TypeAlias = tuple[Piece, ...]

EXCERPT, BEFORE = 240, 60
"""Characters: of an excerpt, and how much of it stands before the first word that was looked for."""
CUT = "…"


def marked(text: str, sought: Sequence[str]) -> Pieces:
    """The whole text in pieces. `sought` are folded words, and found where words of the text begin with them."""
    text, at, pieces = unicodedata.normalize("NFC", text), 0, []
    for start, end in _hits(text, sought):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def excerpt(text: str, sought: Sequence[str]) -> Pieces:
    """The part of the text around the first word that was looked for; nothing when there is none."""
    text = unicodedata.normalize("NFC", text)
    first = next(_hits(text, sought), None)
    if first is None:
        return ()
    start = text.find(" ", first[0] - BEFORE) + 1 if first[0] > BEFORE else 0
    start = min(start, first[0])
    end = len(text) if len(text) <= start + EXCERPT else max(text.rfind(" ", start, start + EXCERPT), first[1])
    return marked(f"{CUT if start else ''}{text[start:end]}{CUT if end < len(text) else ''}", sought)


def hits_in(text: str, sought: Sequence[str]) -> int:
    """How many of the sought words the text has."""
    words = WORD.findall(folded(text))
    return sum(1 for word in sought if any(each.startswith(word) for each in words))


def _hits(text: str, sought: Sequence[str]) -> Iterator[tuple[int, int]]:
    for word in WORD.finditer(text):
        if any(each.startswith(tuple(sought)) for each in WORD.findall(folded(word[0]))):
            yield word.span()

"""Two versions of a source text beside each other: only the lines around what differs, with the words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Final

from app.curriculum.side_by_side import Pair, words_marked

CONTEXT: Final = 2
"""Lines around a change that are shown with it."""
MOST_LINES: Final = 5_000
"""Of a side that are compared line by line; a longer one is shown as a whole that is another."""

_MARK: Final = re.compile(r"<(/?)(?:del|ins)(?: [^>]*)?>")


@dataclass(frozen=True)
class Hunk:
    """A place where the texts differ."""

    line: int
    """Of its first line in the text as it is, from 1; where there is nothing, of what comes after it."""
    pair: Pair
    """The lines as list items in HTML, each with its number; a side without lines is empty."""


def hunks(before: str, after: str, *, removed: str, added: str) -> tuple[Hunk, ...]:
    """Where the texts differ, in order; none where they are the same. `removed` and `added` are said of marked words to
    those who don't see colours."""
    then, now = before.split("\n"), after.split("\n")
    return tuple(
        Hunk(start_now + 1, _marked(then[start:end], now[start_now:end_now], start, start_now, removed, added))
        for start, end, start_now, end_now in _places(then, now)
    )


def beside(one: str, other: str, *, differs: str) -> Pair:
    """Two texts of equal rank as list items in HTML, the words marked by which they differ; empty where there is none.
    `differs` is said of marked words to those who don't see colours."""
    sides = (_listed(text.removesuffix("\n").split("\n"), 0) if text else "" for text in (one, other))
    before, after = words_marked(*sides, removed=differs, added=differs)
    return Pair(_neutral(before), _neutral(after))


def _places(then: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    if max(len(then), len(now)) > MOST_LINES:
        yield 0, len(then), 0, len(now)
        return
    for group in SequenceMatcher(None, then, now).get_grouped_opcodes(CONTEXT):
        yield group[0][1], group[-1][2], group[0][3], group[-1][4]


def _marked(then: Sequence[str], now: Sequence[str], start: int, start_now: int, removed: str, added: str) -> Pair:
    return words_marked(_listed(then, start), _listed(now, start_now), removed=removed, added=added)


def _listed(lines: Sequence[str], start: int) -> str:
    return "".join(
        f'<li data-line="{number}"><code>{escape(line)}</code></li>' for number, line in enumerate(lines, start + 1)
    )


def _neutral(html: str) -> str:
    """The same with marks that call neither side the older one. What is written in the texts is escaped, so that every
    tag is a mark's or a line's own."""
    return _MARK.sub(lambda tag: "</mark>" if tag[1] else '<mark class="word-other">', html)

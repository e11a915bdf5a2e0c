"""Two versions of a page beside each other, with the words marked that differ. Pure.

Only text is looked at, and pictures as a whole: tags stay where they are, and nothing is put into one. First whole
blocks are compared (paragraphs, cells, items of a list), then the words of those that aren't the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from typing import Final, NamedTuple

from app.shared.markdown import INLINE_TAGS

MOST_BLOCKS: Final = 1500
"""Of a side that are compared, those aside that are the same at the beginning and at the end."""
MOST_PAIRS: Final = 1_000_000
"""Of words that are compared with each other on one page: a second or so. What is left then is marked as a whole."""
LEAST_ALIKE: Final = 0.4
"""Share of the same words below which two texts are others, and not one that was changed."""

_TOKEN: Final = re.compile(r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""", re.DOTALL)
_WORD: Final = re.compile(r"\s+|&[#\w]+;|\w+(?:[.,'’-]\w+)*|.", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID: Final = frozenset({"img", "br", "hr", "input", "wbr", "source", "col", "area", "meta", "link", "embed", "track"})
_OPAQUE: Final = frozenset(
    {"svg", "script", "style", "template", "textarea", "select", "option", "title", "picture", "object", "math"}
)
"""Elements that may not hold a mark."""


class Pair(NamedTuple):
    """The same page as it was and as it is, as HTML."""

    before: str
    after: str


def words_marked(before_html: str, after_html: str, *, removed: str = "removed:", added: str = "added:") -> Pair:
    """Both pages with `<del>` and `<ins>` around the words that differ, of the classes `word-removed` and `word-added`.
    `removed` and `added` are said of each run of words to those who don't see colours. Both pages have to be clean,
    well-formed HTML; they stay so, and without the marks they are what they were."""
    old, new = _read(before_html), _read(after_html)
    _compare(old, new)
    return Pair(_written(old, "del", "word-removed", removed), _written(new, "ins", "word-added", added))


@dataclass
class _Token:
    """A tag, a word or a gap between words, as it is written."""

    text: str
    markable: bool
    changed: bool = False


@dataclass
class _Page:
    """A page in tokens, and its blocks: the places of the tokens that can be marked, up to where a block ends."""

    tokens: list[_Token] = field(default_factory=list)
    blocks: list[list[int]] = field(default_factory=lambda: [[]])

    def words(self, places: Sequence[int]) -> tuple[str, ...]:
        """What is written at these places; gaps are the same however wide."""
        return tuple(" " if self.tokens[place].text.isspace() else self.tokens[place].text for place in places)


def _read(html: str) -> _Page:
    page, opaque = _Page(), 0
    for written in _TOKEN.findall(html):
        if not written.startswith("<"):
            for word in _WORD.findall(written):
                _add(page, word, markable=not opaque)
            continue
        tag = _TAG.match(written)
        name = tag[2].lower() if tag else ""
        if name in _OPAQUE:
            opaque += -1 if tag and tag[1] else 1
        _add(page, written, markable=name == "img" and not opaque)
        if name and name not in INLINE_TAGS and page.blocks[-1]:
            page.blocks.append([])
    page.blocks = [
        block for block in page.blocks if any(page.words(block)[place] != " " for place in range(len(block)))
    ]
    return page


def _add(page: _Page, text: str, *, markable: bool) -> None:
    if markable:
        page.blocks[-1].append(len(page.tokens))
    page.tokens.append(_Token(text, markable))


def _compare(old: _Page, new: _Page) -> None:
    """Marks what differs."""
    left = MOST_PAIRS
    for then, now in _other_runs([old.words(each) for each in old.blocks], [new.words(each) for each in new.blocks]):
        before = [place for block in old.blocks[then] for place in block]
        after = [place for block in new.blocks[now] for place in block]
        left -= len(before) * len(after)
        same = _same_words(old.words(before), new.words(after)) if left >= 0 else ()
        for page, places, kept in ((old, before, {a for a, _ in same}), (new, after, {b for _, b in same})):
            for number, place in enumerate(places):
                page.tokens[place].changed = number not in kept
            _join(page, places)


def _other_runs(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Iterator[tuple[slice, slice]]:
    """Where blocks that differ stand on both sides."""
    first, shorter = 0, min(len(old), len(new))
    while first < shorter and old[first] == new[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    then, now = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(then), len(now)) > MOST_BLOCKS:
        yield slice(first, first + len(then)), slice(first, first + len(now))
        return
    for kind, a, b, c, d in SequenceMatcher(None, then, now).get_opcodes():
        if kind != "equal":
            yield slice(first + a, first + b), slice(first + c, first + d)


def _same_words(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[int, int]]:
    """The places of the words that are on both sides; none where the texts have little in common."""
    blocks = SequenceMatcher(None, old, new).get_matching_blocks()
    same = [(a + step, b + step) for a, b, size in blocks for step in range(size)]
    written = sum(word != " " for word in (*old, *new))
    alike = 2 * sum(old[a] != " " for a, _ in same)
    return same if alike >= LEAST_ALIKE * written else ()


def _join(page: _Page, places: Sequence[int]) -> None:
    """Marks the gap between two marked words, too."""
    tokens = [page.tokens[place] for place in places]
    for before, gap, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if gap.text.isspace() and before.changed and after.changed:
            gap.changed = True


def _written(page: _Page, tag: str, kind: str, label: str) -> str:
    """The page with its marks. A run that only tags within a line interrupt is named once."""
    told = f'<span class="hidden">{escape(label)} </span>' if label else ""
    html: list[str] = []
    run: list[str] = []
    is_told = False

    def close() -> None:
        nonlocal is_told
        text = "".join(run)
        if text and not text.isspace():
            text = f'<{tag} class="{kind}">{"" if is_told else told}{text}</{tag}>'
            is_told = True
        html.append(text)
        run.clear()

    for token in page.tokens:
        if token.changed:
            run.append(token.text)
            continue
        close()
        found = _TAG.match(token.text)
        if token.markable or (found and found[2].lower() not in INLINE_TAGS):
            is_told = False
        html.append(token.text)
    close()
    return "".join(html)

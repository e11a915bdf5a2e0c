"""A translation beside the text that it was made from: what a new one begins with, what has changed since. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any, Final

from app.curriculum.attributes import read_heading, split_attributes
from app.curriculum.beginning import as_yaml
from app.curriculum.facts import without_marks
from app.curriculum.problems import Place, Report
from app.curriculum.scanner import mark_code
from app.curriculum.side_by_side import words_marked
from app.curriculum.source import Line, Lines, Page, read_page

MOST_LINES: Final = 5_000
"""Of a text that are compared line by line; a longer one is shown as a whole that is another."""

_HAZARD: Final = re.compile(r"\s*/{3,} *hazard\b")
_HEADING: Final = re.compile(r"(#{2,6}\s)")
_ITEM: Final = re.compile(r'<li data-line="\d+">(.*?)</li>', re.DOTALL)
_NAMED: Final = ("tools", "parts", "consumables")


@dataclass(frozen=True)
class MarkedLine:
    """A line of the original as its translator sees it."""

    number: int | None
    """In the text as it is, from 1; None: it was taken out."""
    html: str
    """What stands there, the words marked that are new or, in a line that was taken out, gone."""


def marked_lines(before: str, now: str, *, removed: str, added: str) -> tuple[MarkedLine, ...]:
    """Every line of the text as it is `now`, with what has changed since `before`: words that are new, and before them
    the lines that were there, where others stand now or none. `removed` and `added` are said of marked words to those
    who don't see colours."""
    old, new = before.split("\n"), now.split("\n")
    return tuple(line for place in _places(old, new) for line in _marked(old, new, place, removed, added))


def skeleton(path: str, original: str) -> str:
    """What the translation of a text begins with: its words, to be written over, in its shape, and of all that is no
    text (types, keys, rules) only what a translation has to repeat. The text itself where it can't be understood."""
    page = read_page(path, original.encode(), Report())
    if page is None:
        return original
    front = "\n".join(_front(page.front.value))
    body = "\n".join(line.text for line in _without_rules(page)).rstrip()
    return f"---\n{front}\n---\n" + (f"{body}\n" if body else "")


def untranslated(original: str, translation: str) -> tuple[int, ...]:
    """The lines of a translation, from 1, that still say with two words or more what the original says."""
    theirs = {line.strip() for line in original.split("\n")}
    return tuple(
        number
        for number, line in enumerate(translation.split("\n"), 1)
        if line.strip() in theirs and _says_something(line)
    )


def made_beside(path: str, digest: str, original: str, history: Iterable[Mapping[str, str]]) -> str | None:
    """The digest of the `original`'s text when the translation with that digest was made, as far as published files
    tell: the oldest of an unbroken run of revisions with that translation says it. `history`: the files of each, the
    newest first. None: the newest doesn't have it."""
    made: str | None = None
    for files in history:
        if files.get(path) != digest:
            break
        made = files.get(original, made)
    return made


def _places(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice, bool]]:
    """Where lines stand on both sides, and whether they are the same."""
    if max(len(old), len(new)) > MOST_LINES:
        yield slice(0, len(old)), slice(0, len(new)), old == new
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield slice(a, b), slice(c, d), kind == "equal"


def _marked(
    old: Sequence[str], new: Sequence[str], place: tuple[slice, slice, bool], removed: str, added: str
) -> Iterator[MarkedLine]:
    then, now, is_same = place
    if is_same:
        for number, line in enumerate(new[now], now.start + 1):
            yield MarkedLine(number, escape(line))
        return
    pair = words_marked(_listed(old[then]), _listed(new[now]), removed=removed, added=added)
    yield from (MarkedLine(None, html) for html in _ITEM.findall(pair.before))
    yield from (MarkedLine(number, html) for number, html in enumerate(_ITEM.findall(pair.after), now.start + 1))


def _listed(lines: Sequence[str]) -> str:
    return "".join(f'<li data-line="{number}">{escape(line)}</li>' for number, line in enumerate(lines, 1))


def _front(value: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a translation's front matter: only what is text."""
    for key in ("title", "summary"):
        if isinstance(value.get(key), str):
            yield f"{key}: {as_yaml(value[key])}"
    outcomes = value.get("outcomes")
    if isinstance(outcomes, list):
        yield "outcomes:"
        yield from (f"  - {as_yaml(str(each))}" for each in outcomes)
    certificate = value.get("certificate")
    if isinstance(certificate, dict) and isinstance(certificate.get("title"), str):
        yield f"certificate: {{title: {as_yaml(certificate['title'])}}}"
    for key in _NAMED:
        needs = value.get(key)
        if isinstance(needs, list) and needs:
            yield f"{key}:"
            yield from (
                f"  - {{name: {as_yaml(str(each.get('name', '')))}}}" for each in needs if isinstance(each, dict)
            )


def _without_rules(page: Page) -> Iterator[Line]:
    """The lines of the body without the options of hazards, the attributes of headings but for their ids, and the
    answers that are numbers."""
    lines = without_marks(mark_code(page.body, page.file, Report()))
    in_options = is_numeric = False
    for line in _with_comments_gone(page.body, lines):
        in_options = not line.code and (
            bool(_HAZARD.match(line.text)) or (in_options and line.indent >= 4 and not line.is_blank)
        )
        if in_options and not _HAZARD.match(line.text):
            continue
        if not line.code and _HEADING.match(line.text):
            _, flags = _attributes(line, page.file)
            is_numeric = "numeric" in flags
            yield _plain_heading(line, page.file)
        elif line.code or not (is_numeric and line.text.lstrip().startswith("=")):
            yield line


def _with_comments_gone(written: Lines, read: Lines) -> Iterator[Line]:
    """The lines as readers get them, without those that held nothing but a comment."""
    for before, line in zip(written, read, strict=True):
        if line.is_blank and not before.is_blank:
            continue
        yield line


def _attributes(line: Line, file: str) -> tuple[str | None, tuple[str, ...]]:
    heading = read_heading(line.text, Place(file, line.number), Report(), "")
    return heading.id, heading.flags


def _plain_heading(line: Line, file: str) -> Line:
    """A heading that says of itself its id only."""
    before, written = split_attributes(line.text)
    heading_id, _flags = _attributes(line, file)
    if written is None or heading_id is None:
        return line
    return Line(line.number, f"{before} {{#{heading_id}}}")


def _says_something(line: str) -> bool:
    """Whether a line has two words or more, and isn't one that a translation repeats."""
    text = re.sub(r"\{[^}]*\}|\]\([^)]*\)|^\s*(?:/{3,} *\w+|= )", " ", line)
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 2

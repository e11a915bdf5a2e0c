"""Cuts a page into what stands under its headings, and lists into their items."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.curriculum.problems import Place, Report
from app.curriculum.scanner import Segment, Text, headings
from app.curriculum.source import Line, Lines

_UNDERLINE: Final = re.compile(r"(?:={2,}|-{2,})\s*")


@dataclass
class Section:
    """A heading and what stands under it."""

    heading: Line
    parts: list[Segment] = field(default_factory=list)


@dataclass
class ListItem:
    """An item of a list: its first line without the marker, and the lines that belong to it, dedented."""

    marker: re.Match[str]
    lines: Lines

    @property
    def number(self) -> int:
        """The line it begins on."""
        return self.lines[0].number


def split(parts: Sequence[Segment], cuts: Callable[[Line], bool]) -> tuple[list[Segment], list[Section]]:
    """What stands before the first heading that cuts, and a section for each that does."""
    before: list[Segment] = []
    sections: list[Section] = []
    for part in parts:
        here = sections[-1].parts if sections else before
        if not isinstance(part, Text):
            here.append(part)
            continue
        start = 0
        for index in headings(part.lines):
            if cuts(part.lines[index]):
                _append(here, part.lines[start:index])
                sections.append(Section(part.lines[index]))
                here, start = sections[-1].parts, index + 1
        _append(here, part.lines[start:])
    return before, sections


def level_of(line: Line) -> int:
    """The level of a heading's line."""
    return len(line.text) - len(line.text.lstrip("#"))


def all_headings(parts: Sequence[Segment]) -> Iterator[Line]:
    """The lines of the headings that stand in no block."""
    for part in parts:
        if isinstance(part, Text):
            for index in headings(part.lines):
                yield part.lines[index]


def tell_underlined(parts: Sequence[Segment], file: str, report: Report) -> None:
    """Tells headings written with a line below them, where headings mean something."""
    for part in parts:
        lines = part.lines if isinstance(part, Text) else ()
        for above, line in pairwise(lines):
            if _UNDERLINE.fullmatch(line.text) and not line.code and not above.is_blank and not above.code:
                report.error(Place(file, above.number), "underlined-heading")


def list_items(lines: Sequence[Line], marker: re.Pattern[str]) -> tuple[list[ListItem], int]:
    """The items of the list that the lines begin with, and the index of the line behind it.

    An item goes on with indented lines, and with what follows it without a blank line between.
    """
    items: list[ListItem] = []
    index = 0
    while index < len(lines):
        found = None if lines[index].code else marker.match(lines[index].text)
        if not found:
            if lines[index].is_blank:
                index += 1
                continue
            break
        end = _end_of_item(lines, index + 1, marker)
        first = Line(lines[index].number, lines[index].text[found.end() :])
        items.append(ListItem(found, (first, *_dedented(lines[index + 1 : end]))))
        index = end
    return items, index


def unquoted(lines: Sequence[Line]) -> Lines:
    """The lines of a quotation, without its marks."""
    return tuple(Line(line.number, re.sub(r"^\s*> ?", "", line.text), line.code) for line in lines)


def as_written(lines: Lines) -> str:
    """The lines as one text, in which what isn't seen makes no difference."""
    return "\n".join(line.text.rstrip() for line in lines).strip()


def is_quote(line: Line) -> bool:
    """Whether a line belongs to a quotation."""
    return line.text.lstrip().startswith(">")


def _end_of_item(lines: Sequence[Line], index: int, marker: re.Pattern[str]) -> int:
    after_blank = False
    while index < len(lines):
        line = lines[index]
        if line.is_blank:
            after_blank = True
        elif line.indent < 2:
            ends = after_blank or marker.match(line.text) or is_quote(line)
            if ends and not line.code:
                break
        else:
            after_blank = False
        index += 1
    return index


def _dedented(lines: Sequence[Line]) -> Lines:
    width = min([line.indent for line in lines if line.indent >= 2 and not line.is_blank], default=0)
    return tuple(line.dedented(min(width, 4)) for line in lines)


def _append(parts: list[Segment], lines: Lines) -> None:
    if lines:
        parts.append(Text(lines))

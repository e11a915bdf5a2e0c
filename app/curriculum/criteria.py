"""The criteria of a practical, below `## Criteria`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.curriculum.attributes import Heading, check_competence, check_heading, former_ids, read_heading
from app.curriculum.digest import criterion_digest
from app.curriculum.model import Criterion
from app.curriculum.problems import Place, nearest
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import Block, Segment, Text, has_unclosed, is_empty
from app.curriculum.sections import (
    ListItem,
    Section,
    all_headings,
    as_written,
    level_of,
    list_items,
    split,
    tell_underlined,
)
from app.curriculum.source import Line, Lines
from app.shared.markdown import plain

KEYWORD: Final = "Criteria"

LEVEL: Final = 3
"""Of a criterion's heading."""

_MARKER: Final = re.compile(r" ?[-*+] {1,3}(\d{1,2}) ?:(?: +|$)")
_FLAGS: Final = ("critical",)
_KEYS: Final = ("competence", "was")


def read_criteria(parts: Sequence[Segment], renderer: Renderer) -> tuple[list[Segment], tuple[Criterion, ...]]:
    """The brief of a practical, and the criteria that could be understood."""
    tell_underlined(parts, renderer.file, renderer.report)
    brief, sections = split(parts, _is_keyword)
    if not sections and has_unclosed(parts):
        return brief, ()
    if not sections:
        renderer.has_told_attributes = True  # they are the criteria's, whose heading is missing
        near = next((line for line in all_headings(parts) if nearest(line.text.strip("# "), [KEYWORD])), None)
        place = Place(renderer.file, near.number if near else 1)
        renderer.report.error(place, "no-criteria", nearest=f"## {KEYWORD}" if near else "")
        return brief, ()
    for second in sections[1:]:
        renderer.report.error(Place(renderer.file, second.heading.number), "criteria-twice")
    before, criteria = split(sections[0].parts, lambda line: level_of(line) <= LEVEL)
    if not is_empty(before):
        _tell_unseen(before, renderer)
    elif not criteria and len(sections) == 1:
        renderer.report.error(Place(renderer.file, sections[0].heading.number), "criteria-without-criterion")
    read = [_criterion(section, renderer) for section in criteria]
    return brief, tuple(criterion for criterion in read if criterion is not None)


def _is_keyword(line: Line) -> bool:
    return level_of(line) == LEVEL - 1 and line.text.strip("# ") == KEYWORD


def _criterion(section: Section, renderer: Renderer) -> Criterion | None:
    place = Place(renderer.file, section.heading.number)
    mistakes, images = renderer.report.count, len(renderer.images)
    if level_of(section.heading) < LEVEL:
        renderer.report.error(place, "heading-after-criteria")
        return None
    heading = _heading(section, place, renderer)
    title = renderer.inline(heading.title, place.line)
    written = [item.lines for item in _levels(section, renderer)]
    levels = tuple(renderer.bare(lines) for lines in written)
    if renderer.report.count > mistakes:
        return None
    return Criterion(
        id=heading.id or "",
        title_html=title,
        title=plain(title),
        critical="critical" in heading.flags,
        competence=heading.values.get("competence"),
        levels=levels,
        aliases=former_ids(heading),
        digest=_digest(heading, written, renderer.images[images:]),
        line=place.line,
    )


def _heading(section: Section, place: Place, renderer: Renderer) -> Heading:
    written = read_heading(section.heading.text, place, renderer.report, "{#an-id}")
    heading = renderer.completed(written, _FLAGS, _KEYS)
    if heading.listed:
        check_heading(heading, _FLAGS, _KEYS, renderer.report)
        check_competence(heading, renderer.known.competences, renderer.report)
    return heading


def _digest(heading: Heading, levels: Sequence[Lines], images: Sequence[str]) -> str:
    return criterion_digest(
        title=heading.title,
        levels=tuple(as_written(lines) for lines in levels),
        critical="critical" in heading.flags,
        images=tuple(images),
    )


def _levels(section: Section, renderer: Renderer) -> list[ListItem]:
    """The levels of a criterion, checked: from 0 upwards, two or more, each with text."""
    blocks = [part for part in section.parts if isinstance(part, Block)]
    lines = [line for part in section.parts if isinstance(part, Text) for line in part.lines]
    items, length = list_items(lines, _MARKER)
    if blocks or any(not line.is_blank for line in lines[length:]):
        _tell_unseen([*blocks, Text(tuple(lines[length:]))], renderer)
    for expected, item in enumerate(items):
        place = Place(renderer.file, item.number)
        if int(item.marker[1]) != expected:
            renderer.report.error(place, "level-out-of-order", level=item.marker[1], expected=expected)
            break
        if all(line.is_blank for line in item.lines):
            renderer.report.error(place, "empty-level", level=item.marker[1])
    if len(items) == 1 and int(items[0].marker[1]) == 0:
        renderer.report.error(Place(renderer.file, items[0].number), "one-level")
    return items


def _tell_unseen(parts: Sequence[Segment], renderer: Renderer) -> None:
    """Tells what stands among the criteria and would not be shown."""
    for part in parts:
        lines = (Line(part.place.line, "///"),) if isinstance(part, Block) else part.lines
        first = next((line for line in lines if not line.is_blank), None)
        if first:
            renderer.report.error(Place(renderer.file, first.number), "text-among-criteria")

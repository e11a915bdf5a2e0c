"""Cuts the page of a case at `## Tests`, `## Conclusions` and `## Debrief`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.curriculum.attributes import has_attributes, split_attributes
from app.curriculum.problems import Place, nearest
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import Segment, has_unclosed, is_empty
from app.curriculum.sections import Section, all_headings, level_of, split, tell_underlined
from app.curriculum.source import Line

TESTS: Final = "Tests"
CONCLUSIONS: Final = "Conclusions"
DEBRIEF: Final = "Debrief"
KEYWORDS: Final = (TESTS, CONCLUSIONS, DEBRIEF)

LEVEL: Final = 3
"""Of the heading of a test or conclusion."""


@dataclass
class CasePage:
    """The page of a case, cut."""

    brief: list[Segment]
    sections: dict[str, Section] = field(default_factory=dict)
    """By keyword; empty when one of them isn't there."""
    is_whole: bool = True
    """Whether everything stands where it belongs, so that what isn't found isn't there."""


def cut(parts: Sequence[Segment], renderer: Renderer) -> CasePage:
    """The brief and the three sections. Where one isn't there, nobody knows what the headings mean: that is told, and
    nothing of what stands below them."""
    tell_underlined(parts, renderer.file, renderer.report)
    keywords = _keywords(parts, renderer)
    missing = [keyword for keyword in KEYWORDS if keyword not in keywords.values()]
    if missing:
        renderer.has_told_attributes = True  # they are those of tests and conclusions
        for keyword in () if has_unclosed(parts) else missing:
            renderer.report.error(Place(renderer.file, 1), "no-section", name=keyword, nearest="")
        brief, _ = split(parts, lambda line: line.number in keywords)
        return CasePage(brief)
    first = min(keywords)
    brief, sections = split(
        parts, lambda line: line.number in keywords or (line.number > first and level_of(line) < LEVEL)
    )
    page = CasePage(brief)
    for section in sections:
        _sort(section, keywords.get(section.heading.number), page, renderer)
    for keyword, section in page.sections.items():
        if is_empty(section.parts) and page.is_whole:
            place = Place(renderer.file, section.heading.number)
            renderer.report.error(place, "empty-section", name=keyword, nearest="")
    return page


def entries(section: Section, renderer: Renderer) -> list[Section]:
    """What stands under each heading of a section; text before the first would never be shown."""
    before, found = split(section.parts, lambda line: level_of(line) <= LEVEL)
    if not is_empty(before):
        renderer.report.error(_place_of(before, renderer.file), "text-before-entries", name=_title(section.heading))
    return found


def _keywords(parts: Sequence[Segment], renderer: Renderer) -> Mapping[int, str]:
    """The keyword of each line that is one, or was meant to be one that isn't there otherwise."""
    found: dict[int, str] = {}
    headings = list(all_headings(parts))
    for keyword in KEYWORDS:
        right = [line for line in headings if level_of(line) == LEVEL - 1 and line.text.strip("# ") == keyword]
        found |= {line.number: keyword for line in right}
    for keyword in KEYWORDS:
        meant = next((line for line in headings if line.number not in found and _is_meant(line, keyword)), None)
        if keyword not in found.values() and meant:
            found[meant.number] = keyword
            place = Place(renderer.file, meant.number)
            renderer.report.error(place, "no-section", name=keyword, nearest=f"## {keyword}")
    return found


def _is_meant(line: Line, keyword: str) -> bool:
    title = _title(line)
    return title == keyword or (not has_attributes(line.text) and bool(nearest(title, [keyword])))


def _title(line: Line) -> str:
    return split_attributes(line.text.strip("# "))[0].strip("# ")


def _sort(section: Section, keyword: str | None, page: CasePage, renderer: Renderer) -> None:
    place = Place(renderer.file, section.heading.number)
    if keyword is None:
        renderer.report.error(place, "heading-in-case")
    elif keyword in page.sections:
        renderer.report.error(place, "section-twice", name=keyword)
    else:
        page.sections[keyword] = section
        return
    page.is_whole = False


def _place_of(parts: Sequence[Segment], file: str) -> Place:
    for part in parts:
        if not is_empty([part]):
            lines = getattr(part, "lines", ())
            line = next((line.number for line in lines if not line.is_blank), None)
            return Place(file, line) if line else part.place  # type: ignore[union-attr]  # what has no lines is a block
    raise ValueError(parts)

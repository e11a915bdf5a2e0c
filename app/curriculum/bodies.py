"""From the scanned lines of a page to its document: prose, and the five blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.curriculum.attributes import has_attributes
from app.curriculum.front import HazardOptions
from app.curriculum.front_reading import read_front
from app.curriculum.model import Check, Document, Hazard, Note, Part, Prose, Question, Readings, Steps
from app.curriculum.problems import Place
from app.curriculum.questions import read_question
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import WITHOUT_OPTIONS, Block, Segment, Text, is_empty, scan
from app.curriculum.sections import Section, all_headings, level_of, list_items, split, tell_underlined
from app.curriculum.source import Line
from app.curriculum.typography import with_readings_marked

_STEP: Final = re.compile(r" ?\d{1,4}[.)] +")


def read_document(parts: Sequence[Segment], renderer: Renderer, *, checks: bool = True) -> Document:
    """The document in the parts of a page. Without `checks` a practice question is a mistake in it."""
    document = [_part(part, renderer, checks) for part in parts]
    return tuple(part for part in document if part is not None)


def read_questions(parts: Sequence[Segment], renderer: Renderer) -> tuple[list[Segment], list[Question]]:
    """What stands before the first question, and the questions that could be understood.

    Every heading at the level of the first question is one; the first is the one with attributes.
    """
    tell_underlined(parts, renderer.file, renderer.report)
    found = list(all_headings(parts))
    if not found:
        return list(parts), []
    level = _level_of_questions(found, renderer)
    before, sections = split(parts, lambda line: level_of(line) <= level)
    questions = [_question(section, level, renderer) for section in sections]
    return before, [question for question in questions if question is not None]


def _level_of_questions(found: Sequence[Line], renderer: Renderer) -> int:
    """The level of the first heading with attributes. Where others stand above it, that of most; the first is told."""
    asking = [line for line in found if has_attributes(line.text)] or [found[0]]
    levels = [level_of(line) for line in asking]
    if min(levels) == levels[0] or 2 * levels.count(levels[0]) >= len(levels):
        return levels[0]
    level = max(set(levels), key=levels.count)
    if level < levels[0]:
        renderer.report.error(Place(renderer.file, asking[0].number), "question-too-deep", heading="#" * level)
        renderer.has_told_attributes = True
    return level


def _question(section: Section, level: int, renderer: Renderer) -> Question | None:
    if any(isinstance(part, Block) and part.is_unclosed for part in section.parts):
        return None
    if level_of(section.heading) == level:
        return read_question(section, renderer)
    renderer.report.error(Place(renderer.file, section.heading.number), "heading-among-questions")
    return None


def _part(part: Segment, renderer: Renderer, checks: bool) -> Part | None:
    if isinstance(part, Text):
        return _prose(part, renderer)
    if part.is_unclosed:
        # Where it should have ended isn't known: of what it swallowed only the other blocks mean what they meant.
        return Note(
            "", read_document([inner for inner in part.parts if isinstance(inner, Block)], renderer, checks=checks)
        )
    _check_title(part, renderer)
    _check_options(part, renderer)
    if is_empty(part.parts) and _has_stray_options(part):
        return None  # what should stand in it was taken for options, and told
    if is_empty(part.parts):
        renderer.report.error(part.place, "empty-block", name=part.name)
        return None
    # A name that isn't known was told by the scanner; what stands in it is looked at all the same.
    return _READERS.get(part.name, _note)(part, renderer, checks)


def _prose(text: Text, renderer: Renderer) -> Prose | None:
    for line in all_headings([text]):
        if level_of(line) == 1:
            renderer.report.warning(Place(renderer.file, line.number), "heading-of-page")
    html = renderer.block(text.lines)
    return Prose(html) if html else None


def _check_title(block: Block, renderer: Renderer) -> None:
    if block.name in ("hazard", "steps", "readings") and not block.title:
        renderer.report.error(block.place, "block-without-title", name=block.name)
    elif block.name == "check" and block.title:
        renderer.report.error(block.place, "check-with-title")


def _check_options(block: Block, renderer: Renderer) -> None:
    if block.options is not None and _has_stray_options(block):
        renderer.report.error(block.options.place(), "no-options", name=block.name)


def _has_stray_options(block: Block) -> bool:
    return block.options is not None and block.name in WITHOUT_OPTIONS


def _hazard(block: Block, renderer: Renderer, checks: bool) -> Hazard | None:
    body = read_document(block.parts, renderer, checks=checks)
    options = block.options
    if renderer.original and not block.is_broken:
        options = renderer.original.hazard(block.place, options, renderer.report)
    if options is None:
        if not block.is_broken and not (renderer.original and renderer.is_partial):
            renderer.report.error(block.place, "hazard-without-options")
        return None
    known = read_front(HazardOptions, options, renderer.report)
    return Hazard(known.type, known.level, block.title, body) if known else None


def _steps(block: Block, renderer: Renderer, checks: bool) -> Steps:
    steps = []
    for part in block.parts:
        if isinstance(part, Block):
            renderer.report.error(part.place, "block-between-steps", name=part.name)
            continue
        items, length = list_items(part.lines, _STEP)
        for item in items:
            inner = scan(item.lines, renderer.file, renderer.report)
            if is_empty(inner):
                renderer.report.error(Place(renderer.file, item.number), "empty-step")
            steps.append(read_document(inner, renderer, checks=checks))
        stray = next((line for line in part.lines[length:] if not line.is_blank), None)
        if stray:
            renderer.report.error(Place(renderer.file, stray.number), "text-between-steps")
    return Steps(block.title, tuple(steps))


def _readings(block: Block, renderer: Renderer, _: bool) -> Readings:
    lines = [line for part in block.parts if isinstance(part, Text) for line in part.lines]
    for part in block.parts:
        if isinstance(part, Block):
            renderer.report.error(part.place, "block-in-readings", name=part.name)
    html = with_readings_marked(renderer.block(lines))
    if "<table>" not in html and not renderer.has_given_up and not _has_stray_options(block):
        renderer.report.error(block.place, "readings-without-table")
    return Readings(block.title, html)


def _check(block: Block, renderer: Renderer, checks: bool) -> Check | None:
    if not checks:
        renderer.report.error(block.place, "check-not-here")
        return None
    headings = list(all_headings(block.parts))
    before, questions = read_questions(block.parts, renderer)
    if not headings and _has_stray_options(block):
        return None
    if not headings:
        renderer.report.error(block.place, "check-without-question")
    elif not is_empty(before):
        renderer.report.error(block.place, "text-before-question")
    elif len(questions) > 1:
        renderer.report.error(Place(renderer.file, questions[1].line), "two-questions")
    return Check(questions[0]) if questions else None


def _note(block: Block, renderer: Renderer, checks: bool) -> Note:
    return Note(block.title, read_document(block.parts, renderer, checks=checks))


_READERS: Final[Mapping[str, Callable[[Block, Renderer, bool], Part | None]]] = {
    "hazard": _hazard,
    "steps": _steps,
    "readings": _readings,
    "check": _check,
    "note": _note,
}

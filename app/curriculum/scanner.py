"""Finds fences, comments and blocks in the lines of a page, with their line numbers.

Python-Markdown keeps no positions and turns what it doesn't know into text; so the structure is found here,
and it renders only what lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from app.curriculum.limits import DEPTH
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.source import Line, Lines
from app.curriculum.yaml_text import YamlText, read_yaml

WITHOUT_OPTIONS: Final = ("steps", "readings", "check", "note")
BLOCKS: Final = ("hazard", *WITHOUT_OPTIONS)

FACT: Final = re.compile(r"<!--\s*fact:")
"""How the mark of a fact begins: no comment like others, since it stands behind text (`facts`)."""

_FENCE: Final = re.compile(r"[\s>]*(`{3,}|~{3,})(.*)")
_OPEN: Final = re.compile(r"(/{3,}) *([\w-]+) *(?:\|(.*))?")
_CLOSE: Final = re.compile(r"(/{3,})\s*")
_DEFINITION: Final = re.compile(r" {0,3}(?:\[[^\]^][^\]]*\]:|\*\[[^\]]+\]:)\s*\S")


@dataclass(frozen=True)
class Text:
    """Lines of Markdown without a block among them."""

    lines: Lines


@dataclass
class Block:
    """`/// name | title`, its options, and what stands in it up to its `///`."""

    name: str
    title: str
    place: Place
    slashes: int
    options: YamlText | None = None
    is_broken: bool = False
    """Whether there are options that can't be understood."""
    is_unclosed: bool = False
    parts: list[Text | Block] = field(default_factory=list)


Segment: TypeAlias = Text | Block


def mark_code(lines: Sequence[Line], file: str, report: Report) -> Lines:
    """The lines, those of fences marked as code, those of HTML comments emptied."""
    marked: list[Line] = []
    unclosed: set[str] = set()  # another search for the end of one of them would fail again
    index = 0
    while index < len(lines):
        line = lines[index]
        fence = _opened_fence(line)
        end = _end_of_fence(lines, index, fence) if fence and fence not in unclosed else None
        if end:
            marked.extend(Line(inner.number, inner.text, code=True) for inner in lines[index:end])
        elif fence:
            unclosed.add(fence)
            marked.append(Line(line.number, ""))
            report.error(Place(file, line.number), "fence-not-closed", fence=fence)
        elif line.text.startswith("<!--") and not FACT.match(line.text):
            end = _end_of_comment(lines, index)
            marked.extend(Line(inner.number, "") for inner in lines[index : end - 1])
            marked.append(Line(lines[end - 1].number, lines[end - 1].text.partition("-->")[2]))
            if "-->" not in lines[end - 1].text:
                report.error(Place(file, line.number), "comment-not-closed")
        else:
            marked.append(line)
        index = end or index + 1
    return tuple(marked)


def scan(lines: Sequence[Line], file: str, report: Report) -> tuple[Segment, ...]:
    """The texts and blocks in lines whose code is marked."""
    return _Scan(file, report).run(lines)


def definitions(lines: Sequence[Line]) -> str:
    """The link addresses and abbreviations that a page defines, for every part of it."""
    return "\n".join(line.text for line in lines if not line.code and _DEFINITION.match(line.text))


def headings(lines: Sequence[Line]) -> Iterator[int]:
    """The index of each heading among the lines."""
    for index, line in enumerate(lines):
        level = len(line.text) - len(line.text.lstrip("#"))
        if 1 <= level <= 6 and not line.code and line.text[level:].strip():
            yield index


def is_empty(segments: Sequence[Segment]) -> bool:
    """Whether nothing in the segments would be seen."""
    return all(isinstance(part, Text) and all(line.is_blank for line in part.lines) for part in segments)


def has_unclosed(segments: Sequence[Segment]) -> bool:
    """Whether a block among the segments isn't closed, and so may have swallowed what came behind it."""
    return any(isinstance(part, Block) and (part.is_unclosed or has_unclosed(part.parts)) for part in segments)


class _Scan:
    """One run over the lines, with a stack of the blocks that are open."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report
        self.top: list[Segment] = []
        self.open: list[Block] = []
        self.text: list[Line] = []
        self.unopened: list[int] = []
        """The strokes of lines that were to open a block and couldn't: what closes them was told with them."""

    def run(self, lines: Sequence[Line]) -> tuple[Segment, ...]:
        index = 0
        while index < len(lines):
            line = lines[index]
            index += 1
            if line.code or not line.text.lstrip().startswith("///"):
                self.text.append(line)
            elif closing := _CLOSE.fullmatch(line.text):
                self.close(line, len(closing[1]))
            elif opening := _OPEN.fullmatch(line.text.rstrip()):
                index = self.begin(opening, line, lines, index)
            else:
                self.misplaced(line)
        self.end_text()
        for block in self.open:
            self.leave_unclosed(block)
        return tuple(self.top)

    def begin(self, opening: re.Match[str], line: Line, lines: Sequence[Line], index: int) -> int:
        """Opens a block, takes its options, and says where its content begins."""
        self.end_text()
        place = Place(self.file, line.number)
        block = Block(opening[2], (opening[3] or "").strip(), place, len(opening[1]))
        if block.name not in BLOCKS:
            self.report.error(place, "unknown-block", name=block.name, nearest=nearest(block.name, BLOCKS))
        if len(self.open) == DEPTH:
            self.report.error(place, "too-deep", limit=DEPTH)
        end = index
        while end < len(lines) and lines[end].indent >= 4 and not lines[end].is_blank:
            end += 1
        if end > index:
            text = "\n".join(option.dedented(4).text for option in lines[index:end])
            first = lines[index].number
            knows_none = block.name in WITHOUT_OPTIONS
            block.options = (
                YamlText(None, {}, self.file, first) if knows_none else read_yaml(text, self.file, first, self.report)
            )
            block.is_broken = block.options is None
        if len(self.open) <= DEPTH:
            self.here.append(block)
        self.open.append(block)
        return end

    def close(self, line: Line, slashes: int) -> None:
        self.end_text()
        if not any(block.slashes == slashes for block in self.open):
            self.tell_unmatched(line, slashes)
            return
        while self.open:
            block = self.open.pop()
            if block.slashes == slashes:
                break
            self.leave_unclosed(block)

    def tell_unmatched(self, line: Line, slashes: int) -> None:
        place = Place(self.file, line.number)
        if slashes in self.unopened:
            self.unopened.remove(slashes)
        elif self.open:
            block = self.open.pop()
            self.report.error(place, "strokes-differ", name=block.name, strokes="/" * block.slashes)
        else:
            self.report.error(place, "nothing-to-close", slashes="/" * slashes)

    def leave_unclosed(self, block: Block) -> None:
        block.is_unclosed = True
        self.report.error(block.place, "block-not-closed", name=block.name)

    def misplaced(self, line: Line) -> None:
        place = Place(self.file, line.number)
        opening = _OPEN.fullmatch(line.text.strip())
        if line.indent and (opening or _CLOSE.fullmatch(line.text.strip())):
            if self.open and self.open[-1].name == "steps":
                self.text.append(line)
            else:
                self.indented(place, line.text.strip(), opening)
        else:
            text = line.text.strip()
            self.unopened.append(len(text) - len(text.lstrip("/")))
            self.report.error(place, "bad-block-line", text=text)

    def indented(self, place: Place, text: str, opening: re.Match[str] | None) -> None:
        """Tells a block that begins behind spaces; what stands in it was told with it."""
        if opening and not self.unopened:
            self.report.error(place, "block-indented", name=opening[2])
        strokes = len(text) - len(text.lstrip("/"))
        if opening:
            self.unopened.append(strokes)
        elif strokes in self.unopened:
            self.unopened.remove(strokes)

    def end_text(self) -> None:
        if self.text:
            self.here.append(Text(tuple(self.text)))
            self.text = []

    @property
    def here(self) -> list[Segment]:
        return self.open[-1].parts if self.open else self.top


def _opened_fence(line: Line) -> str | None:
    found = _FENCE.fullmatch(line.text)
    if not found or (found[1].startswith("`") and "`" in found[2]):
        return None
    return found[1]


def _end_of_fence(lines: Sequence[Line], start: int, fence: str) -> int | None:
    """The index behind the line that closes a fence; None when there is none."""
    closing = (at + 1 for at in range(start + 1, len(lines)) if lines[at].text.strip(" \t>") == fence)
    return next(closing, None)


def _end_of_comment(lines: Sequence[Line], start: int) -> int:
    """The index behind the line that ends a comment; one that never ends takes the rest, as in HTML."""
    return next((at + 1 for at in range(start, len(lines)) if "-->" in lines[at].text), len(lines))

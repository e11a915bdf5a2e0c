"""What a translation is held against: the same item, week or course in the course's own language.

A translation gives text. What it leaves out, because it is no text, is taken from here; what it says again has to be
the same, and its shape too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.curriculum.attributes import Heading, read_heading
from app.curriculum.facts import without_marks
from app.curriculum.model import Criterion, Document, Hazard, Question, Steps
from app.curriculum.pieces import Piece, parts_within
from app.curriculum.problems import Place, Report
from app.curriculum.scanner import mark_code
from app.curriculum.source import Page
from app.curriculum.yaml_text import YamlText

_BLOCK: Final = re.compile(r"\s*/{3,} *(hazard|steps)\b")
_PARTS: Final = {"order": "things to put in order", "match": "pairs"}
_HAZARD_KEYS: Final = ("type", "level")


class Original:
    """The original of one translated page, while that page is compiled."""

    def __init__(self, page: Page, translated: Page, bodies: Sequence[Document], pieces: Sequence[Piece] = ()) -> None:
        self._file = translated.file
        self._pieces: Mapping[str, Piece] = {piece.id: piece for piece in pieces}
        self._headings = {piece.id: _heading(page, piece.line) for piece in self._pieces.values()}
        self._met: dict[int, str] = {}
        inner = [part for body in bodies for part in parts_within(body)]
        self._hazards = [part for part in inner if isinstance(part, Hazard)]
        self._steps = [len(part.steps) for part in inner if isinstance(part, Steps)]
        lines = mark_code(translated.body, translated.file, Report())
        blocks = [(line.number, found[1]) for line in lines if not line.code and (found := _BLOCK.match(line.text))]
        self._hazard_lines = [number for number, name in blocks if name == "hazard"]
        self._steps_lines = [number for number, name in blocks if name == "steps"]

    def completed(self, heading: Heading, flags: Sequence[str], keys: Sequence[str], report: Report) -> Heading:
        """The heading of a question, criterion, test or conclusion with everything that the original says of it.

        `flags` and `keys` are what such headings know. One that the original doesn't have is told.
        """
        if not heading.listed:
            return heading
        own = self._own_heading(heading, report)
        if own is None or heading.id is None:
            return replace(heading, listed=False)
        self._met[heading.place.line] = heading.id
        for flag in heading.flags:
            if flag in flags and flag not in own.flags:
                report.warning(heading.place, "not-as-in-original", what=f".{flag}")
        for key, value in heading.values.items():
            if key in keys and own.values.get(key) != value:
                report.warning(heading.place, "not-as-in-original", what=f"{key}={value}")
        unknown = tuple(flag for flag in heading.flags if flag not in flags)
        others = {key: value for key, value in heading.values.items() if key not in keys}
        return replace(heading, flags=(*own.flags, *unknown), values={**own.values, **others})

    def _own_heading(self, heading: Heading, report: Report) -> Heading | None:
        """The original of a heading; None, with a problem in the report, when there is none that is left."""
        name, met = heading.id, {each: line for line, each in self._met.items()}
        if name is None and not heading.is_broken:
            report.error(heading.place, "no-id")
        elif name in met:
            report.error(heading.place, "id-twice", id=name, first=f"line {met[name]}")
        elif name is not None and name not in self._headings:
            report.error(heading.place, "not-in-original", id=name, nearest=report.nearest(name, self._headings))
        return None if name is None or name in met else self._headings.get(name)

    def question(self, question_id: str | None) -> Question | None:
        """The original of a question."""
        piece = self._pieces.get(question_id or "")
        return piece if isinstance(piece, Question) else None

    def hazard(self, place: Place, options: YamlText | None, report: Report) -> YamlText | None:
        """The options of the hazard at that place, its own completed by those of the original."""
        index = self._hazard_lines.index(place.line) if place.line in self._hazard_lines else len(self._hazards)
        if index >= len(self._hazards) or (options and not isinstance(options.value, dict)):
            return options
        own = {key: getattr(self._hazards[index], key) for key in _HAZARD_KEYS}
        said = options.value if options else {}
        if options and len(self._hazards) == len(self._hazard_lines):
            for key, value in said.items():
                if key in own and own[key] != value:
                    report.warning(options.place(key), "not-as-in-original", what=f"{key}: {value}")
        others = {key: value for key, value in said.items() if key not in own}
        where = options or YamlText(None, {}, place.file, place.line)
        return replace(where, value={**own, **others})

    def check(self, bodies: Iterable[Document], pieces: Iterable[Piece], report: Report) -> None:
        """Tells where a translation without other mistakes, with these texts and pieces, has another shape."""
        mistakes = report.count
        self._check_ids(report)
        for piece in pieces if report.count == mistakes else ():  # what is left out may have gone to its neighbour
            own = self._pieces[piece.id]
            for what, (number, expected) in _counts(piece, own).items():
                if number != expected:
                    place = Place(self._file, piece.line)
                    report.error(place, "shape-differs", what=what, number=number, expected=expected)
        if len(self._hazard_lines) != len(self._hazards):
            self._tell_blocks(self._hazard_lines, "hazards", len(self._hazards), report)
        inner = (part for body in bodies for part in parts_within(body))
        steps = [len(part.steps) for part in inner if isinstance(part, Steps)]
        if len(steps) != len(self._steps):
            self._tell_blocks(self._steps_lines, "blocks of steps", len(self._steps), report)
            return
        for at, (number, expected) in enumerate(zip(steps, self._steps, strict=True)):
            if number != expected:
                line = _nth(self._steps_lines, at)
                report.error(Place(self._file, line), "shape-differs", what="steps", number=number, expected=expected)

    def _check_ids(self, report: Report) -> None:
        """Tells the first question, criterion, test or conclusion that isn't where the original has it."""
        met = sorted(self._met.items())
        last = met[-1][0] if met else 1
        for at, expected in enumerate(self._pieces):
            line, name = met[at] if at < len(met) else (last, "")
            if name == expected:
                continue
            if expected in self._met.values():
                report.error(Place(self._file, line), "not-in-order", expected=expected)
            else:
                report.error(Place(self._file, line), "not-translated", expected=expected)
            return

    def _tell_blocks(self, lines: Sequence[int], what: str, expected: int, report: Report) -> None:
        place = Place(self._file, _nth(lines, expected))
        report.error(place, "shape-differs", what=what, number=len(lines), expected=expected)


def _heading(page: Page, line: int) -> Heading:
    written = without_marks([page.body[line - page.body[0].number]])
    return read_heading(written[0].text, Place(page.file, line), Report(), "")


def _counts(piece: Piece, own: Piece) -> dict[str, tuple[int, int]]:
    """How many parts the translation of a piece has and how many there are, by what they are called."""
    match piece, own:
        case Question(type=kind), Question() if kind in _PARTS:
            return {_PARTS[kind]: (piece.parts, own.parts)}
        case Criterion(levels=levels), Criterion(levels=expected):
            return {"levels": (len(levels), len(expected))}
        case _:
            return {}


def _nth(lines: Sequence[int], at: int) -> int:
    """One of the lines on which blocks begin; the last when there are fewer, the file's first when there is none."""
    return lines[min(at, len(lines) - 1)] if lines else 1

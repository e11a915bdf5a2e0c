"""Questions: a heading with an id and a type, a stem, a key, and perhaps an explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypedDict

from app.curriculum.attributes import check_competence, check_heading, former_ids, read_heading
from app.curriculum.digest import question_digest
from app.curriculum.keys import READERS, Key, Written
from app.curriculum.keys.completing import completed_key
from app.curriculum.model import Question, QuestionType
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import Block, Segment
from app.curriculum.sections import Section, as_written, is_quote, unquoted
from app.curriculum.source import Line, Lines

TYPES: Final = tuple(READERS)
MOST_POINTS: Final = 100

_WITH_PARTIAL_CREDIT: Final = ("multiple", "order", "match")
"""The types that know `marking=all`."""

_FLAGS: Final = (*TYPES, "critical")
_KEYS: Final = ("competence", "points", "pool", "marking", "was")


class _Named(TypedDict):
    """What the heading alone says of a question."""

    id: str
    competence: str | None
    pool: str | None
    critical: bool
    all_or_nothing: bool
    aliases: tuple[str, ...]
    line: int


def read_question(section: Section, renderer: Renderer) -> Question | None:
    """The question under a heading; None, with problems in the report, if it can't be understood."""
    return _Reader(section, renderer).question()


class _Reader:
    def __init__(self, section: Section, renderer: Renderer) -> None:
        self.renderer = renderer
        self.report = renderer.report
        self.place = Place(renderer.file, section.heading.number)
        self.mistakes = self.report.count
        heading = read_heading(section.heading.text, self.place, self.report, "{#an-id .single}")
        self.heading = renderer.completed(heading, _FLAGS, _KEYS)
        self.lines = self.text_of(section.parts)

    def question(self) -> Question | None:
        kind, points = self.kind(), self.points()
        lines = self.completed_lines() if kind else None
        if kind is None or lines is None:
            return None
        key = READERS[kind](Written(lines, self.place, self.report))
        behind = self.explanation(key.behind)
        images = len(self.renderer.images)
        title = self.renderer.inline(self.heading.title, self.place.line)
        stem = self.renderer.block(key.stem)
        shown = key.shown(self.renderer)
        digest = self.digest(kind, points, key, tuple(self.renderer.images[images:]))
        fields = key.fields(shown, self.renderer)
        explanation = self.renderer.block(behind)
        if self.report.count > self.mistakes:
            return None
        return Question(
            **self.named(),
            type=kind,
            title_html=title,
            stem_html=stem,
            explanation_html=explanation,
            points=points,
            digest=digest,
            **fields,
        )

    def completed_lines(self) -> Lines | None:
        """The lines below the heading; of a translation with what it leaves out. None when it can't be completed."""
        original = self.renderer.original.question(self.heading.id) if self.renderer.original else None
        return completed_key(original, Written(self.lines, self.place, self.report)) if original else self.lines

    def named(self) -> _Named:
        values = self.heading.values
        return _Named(
            id=self.heading.id or "",
            competence=values.get("competence"),
            pool=values.get("pool"),
            critical="critical" in self.heading.flags,
            all_or_nothing="marking" in values,
            aliases=former_ids(self.heading),
            line=self.place.line,
        )

    def digest(self, kind: QuestionType, points: int, key: Key, images: tuple[str, ...]) -> str:
        return question_digest(
            kind=kind,
            title=self.heading.title,
            stem=as_written(key.stem),
            points=points,
            critical="critical" in self.heading.flags,
            all_or_nothing="marking" in self.heading.values,
            images=images,
            **key.digested(),
        )

    def text_of(self, parts: Sequence[Segment]) -> Lines:
        lines: list[Line] = []
        for part in parts:
            if isinstance(part, Block):
                self.report.error(part.place, "block-in-question", name=part.name)
            else:
                lines.extend(part.lines)
        return tuple(lines)

    def kind(self) -> QuestionType | None:
        """Checks the heading, and returns the type it names."""
        if not self.heading.listed:
            return None
        check_heading(self.heading, _FLAGS, _KEYS, self.report)
        check_competence(self.heading, self.renderer.known.competences, self.report)
        types = [kind for flag in self.heading.flags for kind in READERS if kind == flag]
        marking = self.heading.values.get("marking", "all")
        if marking != "all" or ("marking" in self.heading.values and types and types[0] not in _WITH_PARTIAL_CREDIT):
            self.report.error(self.place, "bad-marking", text=marking)
        if len(types) > 1:
            self.report.error(self.place, "two-types", types=", ".join(f".{flag}" for flag in types))
        elif not types and set(self.heading.flags) <= {"critical"}:
            self.report.error(self.place, "no-type")
        return types[0] if types else None

    def points(self) -> int:
        points = self.heading.values.get("points", "1")
        if re.fullmatch(r"[1-9]\d{0,2}", points) and int(points) <= MOST_POINTS:
            return int(points)
        self.report.error(self.place, "bad-points", text=points, most=MOST_POINTS)
        return 1

    def explanation(self, lines: Lines) -> Lines:
        after_blank = True
        for line in lines:
            if not line.is_blank and not line.code and not is_quote(line) and after_blank:
                self.report.error(Place(self.place.file, line.number), "text-after-key")
                return ()
            after_blank = line.is_blank
        return unquoted(lines)

"""Questions: a heading with an id and a type, a stem, a key, and perhaps an explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypedDict, cast

from app.curriculum.attributes import check_competence, check_heading, former_ids, read_heading
from app.curriculum.digest import question_digest
from app.curriculum.model import NumericKey, Option, Question, QuestionType
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import Block, Segment
from app.curriculum.sections import Section, as_written, is_quote, list_items, unquoted
from app.curriculum.source import Line, Lines

TYPES: Final = ("single", "multiple", "numeric", "text")
LATER_TYPES: Final = ("order", "match", "hotspot")
MOST_POINTS: Final = 100

_ALL_OR_NOTHING: Final = ("single", "numeric", "text")

_KEYS: Final = ("competence", "points", "pool", "marking", "was")
_ITEM: Final = re.compile(r" ?[-*+] {1,3}(?:\[([ xX])\](?: +|$))?")
_OPTION: Final = re.compile(r" ?[-*+] {1,3}\[[ xX]\](?: |$)")
_ANSWER: Final = re.compile(r"=(?!=)")
_NUMERIC: Final = re.compile(
    r"(?P<value>[-+−]?\d{1,15}(?:\.\d{1,15})?)"
    r"(?:\s*(?:±|\+/-)\s*(?P<tolerance>\d{1,15}(?:\.\d{1,15})?))?"
    r"(?:\s*(?P<unit>(?![eE]\d)[^\s\d.,±+=-][^±=]*))?"
)


@dataclass(frozen=True)
class _Body:
    """The lines under a question's heading, sorted."""

    stem: Lines
    options: tuple[_Option, ...]
    answers: Lines
    explanation: Lines


@dataclass(frozen=True)
class _Option:
    """An option as written."""

    right: bool
    text: Lines
    feedback: Lines


@dataclass(frozen=True)
class _Asked:
    """What is asked, as HTML, and the digests of the images in it."""

    title: str
    stem: str
    options: tuple[str, ...]
    images: tuple[str, ...]


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
        self.heading = read_heading(section.heading.text, self.place, self.report, "{#an-id .single}")
        self.lines = self.text_of(section.parts)

    def question(self) -> Question | None:
        kind, points = self.kind(), self.points()
        if kind is None:
            return None
        body = self.body(kind)
        numeric = self.numeric(body.answers) if kind == "numeric" else None
        accepted = self.accepted(body.answers) if kind == "text" else ()
        asked = self.asked(body)
        options = self.with_feedback(asked.options, body.options)
        explanation = self.renderer.block(body.explanation)
        if self.report.count > self.mistakes:
            return None
        return Question(
            **self.named(),
            type=kind,
            title_html=asked.title,
            stem_html=asked.stem,
            explanation_html=explanation,
            points=points,
            options=options,
            numeric=numeric,
            accepted=accepted,
            digest=self.digest(kind, points, body, numeric, accepted, asked.images),
        )

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

    def digest(
        self,
        kind: QuestionType,
        points: int,
        body: _Body,
        numeric: NumericKey | None,
        accepted: tuple[str, ...],
        images: tuple[str, ...],
    ) -> str:
        return question_digest(
            kind=kind,
            title=self.heading.title,
            stem=as_written(body.stem),
            options=tuple((as_written(option.text), option.right) for option in body.options),
            numeric=numeric,
            accepted=accepted,
            points=points,
            critical="critical" in self.heading.flags,
            all_or_nothing="marking" in self.heading.values,
            images=images,
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
        check_heading(self.heading, (*TYPES, *LATER_TYPES, "critical"), _KEYS, self.report)
        check_competence(self.heading, self.renderer.known.competences, self.report)
        types = [flag for flag in self.heading.flags if flag in (*TYPES, *LATER_TYPES)]
        marking = self.heading.values.get("marking", "all")
        if marking != "all" or ("marking" in self.heading.values and types and types[0] in _ALL_OR_NOTHING):
            self.report.error(self.place, "bad-marking", text=marking)
        if len(types) > 1:
            self.report.error(self.place, "two-types", types=", ".join(f".{flag}" for flag in types))
        elif not types and set(self.heading.flags) <= {"critical"}:
            self.report.error(self.place, "no-type")
        elif types and types[0] in LATER_TYPES:
            self.report.error(self.place, "not-yet-understood", what=f"a question of type .{types[0]}")
        return cast("QuestionType", types[0]) if types and types[0] in TYPES else None

    def points(self) -> int:
        points = self.heading.values.get("points", "1")
        if re.fullmatch(r"[1-9]\d{0,2}", points) and int(points) <= MOST_POINTS:
            return int(points)
        self.report.error(self.place, "bad-points", text=points, most=MOST_POINTS)
        return 1

    def body(self, kind: QuestionType) -> _Body:
        """Sorts the lines into stem, key and explanation, and checks the key's shape."""
        by_options = kind in ("single", "multiple")
        begins = _OPTION if by_options else _ANSWER
        start = next(
            (at for at, line in enumerate(self.lines) if not line.code and begins.match(line.text)),
            None,
        )
        if start is None:
            self.report.error(self.place, f"no-key-{'options' if by_options else kind}")
            return _Body(self.lines, (), (), ())
        stem, lines = self.lines[:start], self.lines[start:]
        if by_options:
            options, length = self.options(kind, lines)
            return _Body(stem, options, (), self.explanation(lines[length:]))
        answers, length = self.answers(lines)
        return _Body(stem, (), answers, self.explanation(lines[length:]))

    def options(self, kind: QuestionType, lines: Lines) -> tuple[tuple[_Option, ...], int]:
        items, length = list_items(lines, _ITEM)
        options = []
        for item in items:
            place = Place(self.place.file, item.number)
            quote = next((at for at, line in enumerate(item.lines[1:], 1) if is_quote(line) and not line.code), None)
            text = item.lines[:quote]
            if item.marker[1] is None:
                self.report.error(place, "option-without-box")
            elif all(line.is_blank for line in text):
                self.report.error(place, "empty-option")
            feedback = () if quote is None else unquoted(item.lines[quote:])
            options.append(_Option((item.marker[1] or "").lower() == "x", text, feedback))
        self.check_boxes(kind, options)
        return tuple(options), length

    def check_boxes(self, kind: QuestionType, options: Sequence[_Option]) -> None:
        """Tells a key that has too few options, or the wrong number of right ones."""
        right = sum(option.right for option in options)
        if len(options) < 2:
            self.report.error(self.place, "too-few-options")
        elif not right:
            self.report.error(self.place, "no-right-option")
        elif right > 1 and kind == "single":
            self.report.error(self.place, "two-right-options", number=right)

    def answers(self, lines: Lines) -> tuple[Lines, int]:
        length = next(
            (at for at, line in enumerate(lines) if not line.is_blank and not _ANSWER.match(line.text)),
            len(lines),
        )
        return tuple(line for line in lines[:length] if not line.is_blank), length

    def explanation(self, lines: Lines) -> Lines:
        after_blank = True
        for line in lines:
            if not line.is_blank and not line.code and not is_quote(line) and after_blank:
                self.report.error(Place(self.place.file, line.number), "text-after-key")
                return ()
            after_blank = line.is_blank
        return unquoted(lines)

    def numeric(self, answers: Lines) -> NumericKey | None:
        if len(answers) > 1:
            self.report.error(Place(self.place.file, answers[1].number), "two-numbers")
        if not answers:
            return None
        found = _NUMERIC.fullmatch(answers[0].text[1:].strip())
        if not found:
            place = Place(self.place.file, answers[0].number)
            self.report.error(place, "bad-numeric-key", text=answers[0].text[1:].strip())
            return None
        value = Decimal(found["value"].replace("−", "-"))
        return NumericKey(value, Decimal(found["tolerance"] or 0), (found["unit"] or "").strip())

    def accepted(self, answers: Lines) -> tuple[str, ...]:
        for line in answers:
            if not line.text[1:].strip():
                self.report.error(Place(self.place.file, line.number), "empty-answer")
        return tuple(line.text[1:].strip() for line in answers)

    def asked(self, body: _Body) -> _Asked:
        before = len(self.renderer.images)
        title = self.renderer.inline(self.heading.title, self.place.line)
        stem = self.renderer.block(body.stem)
        options = tuple(self.renderer.bare(option.text) for option in body.options)
        return _Asked(title, stem, options, tuple(self.renderer.images[before:]))

    def with_feedback(self, texts: Sequence[str], options: Sequence[_Option]) -> tuple[Option, ...]:
        return tuple(
            Option(text, option.right, self.renderer.block(option.feedback))
            for text, option in zip(texts, options, strict=True)
        )

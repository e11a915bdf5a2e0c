"""Competences by weeks: where each is taught in a lesson, asked in a quiz or case, shown at the bench. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from app.curriculum.model import (
    Case,
    Competence,
    CompetenceBlock,
    Curriculum,
    Item,
    Lesson,
    Practical,
    Quiz,
    Texts,
    Week,
)

Way: TypeAlias = Literal["taught", "asked", "shown"]
WAYS: Final[tuple[Way, ...]] = ("taught", "asked", "shown")
SIGNS: Final[dict[Way, str]] = {"taught": "T", "asked": "A", "shown": "S"}
"""Of the table in a terminal."""
LONGEST_TITLE: Final = 44


@dataclass(frozen=True)
class Place:
    """An item that has to do with a competence."""

    item: Item
    way: Way
    count: int
    """How many of its questions or criteria name the competence; of a lesson or case 1."""


@dataclass(frozen=True)
class Row:
    """A competence and what each week does for it."""

    competence: Competence
    weeks: tuple[tuple[Place, ...], ...]

    def places(self, way: Way) -> tuple[Place, ...]:
        """Everything in the course that teaches, asks or shows the competence."""
        return tuple(place for week in self.weeks for place in week if place.way == way)

    @property
    def is_taught(self) -> bool:
        """Whether a lesson names it."""
        return bool(self.places("taught"))

    @property
    def is_assessed(self) -> bool:
        """Whether a question of a quiz, a case or a criterion names it. Practice questions don't count."""
        return bool(self.places("asked") or self.places("shown"))

    @property
    def has_gap(self) -> bool:
        """Whether it is not taught or not assessed."""
        return not (self.is_taught and self.is_assessed)


@dataclass(frozen=True)
class Coverage:
    """The competences of a course by block, over its weeks."""

    weeks: tuple[int, ...]
    blocks: tuple[tuple[CompetenceBlock, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every competence's row, in their order."""
        return tuple(row for _, rows in self.blocks for row in rows)

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The rows of competences that are not taught or not assessed."""
        return tuple(row for row in self.rows if row.has_gap)


def coverage_of(curriculum: Curriculum) -> Coverage:
    """Where each competence of the course is taught, asked and shown."""
    found = [{place_of: list(places) for place_of, places in _by_competence(week)} for week in curriculum.weeks]
    return Coverage(
        weeks=tuple(week.number for week in curriculum.weeks),
        blocks=tuple(
            (
                block,
                tuple(
                    Row(competence, tuple(tuple(week.get(competence.id, ())) for week in found))
                    for competence in block.competences
                ),
            )
            for block in curriculum.blocks
        ),
    )


def as_table(coverage: Coverage, language: str) -> list[str]:
    """The lines of a table for a terminal: T taught, A asked, S shown, with numbers of questions and criteria."""
    rows = [[_cell(week) for week in row.weeks] for row in coverage.rows]
    widths = [max([len(str(week)), *(len(row[at]) for row in rows)]) for at, week in enumerate(coverage.weeks)]
    names = [f"{row.competence.id}  {_text(row.competence.title, language)}" for row in coverage.rows]
    side = max([_width(name) for name in names], default=0)
    lines = [_line("", [str(week) for week in coverage.weeks], side, widths, "")]
    for name, row, cells in zip(names, coverage.rows, rows, strict=True):
        lines.append(_line(name, cells, side, widths, _gap(row)))
    return [*lines, "", _sum(coverage)]


def _by_competence(week: Week) -> Iterator[tuple[str, Iterable[Place]]]:
    found: dict[str, list[Place]] = {}
    for item in week.items:
        for competence, place in _places(item):
            found.setdefault(competence, []).append(place)
    yield from found.items()


def _places(item: Item) -> Iterator[tuple[str, Place]]:
    named: Iterable[str | None] = ()
    way: Way = "taught"
    match item:
        case Lesson():
            named = set(item.competences)
        case Quiz():
            way, named = "asked", [question.competence for question in item.questions]
        case Case():
            way, named = "asked", set(item.competences)
        case Practical():
            way, named = "shown", [criterion.competence for criterion in item.criteria]
        case _:
            pass
    for competence, count in Counter(named).items():
        if competence is not None:
            yield competence, Place(item, way, count)


def _cell(places: Iterable[Place]) -> str:
    counts: Counter[Way] = Counter()
    for place in places:
        counts[place.way] += place.count
    return " ".join(SIGNS[way] if way == "taught" else f"{SIGNS[way]}{counts[way]}" for way in WAYS if counts[way])


def _gap(row: Row) -> str:
    if not row.has_gap:
        return ""
    return "  ← " + ", ".join(
        text for text, is_there in (("not taught", row.is_taught), ("not assessed", row.is_assessed)) if not is_there
    )


def _line(name: str, cells: list[str], side: int, widths: list[int], gap: str) -> str:
    padded = " │ ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name}{' ' * (side - _width(name))} │ {padded} │{gap}".rstrip()


def _sum(coverage: Coverage) -> str:
    legend = "T taught in a lesson, A asked in a quiz (questions) or a case, S shown at the bench (criteria)."
    return f"{legend} {len(coverage.rows)} competences, {len(coverage.gaps)} with a gap."


def _text(texts: Texts, language: str) -> str:
    text = " ".join((texts.get(language) or next(iter(texts.values()), "")).split())
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"


def _width(text: str) -> int:
    """How many columns a terminal takes for a text."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )

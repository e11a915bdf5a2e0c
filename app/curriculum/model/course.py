"""The course as a whole: weeks, competences, terms, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from app.curriculum.model.documents import Document
from app.curriculum.model.items import Item, Quiz

Texts: TypeAlias = Mapping[str, str]
"""One text in several languages, by language code."""


@dataclass(frozen=True)
class Week:
    """One week; without items it is still being written."""

    number: int
    title: str
    hours: Decimal
    outcomes: tuple[str, ...]
    body: Document
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Competence:
    """Something a technician can do, with an id such as B1.2."""

    id: str
    title: Texts


@dataclass(frozen=True)
class CompetenceBlock:
    """A group of competences."""

    id: str
    title: Texts
    competences: tuple[Competence, ...]


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    term: Texts
    means: Texts


@dataclass(frozen=True)
class Duration:
    """A span as authors write it: 3 years, 24 hours."""

    number: int
    unit: Literal["minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True)
class CompletionRules:
    """The share of each kind of item (per cent, 0 to 100) that completing the course takes."""

    lessons: Decimal
    quizzes: Decimal
    practicals: Decimal


@dataclass(frozen=True)
class Track:
    """One kind of device."""

    id: str
    title: Texts
    icon: str
    order: int


@dataclass(frozen=True)
class Curriculum:
    """A whole course, compiled."""

    id: str
    track: Track
    language: str
    title: str
    summary: str
    hours_per_week: Decimal
    completion: CompletionRules
    certificate_title: str
    certificate_valid_for: Duration | None
    """None: for ever."""
    blocks: tuple[CompetenceBlock, ...]
    glossary: tuple[Term, ...]
    body: Document
    weeks: tuple[Week, ...]
    images: Mapping[str, str]
    """SHA-256 of each image by its path in the course's folder."""

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id, in the order of the course."""
        return {item.id: item for week in self.weeks for item in week.items}

    @cached_property
    def competences(self) -> Mapping[str, Competence]:
        """Every competence by id."""
        return {competence.id: competence for block in self.blocks for competence in block.competences}

    @cached_property
    def openers(self) -> Mapping[str, Quiz]:
        """The quiz that opens each gate, by the gate's name."""
        return {item.gate: item for item in self.items.values() if isinstance(item, Quiz) and item.gate}

    @cached_property
    def hours(self) -> Decimal:
        """Planned hours of the whole course."""
        return sum((week.hours for week in self.weeks), Decimal(0))

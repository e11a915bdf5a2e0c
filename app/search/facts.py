"""What a search finds, as its page shows it: frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Literal, TypeVar
from uuid import UUID

from app.curriculum.model import Item, Quiz
from app.search.marking import Pieces

T = TypeVar("T")
MOST = 20
"""Findings of a kind that a page shows. Whoever finds more adds a word."""


State = Literal["done", "open", "locked", ""]
"""Where the reader stands with an item; empty in courses that they only read."""


@dataclass(frozen=True)
class Group(Generic[T]):
    """Findings of one kind, the best first, and whether there are more than those."""

    shown: tuple[T, ...]
    more: bool


def group_of(found: Iterable[T]) -> Group[T]:
    """The first of what was found, the best first."""
    first = tuple(islice(found, MOST + 1))
    return Group(first[:MOST], more=len(first) > MOST)


@dataclass(frozen=True)
class Learning:
    """A cohort in which somebody learns, as those see it who follow it."""

    enrolment_id: UUID
    cohort_name: str


@dataclass(frozen=True)
class FoundPerson:
    """Somebody at the school."""

    id: UUID
    name: Pieces
    signs_in_as: Pieces
    """Empty for those who don't look after accounts."""
    address: str
    learns: tuple[Learning, ...]


@dataclass(frozen=True)
class FoundItem:
    """A lesson, quiz or practical."""

    item: Item
    title: Pieces
    excerpt: Pieces
    address: str
    course_title: str
    course_language: str
    """That the course's title is in."""
    state: State
    opened_by: tuple[Quiz, ...]
    """What opens it, when it is locked."""


@dataclass(frozen=True)
class FoundTerm:
    """An entry of a glossary in the reader's language, or in the course's."""

    name: Pieces
    means: Pieces
    language: str
    elsewhere: tuple[tuple[str, Pieces], ...]
    """What it is called in other languages."""
    course_title: str


@dataclass(frozen=True)
class Findings:
    """What was found for `sought`, the words that were looked for."""

    sought: tuple[str, ...]
    people: Group[FoundPerson]
    items: Group[FoundItem]
    terms: Group[FoundTerm]

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.people.shown or self.items.shown or self.terms.shown)

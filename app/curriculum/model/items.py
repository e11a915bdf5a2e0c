"""What a week is made of: lessons, quizzes, practicals; cases stand in `cases`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from app.curriculum.model.documents import Document, checks_in
from app.curriculum.model.questions import Question

Feedback: TypeAlias = Literal["submitted", "passed", "never"]


@dataclass(frozen=True)
class Item:
    """What a week is made of. `kind` is lesson, quiz, case or practical."""

    id: str
    title: str
    week: int
    minutes: int | None
    """Expected working time; for a quiz its time limit. None: no limit, or of a case none said."""
    competences: tuple[str, ...]
    requires: tuple[str, ...]
    """Names of the gates that must be open first."""
    aliases: tuple[str, ...]
    """What it was called before: records keep the id that they were made under."""
    path: str
    """The source file, relative to the course's folder."""
    language: str
    """That its title and texts are in; another than the course's own where it is translated."""
    body: Document
    """The lesson itself; of a quiz its introduction; of a practical its brief; of a case what the customer says."""

    @property
    def kind(self) -> str:
        """lesson, quiz, case or practical: the word used in addresses, templates and completion rules."""
        return type(self).__name__.lower()

    @property
    def names(self) -> tuple[str, ...]:
        """Its id and every former one: what its records may be found under."""
        return (self.id, *self.aliases)

    @cached_property
    def checks(self) -> Mapping[str, Question]:
        """The practice questions in the text, by id, however deep they stand."""
        return {question.id: question for question in checks_in(self.body)}


@dataclass(frozen=True)
class Lesson(Item):
    """Something to read, completed by the trainee's explicit act."""


@dataclass(frozen=True)
class Quiz(Item):
    """A bank of questions and the rules of an attempt."""

    questions: tuple[Question, ...]
    summative: bool
    pass_percent: Decimal
    attempts: int | None
    """How many attempts a trainee has; None: as many as they like."""
    wait_seconds: int
    """Between the end of an attempt and the start of the next."""
    draw: Mapping[str, int]
    """How many questions of each pool are asked; a question without a pool is always asked."""
    shuffle: bool
    feedback: Feedback
    gate: str | None
    """The gate that passing opens."""

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions of the bank by id."""
        return {question.id: question for question in self.questions}


@dataclass(frozen=True)
class Criterion:
    """One thing that an assessor judges. Without levels it is met or not met.

    `digest` (SHA-256, hex) covers title, levels and critical.
    """

    id: str
    title_html: str
    title: str
    """The title as plain text, for labels and documents."""
    critical: bool
    competence: str | None
    levels: tuple[str, ...]
    """Cleaned HTML of each level, from 0 upwards, although its name doesn't end in `html`; empty: met or not met."""
    aliases: tuple[str, ...]
    digest: str
    line: int


@dataclass(frozen=True)
class Need:
    """A tool, a part or a consumable that a practical needs."""

    name: str
    per: Literal["trainee", "bench", "group"]
    quantity: Decimal
    cost: Decimal | None
    """In the school's currency, each."""
    lasts: bool = False
    """Of a consumable: whether the same one, such as a bottle, does for several practicals."""


@dataclass(frozen=True)
class Practical(Item):
    """Work at the bench, signed off by an instructor against its criteria."""

    criteria: tuple[Criterion, ...]
    pass_percent: Decimal
    tools: tuple[Need, ...]
    parts: tuple[Need, ...]
    consumables: tuple[Need, ...]
    photos: int
    """How many photos a sign-off needs at least."""
    successes: int
    """How many times the work must be signed off as competent."""
    different_devices: bool
    """Whether each success must be on another device."""

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """The criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

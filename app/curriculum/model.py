"""The compiled curriculum: frozen dataclasses, without database or HTTP.

A `Curriculum` is what the compiler makes of one course's sources. It holds cleaned HTML where
authors write Markdown, and plain values everywhere else. Field names that end in `html` are
safe to put on a page as they are; every other string is plain text and has to be escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

QuestionType: TypeAlias = Literal["single", "multiple", "numeric", "text"]
HazardType: TypeAlias = Literal["fire", "electric", "chemical", "hot", "sharp", "pressure", "esd", "data", "radiation"]
HazardLevel: TypeAlias = Literal["danger", "warning", "caution"]
Feedback: TypeAlias = Literal["submitted", "passed", "never"]
Texts: TypeAlias = Mapping[str, str]
"""One text in several languages, by language code."""


# --- what a page of teaching is made of ------------------------------------------------------


@dataclass(frozen=True)
class Prose:
    """A run of ordinary Markdown between two blocks."""

    html: str


@dataclass(frozen=True)
class Hazard:
    """A safety sign: what can happen, and what to do."""

    type: HazardType
    level: HazardLevel
    title: str
    body: Document


@dataclass(frozen=True)
class Steps:
    """Acts at the bench, in order; each can be ticked off."""

    title: str
    steps: tuple[Document, ...]


@dataclass(frozen=True)
class Readings:
    """A table of what to measure, what to expect, and what to conclude."""

    title: str
    html: str


@dataclass(frozen=True)
class Note:
    """An aside."""

    title: str
    body: Document


@dataclass(frozen=True)
class Check:
    """One question for practice: marked at once, never counted."""

    question: Question


Part: TypeAlias = Prose | Hazard | Steps | Readings | Note | Check
Document: TypeAlias = tuple[Part, ...]


# --- questions --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One option of a `single` or `multiple` question, known by its position."""

    html: str
    right: bool
    feedback_html: str


@dataclass(frozen=True)
class NumericKey:
    """The right number, and how far from it an answer may lie on either side."""

    value: Decimal
    tolerance: Decimal
    unit: str


@dataclass(frozen=True)
class Question:
    """A question with its key. The key never reaches a browser before marking.

    `digest` (SHA-256, hex) covers everything that gives the question its meaning: title, stem,
    options or key, points, marking, critical. Two questions with one digest are the same question.
    """

    id: str
    type: QuestionType
    title_html: str
    stem_html: str
    explanation_html: str
    points: int
    competence: str | None
    pool: str | None
    critical: bool
    all_or_nothing: bool
    aliases: tuple[str, ...]
    options: tuple[Option, ...]
    """For `single` and `multiple`; else empty."""
    numeric: NumericKey | None
    """For `numeric`; else None."""
    accepted: tuple[str, ...]
    """For `text`: the accepted answers as written; else empty."""
    digest: str
    line: int
    """Where the question stands in its source file, from 1."""


# --- items ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """What a week is made of. `kind` is lesson, quiz or practical."""

    id: str
    title: str
    week: int
    minutes: int | None
    """Expected working time; for a quiz its time limit. None: no limit."""
    competences: tuple[str, ...]
    requires: tuple[str, ...]
    """Names of the gates that must be open first."""
    aliases: tuple[str, ...]
    path: str
    """The source file, relative to the course's folder."""
    body: Document
    """The lesson itself; of a quiz its introduction; of a practical its brief."""

    @property
    def kind(self) -> str:
        """lesson, quiz or practical: the word used in addresses, templates and completion rules."""
        return type(self).__name__.lower()

    @cached_property
    def checks(self) -> Mapping[str, Question]:
        """The practice questions in the text, by id, however deep they stand."""
        return {question.id: question for question in checks_in(self.body)}


def checks_in(body: Document) -> tuple[Question, ...]:
    """The practice questions in a document, in order, however deep they stand."""
    found: list[Question] = []
    for part in body:
        match part:
            case Check(question):
                found.append(question)
            case Hazard(body=inner) | Note(body=inner):
                found.extend(checks_in(inner))
            case Steps(steps=steps):
                for step in steps:
                    found.extend(checks_in(step))
            case _:
                pass
    return tuple(found)


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
    """Cleaned HTML of each level, from 0 upwards; empty: met or not met."""
    aliases: tuple[str, ...]
    digest: str
    line: int


@dataclass(frozen=True)
class Need:
    """A tool or a part that a practical needs."""

    name: str
    per: Literal["trainee", "bench", "group"]
    quantity: Decimal
    cost: Decimal | None
    """In the school's currency, each."""


@dataclass(frozen=True)
class Practical(Item):
    """Work at the bench, signed off by an instructor against its criteria."""

    criteria: tuple[Criterion, ...]
    pass_percent: Decimal
    tools: tuple[Need, ...]
    parts: tuple[Need, ...]
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


# --- the course -------------------------------------------------------------------------------


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

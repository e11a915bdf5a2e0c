"""What front matter and the YAML files may say, as pydantic models."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.curriculum.limits import FEWEST_WEEKS, MOST_WEEKS
from app.curriculum.model import DeviceState, Feedback, HazardLevel, HazardType
from app.curriculum.values import (
    Bool,
    CompetenceId,
    Count,
    Id,
    Language,
    Number,
    Percent,
    Share,
    Span,
    Text,
    Whole,
)

ALL: Final = Decimal(100)


class Front(BaseModel):
    """Knows its keys, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CompletionFront(Front):
    """The share of each kind that completes the course, per cent."""

    lessons: Share = ALL
    quizzes: Share = ALL
    cases: Share = ALL
    practicals: Share = ALL


class CertificateFront(Front):
    """What the certificate says."""

    title: Text | None = None
    valid_for: Span | None = None


class CourseFront(Front):
    """The front matter of course.md."""

    title: Text
    summary: Text
    language: Language
    weeks: Whole = Field(ge=FEWEST_WEEKS, le=MOST_WEEKS)
    hours_per_week: Number
    completion: CompletionFront = CompletionFront()
    certificate: CertificateFront = CertificateFront()


class WeekFront(Front):
    """The front matter of week.md."""

    title: Text
    hours: Number
    outcomes: list[Text] = Field(min_length=1)
    draft: Bool = False


class ItemFront(Front):
    """What every item has."""

    title: Text
    kind: Literal["lesson", "quiz", "case", "practical"] = "lesson"
    minutes: Whole
    competences: list[CompetenceId] = []
    requires: list[Id] = []
    aliases: list[Id] = []


class LessonFront(ItemFront):
    """The front matter of a lesson."""


class QuizFront(ItemFront):
    """The front matter of a quiz."""

    minutes: Whole | None = None  # type: ignore[assignment]  # a quiz may go without
    summative: Bool = True
    pass_percent: Percent = Field(default=Decimal(80), alias="pass")
    attempts: Whole | None = None
    wait: Span | None = None
    draw: dict[Id, Whole] = {}
    shuffle: Bool = True
    feedback: Feedback = "submitted"
    gate: Id | None = None


class NeedFront(Front):
    """A tool or part."""

    name: Text
    per: Literal["trainee", "bench", "group"] = "trainee"
    quantity: Number = Decimal(1)
    cost: Number | None = None


class ConsumableFront(NeedFront):
    """What is used up."""

    lasts: Bool = False


class EvidenceFront(Front):
    """What a sign-off has to show."""

    photos: Whole


class SuccessesFront(Front):
    """How often the work must succeed."""

    count: Whole
    different: Literal["device"] | None = None


class PracticalFront(ItemFront):
    """The front matter of a practical."""

    pass_percent: Percent = Field(default=Decimal(60), alias="pass")
    tools: list[NeedFront] = []
    parts: list[NeedFront] = []
    consumables: list[ConsumableFront] = []
    evidence: EvidenceFront | None = None
    successes: SuccessesFront | None = None


class BudgetFront(Front):
    """What finding the fault of a case may take."""

    minutes: Count
    cost: Number


class CaseFront(ItemFront):
    """The front matter of a case."""

    minutes: Whole | None = None  # type: ignore[assignment]  # its budget says how long it may take at the bench
    pass_percent: Percent = Field(default=Decimal(70), alias="pass")
    budget: BudgetFront
    starts: DeviceState = "energised"


class TrackFront(Front):
    """track.yaml."""

    title: dict[Language, Text]
    icon: Text
    order: Whole


class CompetenceFront(Front):
    """A competence in competences.yaml."""

    id: CompetenceId
    title: dict[Language, Text]


class BlockFront(Front):
    """A block of competences.yaml."""

    block: CompetenceId
    title: dict[Language, Text]
    competences: list[CompetenceFront] = Field(min_length=1)


class TermFront(Front):
    """An entry of glossary.yaml."""

    term: dict[Language, Text]
    means: dict[Language, Text]


class HazardOptions(Front):
    """The options of a hazard."""

    type: HazardType
    level: HazardLevel

"""What a page of teaching is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.curriculum.model.questions import Question

HazardType: TypeAlias = Literal["fire", "electric", "chemical", "hot", "sharp", "pressure", "esd", "data", "radiation"]
HazardLevel: TypeAlias = Literal["danger", "warning", "caution"]


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

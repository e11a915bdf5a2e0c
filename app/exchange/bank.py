"""Questions between two formats: what they ask and their keys, as Markdown, and what is told about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.curriculum.model import NumericKey, QuestionType, Spot

Fate: TypeAlias = Literal["left out", "changed"]


class ExchangeError(Exception):
    """What was asked for can't be done; the message is a sentence for whoever asked."""


class CantSayError(Exception):
    """A question can't be said in the other format; the message says why, as half a sentence."""


@dataclass(frozen=True)
class Remark:
    """What became of a question that didn't come along as it was."""

    line: int
    """Where it stands in its source, from 1."""
    name: str
    fate: Fate
    why: str


@dataclass(frozen=True)
class Choice:
    """An option, or a place on a picture."""

    text: str
    right: bool
    feedback: str = ""
    spot: Spot | None = None


@dataclass(frozen=True)
class BankQuestion:
    """A question as written: every text is Markdown that stands by itself."""

    type: QuestionType
    title: str
    stem: str = ""
    explanation: str = ""
    id: str = ""
    """Its own id; of an imported one what an id may be made of."""
    line: int = 1
    points: int = 1
    critical: bool = False
    all_or_nothing: bool = False
    competence: str | None = None
    pool: str | None = None
    choices: tuple[Choice, ...] = ()
    """For `single`, `multiple` and `hotspot`; else empty."""
    numeric: NumericKey | None = None
    accepted: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    heads: tuple[str, str] = ("", "")
    pairs: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    """For `hotspot`: the image."""


@dataclass(frozen=True)
class Exported:
    """A file for another system, and what could not be said in it."""

    data: bytes
    remarks: Sequence[Remark]


@dataclass(frozen=True)
class Imported:
    """The files to write, by path in the course's folder, how many questions they hold, and what didn't come along."""

    files: Mapping[str, bytes]
    questions: int
    remarks: Sequence[Remark] = field(default=())

"""A question as another system has it, before anything of it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from app.exchange.bank import Remark

TextFormat: TypeAlias = Literal["html", "moodle", "plain", "markdown"]
"""`moodle`: HTML in which the end of a line is one."""


@dataclass(frozen=True)
class Rich:
    """A text in its format, and the files that came with it, by name."""

    text: str = ""
    format: TextFormat = "html"
    files: Mapping[str, str] = field(default_factory=dict)
    """In base64, as it came."""


@dataclass(frozen=True)
class ForeignAnswer:
    """An answer, and per cent of the marks that it earns."""

    text: Rich
    percent: Decimal
    feedback: Rich = Rich()
    tolerance: str = ""


@dataclass(frozen=True)
class Foreign:
    """A question. `kind` is what Moodle XML calls it: multichoice, truefalse, shortanswer, numerical, matching, …"""

    kind: str
    line: int
    name: str
    text: Rich
    answers: Sequence[ForeignAnswer] = ()
    pairs: Sequence[tuple[Rich, str]] = ()
    explanation: Rich = Rich()
    takes_one: bool = True
    """For multichoice: whether one option is chosen."""
    own_id: str = ""
    tags: Sequence[str] = ()
    category: Sequence[str] = ()
    points: str = "1"
    unit: str = ""
    losses: Sequence[str] = ()
    """What the question has and this format doesn't, as half sentences."""
    obstacle: str = ""
    """Why it can't be carried over, when its reader knows that already."""


@dataclass(frozen=True)
class ForeignBank:
    """The questions of a file, and what of it is none."""

    questions: Sequence[Foreign]
    remarks: Sequence[Remark]

"""Keys of `.numeric` and `.text`: what is typed, a line `= …` for each answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.curriculum.keys.key import Digested, Key, KeyFields, Written
from app.curriculum.model import NumericKey
from app.curriculum.rendering import Renderer
from app.curriculum.source import Line, Lines

ANSWER: Final = re.compile(r"=(?!=)")
"""How a line with an answer begins."""
_NUMERIC: Final = re.compile(
    r"(?P<value>[-+−]?\d{1,15}(?:\.\d{1,15})?)"
    r"(?:\s*(?:±|\+/-)\s*(?P<tolerance>\d{1,15}(?:\.\d{1,15})?))?"
    r"(?:\s*(?P<unit>(?![eE]\d)[^\s\d.,±+=-][^±=]*))?"
)


@dataclass(frozen=True)
class TypedKey(Key):
    """A number, or the texts that are accepted."""

    numeric: NumericKey | None
    accepted: tuple[str, ...]

    def fields(self, _shown: Sequence[str], _renderer: Renderer, /) -> KeyFields:
        """The answers."""
        return {"numeric": self.numeric, "accepted": self.accepted}

    def digested(self) -> Digested:
        """The answers."""
        return {"numeric": self.numeric, "accepted": self.accepted}


def read_numeric(written: Written) -> Key:
    """A key of one number."""
    answers = _answers(written)
    if answers is None:
        return written.without_key("no-key-numeric")
    stem, lines, behind = answers
    if len(lines) > 1:
        written.error("two-numbers", lines[1])
    return TypedKey(stem, behind, _number(written, lines[0]), ())


def read_text(written: Written) -> Key:
    """A key of one text or more."""
    answers = _answers(written)
    if answers is None:
        return written.without_key("no-key-text")
    stem, lines, behind = answers
    for line in lines:
        if not line.text[1:].strip():
            written.error("empty-answer", line)
    return TypedKey(stem, behind, None, tuple(line.text[1:].strip() for line in lines))


def _answers(written: Written) -> tuple[Lines, Lines, Lines] | None:
    """What stands before the answers, they themselves, and what stands behind."""
    start = written.first(lambda line: ANSWER.match(line.text))
    if start is None:
        return None
    lines = written.lines[start:]
    length = next(
        (at for at, line in enumerate(lines) if not line.is_blank and not ANSWER.match(line.text)),
        len(lines),
    )
    return written.lines[:start], tuple(line for line in lines[:length] if not line.is_blank), lines[length:]


def number_in(text: str) -> NumericKey | None:
    """The number, tolerance and unit in a text like `3.85 ± 0.05 V`; None when it isn't one."""
    found = _NUMERIC.fullmatch(text)
    if not found:
        return None
    value = Decimal(found["value"].replace("−", "-"))
    return NumericKey(value, Decimal(found["tolerance"] or 0), (found["unit"] or "").strip())


def _number(written: Written, line: Line) -> NumericKey | None:
    text = line.text[1:].strip()
    found = number_in(text)
    if not found:
        written.error("bad-numeric-key", line, text=text)
    return found

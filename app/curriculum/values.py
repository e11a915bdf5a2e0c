"""Values as authors write them: percentages, durations, numbers, ids. For pydantic's models.

Each type takes the text that was written and raises a `PydanticCustomError` with the code of the problem.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.curriculum.attributes import is_id
from app.curriculum.model import Duration

_DURATION: Final = re.compile(r"(\d{1,6}) ?(minute|hour|day|week|month|year)s?")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?%")
_NUMBER: Final = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_WHOLE: Final = re.compile(r"\d{1,9}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_COMPETENCE: Final = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_SECONDS: Final = {
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}


def seconds(duration: Duration | None) -> int:
    """How many seconds a duration lasts, a month taken as 30 days and a year as 365; none: 0."""
    return duration.number * _SECONDS[duration.unit] if duration else 0


def is_language(text: str) -> bool:
    """Whether a text can be the code of a language."""
    return bool(_LANGUAGE.fullmatch(text))


def _refuse(code: str, value: object) -> PydanticCustomError:
    return PydanticCustomError(code, "{text}", {"text": value if isinstance(value, str) else ""})


def _text(value: Any) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _refuse("empty-value", value)
    if not isinstance(value, str):
        raise _refuse("not-a-text", value)
    return value.strip()


def _decimal(value: Any) -> Decimal:
    if not _NUMBER.fullmatch(_text(value)):
        raise _refuse("not-a-number", value)
    return Decimal(_text(value))


def _whole(value: Any) -> int:
    if not _WHOLE.fullmatch(_text(value)) or not int(value):
        raise _refuse("not-a-whole-number", value)
    return int(value)


def _count(value: Any) -> int:
    if not _WHOLE.fullmatch(_text(value)):
        raise _refuse("not-a-count", value)
    return int(value)


def _percent(value: Any) -> Decimal:
    found = _PERCENT.fullmatch(_text(value))
    if not found or Decimal(found[1]) > 100:
        raise _refuse("not-a-percentage", value)
    return Decimal(found[1])


def _share(value: Any) -> Decimal:
    return Decimal(100) if value == "all" else _percent(value)


def _duration(value: Any) -> Duration:
    found = _DURATION.fullmatch(_text(value))
    if not found or not int(found[1]):
        raise _refuse("not-a-duration", value)
    return Duration(int(found[1]), found[2])  # type: ignore[arg-type]  # the pattern holds the units


def _bool(value: Any) -> bool:
    if _text(value) not in ("true", "false"):
        raise _refuse("not-true-or-false", value)
    return bool(value.strip() == "true")


def _id(value: Any) -> str:
    if not is_id(_text(value)):
        raise _refuse("bad-id-value", value)
    return _text(value)


def _competence(value: Any) -> str:
    if not _COMPETENCE.fullmatch(_text(value)):
        raise _refuse("bad-competence-id", value)
    return _text(value)


def _language(value: Any) -> str:
    if not is_language(_text(value)):
        raise _refuse("not-a-language", value)
    return _text(value)


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Whole = Annotated[int, BeforeValidator(_whole)]
"""Above 0."""
Count = Annotated[int, BeforeValidator(_count)]
"""0 or above."""
Percent = Annotated[Decimal, BeforeValidator(_percent)]
Share = Annotated[Decimal, BeforeValidator(_share)]
"""A percentage, or `all`."""
Span = Annotated[Duration, BeforeValidator(_duration)]
Bool = Annotated[bool, BeforeValidator(_bool)]
Id = Annotated[str, BeforeValidator(_id)]
CompetenceId = Annotated[str, BeforeValidator(_competence)]
Language = Annotated[str, BeforeValidator(_language)]

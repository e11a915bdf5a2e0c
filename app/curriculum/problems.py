"""What is wrong with a course's sources, told by place and code; `phrases` words it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One mistake (an error stops publication) or one oddity (a warning does not)."""

    file: str
    """Relative to the course's folder."""
    line: int
    """From 1."""
    level: Level
    code: str
    values: Mapping[str, str]


class Place(NamedTuple):
    """Where something stands in the sources."""

    file: str
    line: int


class Report:
    """Collects problems; a mistake told twice for one place is kept once."""

    def __init__(self) -> None:
        self._problems: dict[tuple[object, ...], Problem] = {}
        self._errors = 0

    def error(self, place: Place, code: str, **values: object) -> None:
        """Notes a mistake that stops publication."""
        self._errors += 1
        self._add(place, "error", code, values)

    def warning(self, place: Place, code: str, **values: object) -> None:
        """Notes what is legal, but probably not meant."""
        self._add(place, "warning", code, values)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything noted, by file and line."""
        return tuple(sorted(self._problems.values(), key=lambda problem: (problem.file, problem.line)))

    @property
    def count(self) -> int:
        """How many mistakes were noted, warnings aside."""
        return self._errors

    def _add(self, place: Place, level: Level, code: str, values: Mapping[str, object]) -> None:
        texts = {name: str(value) for name, value in values.items()}
        self._problems.setdefault((*place, code, *sorted(texts.items())), Problem(*place, level, code, texts))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    near = get_close_matches(word.lower(), list(known), n=1)
    return near[0] if near else ""

"""What is wrong with a course's sources, told by place and code; `phrases` words it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple

Level = Literal["error", "warning"]

LONGEST_WORD: Final = 120
"""Longer ones are no misspelt names, and comparing them would take long."""


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


MOST_COMPARED: Final = 200_000
"""Words that are compared to say what was meant, in one run; a second or two."""


class Place(NamedTuple):
    """Where something stands in the sources."""

    file: str
    line: int


class Report:
    """Collects problems; a mistake told twice for one place is kept once.

    One that `forgives` tells mistakes and counts none, so that all that can be understood is made of a text.
    """

    def __init__(self, compared: int = 0, *, forgives: bool = False) -> None:
        self._problems: dict[tuple[object, ...], Problem] = {}
        self._errors = 0
        self._forgives = forgives
        self._compared_before = compared
        self._compared = compared

    def error(self, place: Place, code: str, **values: object) -> None:
        """Notes a mistake that stops publication."""
        self._errors += not self._forgives
        self._add(place, "error", code, values)

    def warning(self, place: Place, code: str, **values: object) -> None:
        """Notes what is legal, but probably not meant."""
        self._add(place, "warning", code, values)

    def nearest(self, word: str, known: Collection[str]) -> str:
        """The known word that was probably meant. Empty when none is near, and when too much was compared before:
        a file may hold thousands of misspelt names."""
        self._compared += len(known)
        return nearest(word, known) if self._compared <= MOST_COMPARED else ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything noted, by file and line."""
        return tuple(sorted(self._problems.values(), key=lambda problem: (problem.file, problem.line)))

    @property
    def count(self) -> int:
        """How many mistakes were noted and not forgiven, warnings aside."""
        return self._errors

    @property
    def is_repeatable(self) -> bool:
        """Whether the same would be told again, whenever that is and whatever was told before."""
        timed = any(problem.code == "too-slow" for problem in self._problems.values())
        return self._compared <= MOST_COMPARED and not timed

    def continued(self) -> Report:
        """A report of its own for a part of the run. `take` brings it back."""
        return Report(self._compared, forgives=self._forgives)

    def has_room_for(self, part: Report) -> bool:
        """Whether everything that was compared for a part of a run could be compared now."""
        return self._compared + part._compared - part._compared_before <= MOST_COMPARED

    def take(self, part: Report) -> None:
        """Notes all that was told of a part of the run."""
        for name, problem in part._problems.items():
            self._problems.setdefault(name, problem)
        self._errors += part._errors
        self._compared += part._compared - part._compared_before

    def _add(self, place: Place, level: Level, code: str, values: Mapping[str, object]) -> None:
        texts = {name: str(value) for name, value in values.items()}
        self._problems.setdefault((*place, code, *sorted(texts.items())), Problem(*place, level, code, texts))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near. Case makes no difference."""
    if len(word) > LONGEST_WORD:
        return ""
    folded = {each.lower(): each for each in known if len(each) <= 2 * LONGEST_WORD}
    near = get_close_matches(word.lower(), folded, n=1)
    return folded[near[0]] if near else ""

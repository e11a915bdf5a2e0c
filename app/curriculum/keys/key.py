"""What the keys of all types have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from app.curriculum.limits import MOST_PARTS
from app.curriculum.model import NumericKey, Option, Pair, Spot
from app.curriculum.problems import Place, Report
from app.curriculum.rendering import Renderer
from app.curriculum.source import Line, Lines


class KeyFields(TypedDict, total=False):
    """What a key gives to a question."""

    options: tuple[Option, ...]
    numeric: NumericKey | None
    accepted: tuple[str, ...]
    ordered: tuple[str, ...]
    pairs: tuple[Pair, ...]
    heads: tuple[str, str]
    picture_html: str
    spots: tuple[Spot, ...]


class Digested(TypedDict, total=False):
    """What a key gives to the question's digest: texts as written."""

    options: tuple[tuple[str, bool], ...]
    numeric: NumericKey | None
    accepted: tuple[str, ...]
    arranged: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Key:
    """The lines of a question, sorted. This one has nothing that could be answered."""

    stem: Lines
    behind: Lines
    """What stands behind the key: at most the explanation."""

    def shown(self, _renderer: Renderer, /) -> tuple[str, ...]:
        """The HTML of what readers see of the key; its images belong to the question's digest."""
        return ()

    def fields(self, _shown: Sequence[str], _renderer: Renderer, /) -> KeyFields:
        """What the question gets, with what is shown of it."""
        return {}

    def digested(self) -> Digested:
        """What of the key gives the question its meaning."""
        return {}


@dataclass(frozen=True)
class Written:
    """The lines below a question's heading, and where to tell what is wrong with them."""

    lines: Lines
    place: Place
    """Of the heading."""
    report: Report

    def error(self, code: str, line: Line | None = None, **values: object) -> None:
        """Tells a mistake at a line, or at the heading."""
        self.report.error(Place(self.place.file, line.number) if line else self.place, code, **values)

    def first(self, begins: Callable[[Line], object]) -> int | None:
        """The index of the first line that begins the key; what is in a fence begins none."""
        return next((at for at, line in enumerate(self.lines) if not line.code and begins(line)), None)

    def without_key(self, code: str) -> Key:
        """Tells that there is no key; everything is taken for the stem."""
        self.error(code)
        return Key(self.lines, ())

    def check_count(self, parts: int, what: str) -> None:
        """Tells too few and too many things to put in order, pairs, or places."""
        if parts < 2:
            self.error("too-few-parts", what=what)
        elif parts > MOST_PARTS:
            self.error("too-many-parts", what=what, limit=MOST_PARTS)

    def check_different(self, texts: Sequence[tuple[Line, str]]) -> None:
        """Tells the texts that can't be told from one before."""
        first: dict[str, int] = {}
        for line, text in texts:
            same = " ".join(text.split()).casefold()
            if same in first:
                self.error("not-different", line, text=" ".join(text.split()), first=first[same])
            elif same:
                first[same] = line.number

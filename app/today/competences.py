"""A trainee's competences: what was taught, asked and shown at the bench, with dates and devices. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.courses.facts import Done
from app.curriculum.coverage import Row as Planned
from app.curriculum.coverage import Way, coverage_of
from app.curriculum.model import Competence, CompetenceBlock, Criterion, Curriculum, Item, Practical

Fill: TypeAlias = Literal["none", "open", "part", "full"]


@dataclass(frozen=True)
class Judged:
    """What one sign-off that counts says of one criterion that was observed."""

    item_id: str
    """As the practical is called now."""
    criterion_id: str
    met: bool
    at: datetime
    device: str
    sign_off_id: UUID


@dataclass(frozen=True)
class Proof:
    """An item, or a criterion of one, that has to do with a competence, and whether it is behind the trainee."""

    item: Item
    criterion: Criterion | None
    at: datetime | None
    """When it was done, or met; None: it isn't yet."""
    device: str
    sign_off_id: UUID | None


@dataclass(frozen=True)
class Mark:
    """How much of one way (taught, asked, shown) is behind the trainee."""

    way: Way
    proofs: tuple[Proof, ...]

    @property
    def done(self) -> int:
        """How many of them are."""
        return sum(1 for each in self.proofs if each.at is not None)

    @property
    def fill(self) -> Fill:
        """How it is drawn: none (the course plans nothing), open, part, full."""
        if not self.proofs:
            return "none"
        return "full" if self.done == len(self.proofs) else "part" if self.done else "open"

    @property
    def last(self) -> datetime | None:
        """When the last of them was done."""
        return max((each.at for each in self.proofs if each.at is not None), default=None)

    @property
    def devices(self) -> tuple[tuple[datetime, str, UUID], ...]:
        """On what it was shown and when, a sign-off once, the last first."""
        met = {
            each.sign_off_id: (each.at, each.device, each.sign_off_id)
            for each in self.proofs
            if each.at is not None and each.sign_off_id is not None
        }
        return tuple(sorted(met.values(), key=lambda each: each[0], reverse=True))


@dataclass(frozen=True)
class Standing:
    """One competence of a trainee."""

    competence: Competence
    marks: tuple[Mark, Mark, Mark]
    """Taught, asked, shown."""

    @property
    def fill(self) -> Fill:
        """Of all three together."""
        fills = {mark.fill for mark in self.marks} - {"none"}
        if not fills:
            return "none"
        return "full" if fills == {"full"} else "open" if fills == {"open"} else "part"


def competences_of(
    curriculum: Curriculum, *, done: Done, judged: Iterable[Judged]
) -> tuple[tuple[CompetenceBlock, tuple[Standing, ...]], ...]:
    """The competences of the course by block. A lesson teaches when it is done; a quiz or case asks when it is passed;
    a criterion is shown when the last sign-off that observed it and counts found it met."""
    last = {(each.item_id, each.criterion_id): each for each in judged}
    return tuple(
        (block, tuple(_standing(row, done, last) for row in rows)) for block, rows in coverage_of(curriculum).blocks
    )


def _standing(row: Planned, done: Done, last: Mapping[tuple[str, str], Judged]) -> Standing:
    taught, asked = _completed(row, "taught", done), _completed(row, "asked", done)
    practicals = [place.item for place in row.places("shown") if isinstance(place.item, Practical)]
    shown = (
        _proof(practical, criterion, last)
        for practical in practicals
        for criterion in practical.criteria
        if criterion.competence == row.competence.id
    )
    return Standing(row.competence, (taught, asked, Mark("shown", tuple(shown))))


def _completed(row: Planned, way: Way, done: Done) -> Mark:
    places = row.places(way)
    return Mark(way, tuple(Proof(each.item, None, done.completions.get(each.item.id), "", None) for each in places))


def _proof(practical: Practical, criterion: Criterion, last: Mapping[tuple[str, str], Judged]) -> Proof:
    judged = list(_judged_as(practical, criterion, last))
    newest = max(judged, key=lambda each: each.at, default=None)
    if newest is None or not newest.met:
        return Proof(practical, criterion, None, "", None)
    return Proof(practical, criterion, newest.at, newest.device, newest.sign_off_id)


def _judged_as(practical: Practical, criterion: Criterion, last: Mapping[tuple[str, str], Judged]) -> Iterator[Judged]:
    """What was judged of it under this id and under former ones."""
    for name in (criterion.id, *criterion.aliases):
        if (practical.id, name) in last:
            yield last[practical.id, name]

"""Preparing the workshop: what the practicals of a week need, for the trainees and benches that there are. Pure.

A tool serves again: practicals are done one after another, so that the one which needs most of it decides; so it is
with a consumable that lasts, such as a bottle. Parts and other consumables are used up: they are added. Names that
differ only in capitals and spaces name the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import groupby
from typing import Final

from app.curriculum.model import Need, Practical, Week

MOST_BENCHES: Final = 200
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Present:
    """For how many the workshop is prepared."""

    trainees: int
    benches: int

    def times(self, need: Need) -> int:
        """How often a need is there."""
        return {"trainee": self.trainees, "bench": self.benches, "group": 1}[need.per]

    @property
    def rounds(self) -> int:
        """How often the benches are taken until every trainee stood at one alone."""
        return -(-self.trainees // self.benches)


@dataclass(frozen=True)
class Line:
    """One tool, part or consumable: how many, and what they cost."""

    name: str
    """As the first practical that needs it spells it."""
    quantity: Decimal
    cost: Decimal | None
    """In the school's currency, each; None: the course tells none."""
    practicals: tuple[Practical, ...]
    """Where it is needed."""

    @property
    def total(self) -> Decimal | None:
        """What all of them cost."""
        return None if self.cost is None else self.quantity * self.cost


@dataclass(frozen=True)
class Sitting:
    """A practical in the order of the week."""

    practical: Practical
    minutes: int | None
    """For all rounds; None: the course tells no time."""


@dataclass(frozen=True)
class Workshop:
    """What to lay out for the practicals of a week."""

    week: Week
    present: Present
    sittings: tuple[Sitting, ...]
    tools: tuple[Line, ...]
    parts: tuple[Line, ...]
    consumables: tuple[Line, ...]
    """Those that are used up, then those that last."""

    @property
    def minutes(self) -> int:
        """Of all practicals in all rounds, as far as the course tells their times."""
        return sum(each.minutes or 0 for each in self.sittings)

    @property
    def cost(self) -> Decimal:
        """What parts and consumables cost together, as far as the course tells prices."""
        return _cost_of(self.parts) + _cost_of(self.consumables)

    @property
    def unpriced(self) -> int:
        """How many lines of parts and consumables have no price."""
        return sum(1 for each in (*self.parts, *self.consumables) if each.cost is None)

    def numbers(self, line: Line) -> tuple[int, ...]:
        """The places in the order of the week of the practicals that need it, from 1."""
        ids = {each.id for each in line.practicals}
        return tuple(number for number, each in enumerate(self.sittings, 1) if each.practical.id in ids)


def practicals_of(week: Week) -> tuple[Practical, ...]:
    """The practicals of a week, in its order."""
    return tuple(item for item in week.items if isinstance(item, Practical))


def prepare(week: Week, *, present: Present) -> Workshop:
    """What that week takes."""
    practicals = practicals_of(week)
    return Workshop(
        week,
        present,
        tuple(Sitting(each, each.minutes * present.rounds if each.minutes else None) for each in practicals),
        tuple(_kept(((each, need) for each in practicals for need in each.tools), present)),
        tuple(_used_up(((each, need) for each in practicals for need in each.parts), present)),
        tuple(_consumables(practicals, present)),
    )


def _consumables(practicals: Sequence[Practical], present: Present) -> Iterator[Line]:
    """Those that are used up, then those that last."""
    needs = [(each, need) for each in practicals for need in each.consumables]
    yield from _used_up([pair for pair in needs if not pair[1].lasts], present)
    yield from _kept([pair for pair in needs if pair[1].lasts], present)


def _kept(needs: Iterable[tuple[Practical, Need]], present: Present) -> Iterator[Line]:
    """Whole ones, by name; where prices differ, the highest."""
    for wanted in _gathered((_key(need), each, need) for each, need in needs):
        by_practical = [list(theirs) for _, theirs in groupby(wanted, key=lambda pair: pair[0].id)]
        most = max(sum((need.quantity * present.times(need) for _, need in theirs), NOTHING) for theirs in by_practical)
        costs = [need.cost for _, need in wanted if need.cost is not None]
        whole = most.to_integral_value(ROUND_CEILING)
        yield Line(wanted[0][1].name, whole, max(costs, default=None), _named(wanted))


def _used_up(needs: Iterable[tuple[Practical, Need]], present: Present) -> Iterator[Line]:
    """By name and price, so that each line has one price."""
    for wanted in _gathered(((_key(need), need.cost), each, need) for each, need in needs):
        quantity = sum((need.quantity * present.times(need) for _, need in wanted), NOTHING)
        yield Line(wanted[0][1].name, quantity, wanted[0][1].cost, _named(wanted))


def _cost_of(lines: Iterable[Line]) -> Decimal:
    return sum((each.total for each in lines if each.total is not None), NOTHING)


def _gathered(needs: Iterable[tuple[object, Practical, Need]]) -> Iterable[list[tuple[Practical, Need]]]:
    found: dict[object, list[tuple[Practical, Need]]] = {}
    for key, practical, need in needs:
        found.setdefault(key, []).append((practical, need))
    return found.values()


def _named(wanted: Iterable[tuple[Practical, Need]]) -> tuple[Practical, ...]:
    return tuple({practical.id: practical for practical, _ in wanted}.values())


def _key(need: Need) -> str:
    return " ".join(need.name.split()).casefold()

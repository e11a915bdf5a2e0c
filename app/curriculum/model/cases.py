"""A case: a fault to find with a limited budget, as at the bench."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from app.curriculum.model.documents import Document
from app.curriculum.model.items import Item

DeviceState: TypeAlias = Literal["energised", "dead"]
Effect: TypeAlias = Literal["makes-safe", "dead-only", "live"]


@dataclass(frozen=True)
class Budget:
    """What finding the fault may take."""

    minutes: int
    cost: Decimal
    """In the school's currency."""


@dataclass(frozen=True)
class BenchTest:
    """Something that can be tried, looked at or measured, and what it shows.

    `digest` (SHA-256, hex) covers all but ids: when the test is offered is no part of what it is.
    """

    id: str
    title_html: str
    title: str
    """The title as plain text."""
    reading: Document
    """What is seen; of a forbidden test what comes of it."""
    minutes: int
    cost: Decimal
    effect: Effect | None
    """`makes-safe`: the device is dead after it. `dead-only`: unsafe unless the device is dead. `live`: the device is
    energised for it, and stays so. None: the device's state doesn't matter to it."""
    forbidden: bool
    """Whether it is unsafe in whatever state."""
    after: tuple[str, ...]
    """The tests that have to be done before this one is offered."""
    aliases: tuple[str, ...]
    digest: str
    line: int


@dataclass(frozen=True)
class Conclusion:
    """A cause that can be named, and what is said of it then.

    `digest` (SHA-256, hex) covers all but ids, and the digests of the tests that it needs.
    """

    id: str
    title_html: str
    title: str
    text: Document
    cause: bool
    """Whether it is the fault's cause."""
    needs: tuple[str, ...]
    """The tests that are its evidence."""
    minutes: int
    """Of the repair; shown, not counted."""
    cost: Decimal
    aliases: tuple[str, ...]
    digest: str
    line: int


@dataclass(frozen=True)
class Case(Item):
    """A fault to find: tests, readings, a cause to name."""

    tests: tuple[BenchTest, ...]
    conclusions: tuple[Conclusion, ...]
    """Exactly one of them is the cause."""
    debrief: Document
    budget: Budget
    starts: DeviceState
    pass_percent: Decimal
    shortest_way: tuple[str, ...]
    """The tests of the shortest safe way to the cause within the budget, in order; one may be there twice."""

    @cached_property
    def tests_by_id(self) -> Mapping[str, BenchTest]:
        """The tests by id."""
        return {test.id: test for test in self.tests}

    @cached_property
    def conclusions_by_id(self) -> Mapping[str, Conclusion]:
        """The conclusions by id."""
        return {conclusion.id: conclusion for conclusion in self.conclusions}

    @cached_property
    def cause(self) -> Conclusion:
        """The conclusion that is right."""
        return next(conclusion for conclusion in self.conclusions if conclusion.cause)

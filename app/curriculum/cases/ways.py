"""The shortest safe way to the cause of a case, exactly, and soon. Pure.

Which tests are needed is plain: those that the cause names, and what comes before them. What is to be found is their
order: each time that the device is energised again, it has to be made dead again, which takes time. Where a needed test
can be done without changing the device's state it is done at once: it has to be done anyway, and nothing gets worse by
it. So only the turns from energised to dead and back are tried, the cheapest first.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from app.curriculum.model import BenchTest, Budget, Case

MOST_SAFE: Final = 6
"""Tests that make the device safe, in one case: each may be done or not before each turn."""
MOST_TRIED: Final = 20_000
"""Stretches of ways that are looked at."""

_Tests = frozenset[str]


class TooManyWaysError(Exception):
    """There are more ways than can be compared."""


@dataclass(frozen=True)
class Way:
    """Tests in order, and what they take together."""

    tests: tuple[str, ...]
    minutes: int
    cost: Decimal

    def is_within(self, budget: Budget) -> bool:
        """Whether it keeps to both the minutes and the cost."""
        return self.minutes <= budget.minutes and self.cost <= budget.cost


def needed_tests(case: Case) -> _Tests:
    """The tests without which the cause can't be named with its evidence."""
    return with_those_before(case, case.cause.needs)


def with_those_before(case: Case, tests: Iterable[str]) -> _Tests:
    """The tests, and all that have to be done before them."""
    found: set[str] = set()
    ahead = list(tests)
    while ahead:
        test = ahead.pop()
        if test not in found:
            found.add(test)
            ahead.extend(case.tests_by_id[test].after)
    return frozenset(found)


def can_be_done(case: Case) -> _Tests:
    """The tests that can be done safely at all, whatever that takes."""
    allowed = [test for test in case.tests if not test.forbidden]
    first = {None, "dead-only"} if case.starts == "dead" else {None}
    done = _grown(frozenset(), allowed, lambda test, _: test.effect in first)

    def is_safe(test: BenchTest, done: _Tests) -> bool:
        # What makes the device safe can be done again whenever it is asked for.
        return test.effect != "dead-only" or any(case.tests_by_id[each].effect == "makes-safe" for each in done)

    return _grown(done, allowed, is_safe)


def shortest_safe_way(case: Case) -> Way | None:
    """The way with the fewest minutes, and of such the cheapest, that keeps to the budget.

    Where none does, the one with the fewest minutes whatever it costs. None where there is no safe way. Raises
    TooManyWaysError.
    """
    shortest = _shortest(case, None)
    if shortest is None or shortest.minutes > case.budget.minutes or shortest.is_within(case.budget):
        return shortest
    return _shortest(case, case.budget) or shortest


def _shortest(case: Case, limit: Budget | None) -> Way | None:
    """The shortest way, with or without the tests that only make the device safe and aren't needed otherwise."""
    best: Way | None = None
    tried = 0
    for wanted in _choices(case):
        search = _Search([test for test in case.tests if test.id in wanted], case.starts == "energised", limit)
        if best is None or search.least < (best.minutes, best.cost):
            way = search.way(MOST_TRIED - tried)
            tried += search.tried
            best = min(filter(None, (best, way)), key=lambda each: (each.minutes, each.cost), default=None)
    return best


def _choices(case: Case) -> Iterator[_Tests]:
    """The sets of tests that a way can do all of: what is needed, with every choice of what makes the device safe."""
    possible, needed = can_be_done(case), needed_tests(case)
    if not needed <= possible:
        return
    extras = [test.id for test in case.tests if test.effect == "makes-safe" and test.id in possible - needed]
    choices = (chosen for number in range(len(extras) + 1) for chosen in combinations(extras, number))
    yield from dict.fromkeys(with_those_before(case, needed.union(chosen)) for chosen in choices)


def _grown(done: _Tests, tests: Sequence[BenchTest], may: Callable[[BenchTest, _Tests], bool]) -> _Tests:
    """What can be done after `done`, one test after the other, as far as it goes."""
    while True:
        more = {test.id for test in tests if test.id not in done and done.issuperset(test.after) and may(test, done)}
        if not more:
            return done
        done |= more


@dataclass(frozen=True, order=True)
class _Stretch:
    """The beginning of a way. The better of two comes first."""

    minutes: int
    cost: Decimal
    order: tuple[int, ...]
    done: int
    """The tests behind it, a bit each."""
    energised: bool


class _Search:
    """Looks for the shortest way that does all of some tests, and repeats none but those that make the device safe."""

    def __init__(self, tests: Sequence[BenchTest], energised: bool, limit: Budget | None) -> None:
        bits = {test.id: 1 << at for at, test in enumerate(tests)}
        self.tests = tests
        self.before = [sum(bits[each] for each in set(test.after)) for test in tests]
        self.all = (1 << len(tests)) - 1
        self.start = _Stretch(0, Decimal(0), (), 0, energised)
        self.limit = limit
        self.tried = 0

    @property
    def least(self) -> tuple[int, Decimal]:
        """What doing each test once takes."""
        return sum(test.minutes for test in self.tests), sum((test.cost for test in self.tests), Decimal(0))

    def way(self, most: int) -> Way | None:
        """The shortest way within the limit. Raises TooManyWaysError when more than `most` stretches are tried."""
        ahead = [self.settled(self.start)]
        cheapest: dict[tuple[int, bool], Decimal] = {}
        while ahead:
            stretch = heapq.heappop(ahead)
            if stretch.done == self.all:
                return Way(tuple(self.tests[at].id for at in stretch.order), stretch.minutes, stretch.cost)
            known = cheapest.get((stretch.done, stretch.energised))
            # Whatever comes now has no fewer minutes. Without a limit more minutes are never made good by less cost.
            if known is not None and (self.limit is None or stretch.cost >= known):
                continue
            cheapest[stretch.done, stretch.energised] = stretch.cost
            self.tried += 1
            if self.tried > most:
                raise TooManyWaysError
            for at in self.turns(stretch):
                further = self.settled(self.after(stretch, at))
                if self.limit is None or (further.minutes <= self.limit.minutes and further.cost <= self.limit.cost):
                    heapq.heappush(ahead, further)
        return None

    def turns(self, stretch: _Stretch) -> Iterator[int]:
        """The tests by which it can go on once nothing more can be done as the device is."""
        live = False
        for at, test in enumerate(self.tests):
            is_new = not stretch.done >> at & 1
            if self.before[at] & ~stretch.done:
                continue
            if test.effect == "makes-safe" and (is_new or stretch.energised):
                yield at
            elif test.effect == "live" and is_new and not live:
                live = True  # those after the first are done at once, since the device is energised then
                yield at

    def settled(self, stretch: _Stretch) -> _Stretch:
        """With everything that can be done without changing the device's state."""
        fitting = (None, "live" if stretch.energised else "dead-only")
        free = [at for at, test in enumerate(self.tests) if test.effect in fitting and not stretch.done >> at & 1]
        while True:
            at = next((at for at in free if not self.before[at] & ~stretch.done), None)
            if at is None:
                return stretch
            free.remove(at)
            stretch = self.after(stretch, at)

    def after(self, stretch: _Stretch, at: int) -> _Stretch:
        test = self.tests[at]
        energised = stretch.energised if test.effect is None else test.effect == "live"
        return _Stretch(
            stretch.minutes + test.minutes,
            stretch.cost + test.cost,
            (*stretch.order, at),
            stretch.done | 1 << at,
            energised,
        )

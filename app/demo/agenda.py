"""What happens at the demonstration school, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count


@dataclass(frozen=True)
class Act:
    """Something that happens at a moment, of which it is told."""

    at: datetime
    do: Callable[[datetime], object]


class Agenda:
    """Acts that are still to come. An act may plan others, later than itself."""

    def __init__(self) -> None:
        self._to_come: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def add(self, acts: Iterable[Act]) -> None:
        """Plan these; of several at the same moment, those that were planned first happen first."""
        for act in acts:
            heapq.heappush(self._to_come, (act.at, next(self._numbers), act))

    def live(self) -> None:
        """Do everything."""
        while self._to_come:
            _, _, act = heapq.heappop(self._to_come)
            act.do(act.at)

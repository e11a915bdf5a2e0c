"""What the publication of a draft changes, and for whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from app.curriculum.changes import Change
from app.curriculum.problems import Problem


@dataclass(frozen=True)
class CohortRun:
    """A cohort of the course that isn't closed."""

    name: str
    site_name: str
    revision_number: int
    trainees: int
    """Those who were withdrawn aside."""


@dataclass(frozen=True)
class Following:
    """The cohorts that follow one revision."""

    revision_number: int
    cohorts: tuple[CohortRun, ...]

    @property
    def trainees(self) -> int:
        """How many there are in them."""
        return sum(cohort.trainees for cohort in self.cohorts)


@dataclass(frozen=True)
class Did:
    """How many trainees of running cohorts have done something with an item."""

    done: int = 0
    """Have completed it."""
    begun: int = 0
    """Have begun it, or were judged by it, and haven't completed it."""


@dataclass(frozen=True)
class ChangedPart:
    """A part of the course that will be another, and who has done what with it."""

    change: Change
    did: Did


@dataclass(frozen=True)
class Impact:
    """What authors read before they publish."""

    parts: tuple[ChangedPart, ...]
    """None, too, where the course is new or the draft has errors."""
    followings: tuple[Following, ...]
    """The newest revision first."""
    meanings: tuple[Problem, ...]
    """The questions that people have answered and that will mean something else: whoever publishes says that they
    know."""

    @property
    def trainees(self) -> int:
        """How many are in running cohorts."""
        return sum(following.trainees for following in self.followings)


def followings(cohorts: Iterable[CohortRun]) -> tuple[Following, ...]:
    """The cohorts by the revision that they follow, the newest first, each lot by name."""
    by_number = sorted(cohorts, key=lambda each: (-each.revision_number, each.name.casefold(), each.site_name))
    lots = groupby(by_number, key=lambda each: each.revision_number)
    return tuple(Following(number, tuple(lot)) for number, lot in lots)


def names_in_records(changes: Iterable[Change]) -> Mapping[str, frozenset[str]]:
    """By the id of each part that is an item on the older side: all names under which records may know it."""
    items = ((change.part.id, (change.before, change.after)) for change in changes if change.before)
    return {part_id: frozenset(name for item in both if item for name in item.names) for part_id, both in items}

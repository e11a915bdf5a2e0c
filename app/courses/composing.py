"""What sources come of it when only some parts of a newer revision are taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from app.curriculum.changes import Change
from app.curriculum.course import COMPETENCES
from app.curriculum.facts import SOURCES
from app.curriculum.model import Quiz
from app.curriculum.problems import Problem

_LINE: Final = re.compile(r":\d+\Z")
_WEEK_PAGE: Final = "week.md"
_SAID_IN: Final = {"unknown-competence": COMPETENCES, "unknown-source": SOURCES, "sources-missing": SOURCES}
"""The file that a mistake is about, where it stands in another."""


def compose(
    base: Mapping[str, bytes],
    newer: Mapping[str, bytes],
    accepted: Collection[Change],
    all_changes: Collection[Change],
) -> dict[str, bytes]:
    """The sources of `base` with the accepted parts as `newer` has them; whether they are sound the compiler says.

    What `newer` no longer has goes, unless a part that isn't accepted has it still: a picture that two items showed.
    """
    taken = _paths(accepted)
    kept = _paths(change for change in all_changes if change not in accepted)
    composed = {path: data for path, data in base.items() if path not in taken or path in kept}
    return {**composed, **{path: newer[path] for path in taken & newer.keys()}}


def also_needed(
    problems: Iterable[Problem], accepted: Collection[Change], all_changes: Collection[Change]
) -> tuple[Change, ...]:
    """The changes that weren't accepted and that the mistakes of a composition name, by their files, ids or gates:
    what probably has to be taken, too."""
    words = {word for problem in problems if problem.level == "error" for word in _words(problem)}
    return tuple(change for change in all_changes if change not in accepted and words & _names(change))


def _paths(changes: Iterable[Change]) -> frozenset[str]:
    return frozenset[str]().union(*(change.part.paths for change in changes))


def _words(problem: Problem) -> Iterator[str]:
    yield problem.file
    if problem.code in _SAID_IN:
        yield _SAID_IN[problem.code]
    for value in problem.values.values():
        yield value
        yield _LINE.sub("", value)  # week-01/10-the-bench.md:12
        yield value.partition("#")[0].rpartition("/")[2]  # ../week-01/10-the-bench.md#tools


def _names(change: Change) -> set[str]:
    """All that a mistake may call it."""
    items = [item for item in (change.before, change.after) if item]
    gates = {item.gate for item in items if isinstance(item, Quiz) and item.gate}
    files = {path.rpartition("/")[2] for path in change.part.paths} - {_WEEK_PAGE}
    return {change.part.id, *change.part.paths, *files, *gates, *(name for item in items for name in item.names)}

"""Which file of a course is what: weeks, items, images, and what would never be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from app.curriculum.attributes import is_id
from app.curriculum.images import KINDS
from app.curriculum.limits import ITEMS
from app.curriculum.problems import Place, Report

_WEEK: Final = re.compile(r"week-(\d\d)")
_ITEM: Final = re.compile(r"(\d{1,9})-([a-z0-9-]+)\.md")
_TRANSLATION: Final = re.compile(r".+\.[a-z]{2,3}(?:-[A-Za-z]{2})?\.md")


@dataclass
class WeekFiles:
    """The files of one week."""

    number: int
    folder: str
    items: dict[str, str] = field(default_factory=dict)
    """The id of each item by its path, in the order of the week."""


@dataclass
class Tree:
    """The files of a course by what they are."""

    weeks: list[WeekFiles]
    images: tuple[str, ...]

    @property
    def item_ids(self) -> Mapping[str, str]:
        """The id of each item by its path, in the order of the course."""
        return {path: item_id for week in self.weeks for path, item_id in week.items.items()}


def read_tree(sources: Mapping[str, bytes], report: Report) -> Tree:
    """What each file is; files that are out of place go to the report."""
    weeks: dict[str, WeekFiles] = {}
    found: list[tuple[str, int, str, str]] = []
    for path in sorted(sources):
        week, item = _place_of(path)
        if week:
            weeks.setdefault(week[0], WeekFiles(int(week[1]), week[0]))
        if week and item:
            found.append((week[0], int(item[1]), item[2], path))
        elif path.endswith(".md") and path != "course.md" and not (week and path == f"{week[0]}/week.md"):
            _tell_unseen(path, report)
    for folder, _, item_id, path in sorted(found):
        weeks[folder].items[path] = item_id
        if not is_id(item_id):
            report.error(Place(path, 1), "bad-id", id=item_id)
    _tell_duplicates(found, report)
    tree = Tree(sorted(weeks.values(), key=lambda week: week.number), _images(sources))
    _check_weeks(tree, sources, report)
    return tree


def _place_of(path: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The week that a file is in, and what makes it an item of it."""
    folder, _, name = path.partition("/")
    week = _WEEK.fullmatch(folder) if name else None
    return week, _ITEM.fullmatch(name) if week else None


def _images(sources: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(path for path in sorted(sources) if PurePosixPath(path).suffix.lower() in KINDS)


def _tell_unseen(path: str, report: Report) -> None:
    if _TRANSLATION.fullmatch(PurePosixPath(path).name):
        report.error(Place(path, 1), "not-yet-understood", what="a translation")
    else:
        report.warning(Place(path, 1), "never-shown")


def _tell_duplicates(found: list[tuple[str, int, str, str]], report: Report) -> None:
    first: dict[str, str] = {}
    for _, _, item_id, path in sorted(found):
        if item_id in first:
            report.error(Place(path, 1), "id-twice", id=item_id, first=first[item_id])
        first.setdefault(item_id, path)
    if len(found) > ITEMS:
        report.error(Place(sorted(found)[ITEMS][3], 1), "too-many-items", limit=ITEMS)


def _check_weeks(tree: Tree, sources: Mapping[str, bytes], report: Report) -> None:
    for expected, week in enumerate(tree.weeks, 1):
        place = Place(f"{week.folder}/week.md", 1)
        if week.number != expected:
            report.error(place, "week-gap", expected=f"week-{expected:02}")
            break
    for week in tree.weeks:
        place = Place(f"{week.folder}/week.md", 1)
        if place.file not in sources:
            report.error(place, "missing-file")
        elif not week.items:
            report.warning(place, "week-being-written")

"""Which file of a course is what: weeks, items, images, and what would never be shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from app.curriculum.attributes import id_from, is_id
from app.curriculum.images import KINDS
from app.curriculum.limits import ITEMS
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.values import is_language

COURSE: Final = "course.md"

_WEEK: Final = re.compile(r"week-(\d\d)")
_ITEM: Final = re.compile(r"(\d{1,9})-([a-z0-9-]+)\.md")
_TRANSLATION: Final = re.compile(r"(.+)\.([^./]+)\.md")


class TranslatedFile(NamedTuple):
    """A file that gives the texts of another in another language."""

    path: str
    original: str
    """The path of that other file."""
    language: str


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
    counted_weeks: int | None
    """How many weeks there are; None when that can't be said."""
    translations: tuple[TranslatedFile, ...] = ()
    """In the order of their paths."""

    @property
    def item_ids(self) -> Mapping[str, str]:
        """The id of each item by its path, in the order of the course."""
        return {path: item_id for week in self.weeks for path, item_id in week.items.items()}

    @property
    def originals(self) -> tuple[str, ...]:
        """The paths of the files that can be translated."""
        return (COURSE, *(f"{week.folder}/week.md" for week in self.weeks), *self.item_ids)


def read_tree(sources: Mapping[str, bytes], report: Report, unread: frozenset[str] = frozenset()) -> Tree:
    """What each file is; files that are out of place go to the report. `unread` are there too, but can't be read."""
    weeks: dict[str, WeekFiles] = {}
    found: list[tuple[str, int, str, str]] = []
    others: list[str] = []
    there = {*sources, *unread, *(f"{name}/week.md" for name in unread if _WEEK.fullmatch(name))}
    for path in sorted(there):
        week, item = _place_of(path)
        if week:
            weeks.setdefault(week[0], WeekFiles(int(week[1]), week[0]))
        if week and item:
            found.append((week[0], int(item[1]), item[2], path))
        elif path in sources and path.endswith(".md") and path not in (COURSE, f"{week and week[0]}/week.md"):
            others.append(path)
    for folder, _, item_id, path in sorted(found):
        weeks[folder].items[path] = item_id
        if not is_id(item_id):
            report.error(Place(path, 1), "bad-id", id=item_id, nearest=id_from(item_id))
    _tell_duplicates(found, report)
    in_order = sorted(weeks.values(), key=lambda week: week.number)
    has_gap = _check_weeks(in_order, there, report)
    tree = Tree(in_order, _images(sources), None if has_gap else len(in_order))
    tree.translations = _translations(others, tree.originals, report)
    return tree


def _place_of(path: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The week that a file is in, and what makes it an item of it."""
    folder, _, name = path.partition("/")
    week = _WEEK.fullmatch(folder) if name else None
    return week, _ITEM.fullmatch(name) if week else None


def _images(sources: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(path for path in sorted(sources) if PurePosixPath(path).suffix.lower() in KINDS)


def _translations(others: Sequence[str], originals: Sequence[str], report: Report) -> tuple[TranslatedFile, ...]:
    """The translations among the Markdown files that are neither course, week nor item; what the rest of them is
    goes to the report."""
    read = [_translation(path, others, originals, report) for path in others]
    return tuple(each for each in read if each is not None)


def _translation(path: str, others: Sequence[str], originals: Sequence[str], report: Report) -> TranslatedFile | None:
    named = _TRANSLATION.fullmatch(path)
    original, language = (f"{named[1]}.md", named[2]) if named else ("", "")
    if original in originals and is_language(language):
        return TranslatedFile(path, original, language)
    if original in originals:
        report.error(Place(path, 1), "not-a-language", text=language, nearest=_meant_language(language))
    elif is_language(language) and original not in others:
        near = report.nearest(original, originals)
        meant = f"{near.removesuffix('.md')}.{language}.md" if near else ""
        report.error(Place(path, 1), "translation-of-nothing", original=original, nearest=meant)
    else:
        report.warning(Place(path, 1), "never-shown")
    return None


def _meant_language(language: str) -> str:
    """The code of a language that was meant by one in other letters, like FR or pt_br."""
    parts = re.split("[-_]", language)
    meant = "-".join((parts[0].lower(), *(part.upper() for part in parts[1:])))
    return meant if is_language(meant) else ""


def _tell_duplicates(found: list[tuple[str, int, str, str]], report: Report) -> None:
    first: dict[str, str] = {}
    for _, _, item_id, path in sorted(found):
        if item_id in first:
            report.error(Place(path, 1), "id-twice", id=item_id, first=first[item_id])
        first.setdefault(item_id, path)
    if len(found) > ITEMS:
        report.error(Place(sorted(found)[ITEMS][3], 1), "too-many-items", limit=ITEMS)


def _check_weeks(weeks: Sequence[WeekFiles], there: Collection[str], report: Report) -> bool:
    """Tells weeks without their file, and a gap between them; returns whether there is one."""
    for week in weeks:
        place = Place(f"{week.folder}/week.md", 1)
        if place.file not in there:
            names = [path.rpartition("/")[2] for path in there if path.startswith(f"{week.folder}/")]
            near = nearest(place.file.rpartition("/")[2], [name for name in names if name.count(".") == 1])
            report.error(place, "missing-file", nearest=near)
        elif not week.items:
            report.warning(place, "week-being-written")
    for expected, week in enumerate(weeks, 1):
        if week.number != expected:
            report.error(Place(f"{week.folder}/week.md", 1), "week-gap", expected=f"week-{expected:02}")
            return True
    return False

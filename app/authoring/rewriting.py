"""Adding, moving, renaming and removing what a course consists of: sources in, the files that change out. Pure.

Whatever belongs to a file or refers to it goes along: its translations, and the links to it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from itertools import chain
from typing import Final

from app.authoring.front_matter import aliases_in, with_alias, with_value
from app.authoring.linking import Renaming
from app.authoring.paths import translations_of, with_other_name
from app.curriculum.attributes import is_id
from app.curriculum.limits import MOST_WEEKS
from app.curriculum.problems import Report
from app.curriculum.tree import COURSE, WeekFiles, read_tree
from app.shared.errors import Refusal

FIRST_NUMBERS: Final = {"lesson": 10, "quiz": 80, "case": 85, "practical": 90}
"""From where the files of each kind are numbered in a week; they only order."""
STEPS: Final = (10, 5, 1)


class ItemGone(Refusal):
    """There is no such item in the draft any more: somebody moved, renamed or removed it."""

    code = "item-gone"


class WeekGone(Refusal):
    """There is no such week in the draft any more."""

    code = "week-gone"


class UnfitItemId(Refusal):
    """An item can't be called so. `values`: the id."""

    status = 422
    code = "unfit-item-id"


class ItemIdTaken(Refusal):
    """Another item is, or was, called so. `values`: the id."""

    code = "item-id-taken"


class UnreadableFront(Refusal):
    """What stands at the head of an item can't be understood, so that nothing can be written there."""

    code = "unreadable-front"


class TooManyWeeks(Refusal):
    """A course has no more weeks than this one. `values`: how many."""

    code = "too-many-weeks"


class Changes(dict[str, bytes | None]):
    """The files that change, by path; None: the file goes."""

    def __init__(self, changed: Mapping[str, bytes | None] | None = None, *, paths: Mapping[str, str] | None = None):
        super().__init__(changed or {})
        self.came_from: Mapping[str, str] = {new: old for old, new in (paths or {}).items()}
        """The old path of each file that has another one now."""


def added(sources: Mapping[str, bytes], week: int, kind: str, item_id: str, text: str) -> tuple[str, Changes]:
    """The path of a new item, behind those of its kind in that week, and what changes.

    Raises UnfitItemId, ItemIdTaken, WeekGone.
    """
    files = _week(sources, week)
    _refuse_id(sources, item_id, but_for=None)
    path = f"{files.folder}/{_new_number(files, kind):02}-{item_id}.md"
    return path, Changes({path: text.encode()})


def removed(sources: Mapping[str, bytes], path: str) -> Changes:
    """What goes with a file: its translations. Links to it stay, for whoever wrote them to decide. Raises ItemGone."""
    if path not in sources:
        raise ItemGone
    return Changes(dict.fromkeys((path, *translations_of(path, sources))))


def renamed(sources: Mapping[str, bytes], path: str, new_id: str) -> Changes:
    """What changes when an item gets another id: it remembers the old one, for what people did under it.

    Raises ItemGone, UnfitItemId, ItemIdTaken, and UnreadableFront where it can't be told to remember that.
    """
    old_id, week = _item(sources, path)
    _refuse_id(sources, new_id, but_for=path)
    number = posixpath.basename(path).partition("-")[0]
    paths = _with_translations(sources, {path: f"{week.folder}/{number}-{new_id}.md"})
    text = with_alias(_text(sources[path]), old_id, own=new_id)
    if old_id not in aliases_in(text):
        raise UnreadableFront
    return _relocated(sources, paths, ids={old_id: new_id}, texts={path: text})


def moved(sources: Mapping[str, bytes], path: str, week: int, place: int) -> Changes:
    """What changes when an item becomes the so-many-th (from 1) of a week, its own or another; others get other numbers
    only where there is no room between them. Raises ItemGone, WeekGone."""
    item_id, own_week = _item(sources, path)
    files = _week(sources, week)
    if own_week.number == week and [*files.items].index(path) == _index(place, len(files.items) - 1):
        return Changes()
    others = [other for other in files.items if other != path]
    index = _index(place, len(others))
    before, behind = others[:index], others[index:]
    numbers = _numbers(path, _number(before[-1]) if before else 0, [_number(each) for each in behind])
    order = {path: item_id, **{each: files.items[each] for each in behind}}
    paths = {
        each: each if number == _number(each) and each != path else f"{files.folder}/{number:02}-{order[each]}.md"
        for each, number in zip(order, numbers, strict=True)
    }
    return _relocated(sources, _with_translations(sources, paths))


def new_week(sources: Mapping[str, bytes], text: str) -> tuple[str, Changes]:
    """The path of the page of a new week, behind the others, and what changes: course.md says how many there are.

    Raises TooManyWeeks.
    """
    weeks = [week.number for week in read_tree(sources, Report()).weeks]
    if len(weeks) >= MOST_WEEKS:
        raise TooManyWeeks(most=MOST_WEEKS)
    path = f"{_folder(max(weeks, default=0) + 1)}/week.md"
    return path, Changes({path: text.encode(), **_counted(sources.get(COURSE), len(weeks) + 1)})


def removed_week(sources: Mapping[str, bytes], week: int) -> Changes:
    """What changes when a week goes with all that is in it: those behind it move up. Raises WeekGone."""
    gone = _week(sources, week).folder
    weeks = [files.number for files in read_tree(sources, Report()).weeks if files.number != week]
    left = {path: data for path, data in sources.items() if not path.startswith(f"{gone}/")}
    paths = _weeks_moved(sources, {number: place for place, number in enumerate(weeks, 1)})
    changes = _relocated(left, paths)
    for path in sources.keys() - left.keys():
        changes.setdefault(path, None)
    changes.update(_counted(changes.get(COURSE) or sources.get(COURSE), len(weeks)))
    return changes


def moved_week(sources: Mapping[str, bytes], week: int, place: int) -> Changes:
    """What changes when a week becomes the so-many-th (from 1) of the course. Raises WeekGone."""
    _week(sources, week)
    weeks = [files.number for files in read_tree(sources, Report()).weeks if files.number != week]
    weeks.insert(_index(place, len(weeks)), week)
    return _relocated(sources, _weeks_moved(sources, {number: now for now, number in enumerate(weeks, 1)}))


def _relocated(
    sources: Mapping[str, bytes],
    paths: Mapping[str, str],
    *,
    ids: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Changes:
    """What changes when files get other paths, and items other ids, some with another text."""
    paths = {old: new for old, new in paths.items() if old != new}
    renaming = Renaming(sources, paths, ids or {})
    changes = Changes(paths=paths)
    if not paths:
        return changes
    for path in sources:
        now = paths.get(path, path)
        if path.endswith(".md"):
            data = _data(renaming.followed(path, (texts or {}).get(path) or _text(sources[path])))
            if now != path or data != sources[path]:
                changes[now] = data
        elif now != path:
            changes[now] = sources[path]
    for path in paths:
        changes.setdefault(path, None)
    return changes


def _with_translations(sources: Mapping[str, bytes], paths: Mapping[str, str]) -> dict[str, str]:
    """The new paths of files and of their translations."""
    along = {each: with_other_name(each, new) for old, new in paths.items() for each in translations_of(old, sources)}
    return {**paths, **along}


def _weeks_moved(sources: Mapping[str, bytes], places: Mapping[int, int]) -> dict[str, str]:
    """The new paths of everything in weeks that get other numbers."""
    folders = {_folder(old): _folder(new) for old, new in places.items() if old != new}
    inside = ((path, *path.partition("/")) for path in sources)
    return {path: f"{folders[folder]}/{rest}" for path, folder, slash, rest in inside if slash and folder in folders}


def _counted(page: bytes | None, weeks: int) -> dict[str, bytes | None]:
    """The course's page, if there is one, that says how many weeks there are."""
    return {} if page is None else {COURSE: _data(with_value(_text(page), "weeks", str(weeks)))}


def _numbers(path: str, before: int, behind: list[int]) -> list[int]:
    """The number of an item behind one and before others, then theirs: as few others as possible get another."""
    number = _between(_number(path), before, behind[0] if behind else None)
    numbers = [number]
    for each in behind:
        numbers.append(max(each, numbers[-1] + 1))
    return numbers


def _between(own: int, before: int, behind: int | None) -> int:
    """A number behind one and before another, if there is room: its own, or a round one."""
    if before < own and (behind is None or own < behind):
        return own
    for step in STEPS:
        number = (before // step + 1) * step
        if behind is None or number < behind:
            return number
    return before + 1


def _new_number(files: WeekFiles, kind: str) -> int:
    """The number of a new item of that kind."""
    first = FIRST_NUMBERS[kind]
    end = min((number for number in FIRST_NUMBERS.values() if number > first), default=100)
    there = [_number(path) for path in files.items]
    last = max((number for number in there if first <= number < end), default=None)
    if last is None:
        return first
    for step in STEPS:
        number = (last // step + 1) * step
        if number < end:
            return number
    return max(there) + 1


def _refuse_id(sources: Mapping[str, bytes], item_id: str, *, but_for: str | None) -> None:
    """Raises UnfitItemId, and ItemIdTaken when an item other than that one is or was called so."""
    if not is_id(item_id):
        raise UnfitItemId(id=item_id)
    ids = read_tree(sources, Report()).item_ids
    others = [path for path in ids if path != but_for]
    former = chain.from_iterable(aliases_in(_text(sources[path])) for path in others)
    if item_id in (*(ids[path] for path in others), *former):
        raise ItemIdTaken(id=item_id)


def _item(sources: Mapping[str, bytes], path: str) -> tuple[str, WeekFiles]:
    for week in read_tree(sources, Report()).weeks:
        if path in week.items:
            return week.items[path], week
    raise ItemGone


def _week(sources: Mapping[str, bytes], number: int) -> WeekFiles:
    for week in read_tree(sources, Report()).weeks:
        if week.number == number:
            return week
    raise WeekGone


def _folder(week: int) -> str:
    return f"week-{week:02}"


def _number(path: str) -> int:
    return int(posixpath.basename(path).partition("-")[0])


def _index(place: int, most: int) -> int:
    return min(max(place - 1, 0), most)


def _text(data: bytes) -> str:
    # What isn't UTF-8 comes through as it is.
    return data.decode(errors="surrogateescape")


def _data(text: str) -> bytes:
    return text.encode(errors="surrogateescape")

"""Acts on a draft as a course: what is new, what moves, what is called otherwise, what goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import chain, count
from uuid import UUID

from app.authoring.operations.drafts import discard_draft, lock_draft
from app.authoring.operations.publishing import DraftChanged
from app.authoring.operations.saving import rewrite
from app.authoring.rewriting import (
    Changes,
    ItemIdTaken,
    WeekGone,
    added,
    moved,
    moved_week,
    new_week,
    removed,
    removed_week,
    renamed,
)
from app.curriculum.attributes import LONGEST_ID, id_from
from app.curriculum.problems import Report
from app.curriculum.tree import read_tree


def add_item(
    draft_id: UUID, *, week: int, kind: str, title: str, text: str, act_id: UUID, by: UUID, at: datetime
) -> str:
    """Put a new item into a week, behind those of its kind, under an id made of its title that no other has; returns
    its path, empty when the request came before. Raises UnfitItemId, WeekGone, and what `rewrite` refuses."""
    made = ""

    def how(sources: Mapping[str, bytes]) -> Changes:
        nonlocal made
        made, changes = _added(sources, week, kind, title, text)
        return changes

    rewrite(draft_id, how, act="created", act_id=act_id, by=by, at=at)
    return made


def add_week(draft_id: UUID, *, text: str, act_id: UUID, by: UUID, at: datetime) -> str:
    """Put a new week behind the last; returns the path of its page, empty when the request came before. Raises
    TooManyWeeks, and what `rewrite` refuses."""
    made = ""

    def how(sources: Mapping[str, bytes]) -> Changes:
        nonlocal made
        made, changes = new_week(sources, text)
        return changes

    rewrite(draft_id, how, act="created", act_id=act_id, by=by, at=at)
    return made


def move_item(draft_id: UUID, path: str, *, week: int, place: int, act_id: UUID, by: UUID, at: datetime) -> None:
    """Let an item be the so-many-th (from 1) of a week. Raises ItemGone, WeekGone, and what `rewrite` refuses."""
    rewrite(draft_id, partial(moved, path=path, week=week, place=place), act="moved", act_id=act_id, by=by, at=at)


def rename_item(draft_id: UUID, path: str, *, new_id: str, act_id: UUID, by: UUID, at: datetime) -> None:
    """Give an item another id; it remembers the old one. Raises ItemGone, UnfitItemId, ItemIdTaken, and what `rewrite`
    refuses."""
    rewrite(draft_id, partial(renamed, path=path, new_id=new_id), act="moved", act_id=act_id, by=by, at=at)


def remove_item(draft_id: UUID, path: str, *, act_id: UUID, by: UUID, at: datetime) -> None:
    """Take an item out of the course, with its translations. Raises ItemGone, and what `rewrite` refuses."""
    rewrite(draft_id, partial(removed, path=path), act="removed", act_id=act_id, by=by, at=at)


def move_week(
    draft_id: UUID, week: int, *, place: int, seen: Collection[str], act_id: UUID, by: UUID, at: datetime
) -> None:
    """Let a week be the so-many-th (from 1) of the course. `seen` are the ids of its items, by which its author knows
    it: another one may have its number by now. Raises WeekGone, and what `rewrite` refuses."""

    def how(sources: Mapping[str, bytes]) -> Changes:
        _refuse_another(sources, week, seen)
        return moved_week(sources, week, place)

    rewrite(draft_id, how, act="moved", act_id=act_id, by=by, at=at)


def remove_week(draft_id: UUID, week: int, *, seen: Collection[str], act_id: UUID, by: UUID, at: datetime) -> None:
    """Take a week out of the course, with all that is in it; `seen` as in `move_week`. Raises WeekGone, and what
    `rewrite` refuses."""

    def how(sources: Mapping[str, bytes]) -> Changes:
        _refuse_another(sources, week, seen)
        return removed_week(sources, week)

    rewrite(draft_id, how, act="removed", act_id=act_id, by=by, at=at)


def discard_seen(draft_id: UUID, *, version: int, by: UUID, at: datetime) -> None:
    """Throw a draft away in the state that its author has seen. Raises DraftChanged when somebody saved something
    since, and DraftEnded."""
    draft = lock_draft(draft_id)
    if draft.ended_at is None and draft.version != version:
        raise DraftChanged
    discard_draft(draft_id, by=by, at=at)


def _refuse_another(sources: Mapping[str, bytes], week: int, seen: Collection[str]) -> None:
    found = [each for each in read_tree(sources, Report()).weeks if each.number == week]
    if not found or set(found[0].items.values()) != set(seen):
        raise WeekGone


def _added(sources: Mapping[str, bytes], week: int, kind: str, title: str, text: str) -> tuple[str, Changes]:
    for item_id in _ids(title, kind):
        try:
            return added(sources, week, kind, item_id, text)
        except ItemIdTaken:
            continue
    raise ItemIdTaken(id=title)  # not reached: there always is a further number


def _ids(title: str, kind: str) -> Iterator[str]:
    """The id that a title makes, and more of them."""
    first = (id_from(title) or kind)[:LONGEST_ID].strip("-")
    further = (f"{first[: LONGEST_ID - 4].strip('-')}-{number}" for number in count(2))
    return chain((first,), further)

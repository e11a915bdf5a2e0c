"""What changed between two sets of sources of one course, part by part. Pure.

A part is what can be taken alone: an item, a week's page, or what stands around them. Every path of either side
belongs to a part, so that all of them together make the newer sources of the older ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, Literal, NamedTuple, TypeAlias

from app.curriculum.course import GLOSSARY
from app.curriculum.folder import TRACK
from app.curriculum.meanings import ChangedMeaning, changed_meanings
from app.curriculum.model import Curriculum, Item
from app.curriculum.problems import Report
from app.curriculum.tree import COURSE, read_tree

__all__ = ["Change", "ChangedMeaning", "Part", "PartKind", "changes"]

PartKind: TypeAlias = Literal["item", "week", "course", "glossary", "track"]

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """Something of a course that is taken as a whole."""

    id: str
    """An item's id, as the newer side has it; else "course", "glossary", "track", "week-03", with a full stop before
    where an item is called so."""
    kind: PartKind
    paths: frozenset[str]
    """Every path of either side that belongs to it: translations, too, and the pictures that it shows. Those that
    nothing else has belong to the course."""


@dataclass(frozen=True)
class Change:
    """What became of one part."""

    part: Part
    what: Literal["added", "removed", "changed"]
    before: Item | None
    after: Item | None
    """Both in the course's own language; None for what isn't an item."""
    moved: bool
    """Whether the item's file stands in another week, or at another place of its week."""
    renamed_from: str | None
    """The id that the item had before; None: it is called the same."""
    meanings: tuple[ChangedMeaning, ...]


class _Name(NamedTuple):
    """Says which part it is, on both sides."""

    kind: PartKind
    id: str


_THE_COURSE: Final = _Name("course", "course")


def changes(
    before: Mapping[str, bytes],
    before_curriculum: Curriculum,
    after: Mapping[str, bytes],
    after_curriculum: Curriculum,
) -> tuple[Change, ...]:
    """Every part that differs: what stands around the items, then by weeks as the newer course has them; what was
    removed comes last."""
    called = _called_now(before_curriculum.base, after_curriculum.base)
    old, new = _Side(before, before_curriculum.base, called), _Side(after, after_curriculum.base, {})
    taken = {*called, *called.values(), *new.items}
    found = []
    for name in (*new.paths, *(name for name in old.paths if name not in new.paths)):
        paths = old.paths.get(name, frozenset()) | new.paths.get(name, frozenset())
        if any(before.get(path) != after.get(path) for path in paths):
            part_id = f".{name.id}" if name.kind != "item" and name.id in taken else name.id
            found.append(_change(Part(part_id, name.kind, paths), name, old, new))
    return tuple(found)


def _called_now(before: Curriculum, after: Curriculum) -> dict[str, str]:
    """How each item of the older course is called in the newer; as before, if it isn't there. Two that became one
    are not both that one."""
    called: dict[str, str] = {}
    for item_id in before.items:
        now = after.called_now(item_id)
        is_it = now in after.items and now not in before.items and now not in called.values()
        called[item_id] = now if is_it else item_id
    return called


def _change(part: Part, name: _Name, old: _Side, new: _Side) -> Change:
    before, after = (side.items.get(name.id) if name.kind == "item" else None for side in (old, new))
    both = name in old.paths and name in new.paths
    return Change(
        part=part,
        what="changed" if both else "added" if name in new.paths else "removed",
        before=before,
        after=after,
        moved=bool(before and after and _place(before) != _place(after)),
        renamed_from=before.id if before and after and before.id != after.id else None,
        meanings=changed_meanings(before, after),
    )


def _place(item: Item) -> tuple[str, str]:
    folder, _, name = item.path.rpartition("/")
    return folder, name.partition("-")[0]


@dataclass(frozen=True)
class _Side:
    """The sources and the curriculum of one side. `called` says how its items are called on the newer one."""

    sources: Mapping[str, bytes]
    curriculum: Curriculum
    called: Mapping[str, str]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """By the id that is theirs on the newer side."""
        return {self.called.get(item_id, item_id): item for item_id, item in self.curriculum.items.items()}

    @cached_property
    def paths(self) -> Mapping[_Name, frozenset[str]]:
        """The paths of each part, in the order of the course."""
        owned = self._written()
        for name, paths in owned.items():
            paths |= self._pictures(name, paths)
        others = self.sources.keys() - frozenset[str]().union(*owned.values())
        owned[_THE_COURSE] |= others
        return {name: frozenset(paths) for name, paths in owned.items()}

    def _written(self) -> dict[_Name, set[str]]:
        """The texts of each part, with their translations."""
        tree = read_tree(self.sources, Report())
        texts = {_THE_COURSE: COURSE, _Name("track", "track"): TRACK, _Name("glossary", "glossary"): GLOSSARY}
        for week in tree.weeks:
            texts[_Name("week", week.folder)] = f"{week.folder}/week.md"
            for path, item_id in week.items.items():
                if item_id in self.curriculum.items:
                    texts[_Name("item", self.called.get(item_id, item_id))] = path
        there = {name: path for name, path in texts.items() if path in self.sources}
        found: dict[_Name, set[str]] = {_THE_COURSE: set(), **{name: {path} for name, path in there.items()}}
        names = {path: name for name, path in there.items()}
        for each in tree.translations:
            found[names.get(each.original, _THE_COURSE)].add(each.path)
        return found

    def _pictures(self, name: _Name, texts: set[str]) -> set[str]:
        """The pictures that a part shows."""
        shown = {digest for text in self._strings(name) for digest in _DIGEST.findall(text)}
        found: dict[str, list[str]] = {}
        for path, digest in self.curriculum.images.items():
            if digest in shown:
                found.setdefault(digest, []).append(path)
        words = b"\n".join(self.sources[path] for path in texts)
        pictures: set[str] = set()
        for same in found.values():
            # Of several files with one picture in them it is the one that the text names.
            pictures.update([path for path in same if PurePosixPath(path).name.encode() in words] or same)
        return pictures

    def _strings(self, name: _Name) -> Iterator[str]:
        """All texts of a part, in every language."""
        translations = self.curriculum.translations.values()
        if name.kind == "item":
            item_id = self.items[name.id].id
            yield from _texts_in([self.items[name.id], *(each.items.get(item_id) for each in translations)])
        elif name.kind == "week":
            number = int(name.id.removeprefix("week-"))
            yield from _texts_in([week.body for week in self.curriculum.weeks if week.number == number])
            yield from _texts_in([each.weeks.get(number) for each in translations])
        elif name == _THE_COURSE:
            yield from _texts_in([self.curriculum.body, *(each.cover for each in translations)])


def _texts_in(thing: object) -> Iterator[str]:
    """Every text in a compiled thing, however deep it lies."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from _texts_in(each)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _texts_in(getattr(thing, each.name))

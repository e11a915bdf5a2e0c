"""A draft as a tree: its weeks with their items, the files around them, and what is to be said of each. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.authoring.facts import SavedFile
from app.authoring.paths import translations_of
from app.curriculum.folder import TRACK
from app.curriculum.problems import Problem, Report
from app.curriculum.source import read_page
from app.curriculum.tree import COURSE, Tree, WeekFiles, read_tree

AROUND: Final = (COURSE, "competences.yaml", "glossary.yaml", "sources.yaml", TRACK)
"""The files of a course that are neither a week nor an item, in the order in which they are shown."""
KINDS: Final = ("lesson", "quiz", "case", "practical")

_LINK: Final = re.compile(r"\]\(\s*<?([^)\s#>]*)")


@dataclass(frozen=True)
class Known:
    """What is known of a draft's files, each by their paths."""

    problems: Iterable[Problem] = ()
    saved: Mapping[str, SavedFile] = field(default_factory=dict)
    """The last save of each."""
    behind: Mapping[str, bool] = field(default_factory=dict)
    """Of each translation, whether its original has changed since."""
    reports: Mapping[str, int] = field(default_factory=dict)
    """How many mistakes that readers reported wait for an answer."""


@dataclass(frozen=True)
class Leaf:
    """A file of a draft, as the tree shows it."""

    path: str
    title: str
    """Empty: nothing can be read there that would be one."""
    is_there: bool = True
    errors: int = 0
    warnings: int = 0
    saved: SavedFile | None = None
    """None: nobody saved it in this draft."""
    reports: int = 0


@dataclass(frozen=True)
class TranslationLeaf:
    """A file in another language, there or still to be written."""

    language: str
    leaf: Leaf
    is_behind: bool


@dataclass(frozen=True)
class ItemLeaf:
    """An item: its file, and those of its translations."""

    id: str
    kind: str
    week: int
    place: int
    """From 1, in its week."""
    leaf: Leaf
    translations: tuple[TranslationLeaf, ...]

    @property
    def files(self) -> tuple[Leaf, ...]:
        """Its own, and those of its translations that are there."""
        return (self.leaf, *(each.leaf for each in self.translations if each.leaf.is_there))


@dataclass(frozen=True)
class WeekLeaf:
    """A week: its own page, and its items in order."""

    number: int
    folder: str
    leaf: Leaf
    translations: tuple[TranslationLeaf, ...]
    items: tuple[ItemLeaf, ...]


@dataclass(frozen=True)
class Outline:
    """A whole draft."""

    title: str
    language: str
    """Empty: course.md doesn't say it."""
    cover: Leaf
    """course.md."""
    translations: tuple[TranslationLeaf, ...]
    """Of course.md."""
    weeks: tuple[WeekLeaf, ...]
    around: tuple[Leaf, ...]
    """Competences, glossary and the like."""
    others: tuple[Leaf, ...]
    """Texts that the format has no place for."""
    pictures: int
    languages: tuple[str, ...]
    """That something is translated into."""
    errors: int
    warnings: int

    @property
    def items(self) -> Mapping[str, ItemLeaf]:
        """Every item by its path, in the order of the course."""
        return {item.leaf.path: item for week in self.weeks for item in week.items}

    def stepped(self, item: ItemLeaf, way: str) -> tuple[int, int] | None:
        """Week and place of an item a step "up" or "down", over the border of its week too; None: there is no such
        step."""
        step = {"up": -1, "down": 1}.get(way, 0)
        items = {week.number: len(week.items) for week in self.weeks}
        if 1 <= item.place + step <= items[item.week]:
            return (item.week, item.place + step) if step else None
        week = item.week + step
        if week not in items:
            return None
        return week, 1 if step > 0 else items[week] + 1

    @property
    def item_ids(self) -> frozenset[str]:
        """The ids that are taken."""
        return frozenset(item.id for item in self.items.values())


def outlined(sources: Mapping[str, bytes], known: Known) -> Outline:
    """The tree of these sources, however much is wrong in them."""
    tree = read_tree(sources, Report())
    leaves = _Leaves(sources, known, tree)
    front = front_of(COURSE, sources)
    weeks = tuple(leaves.week(week) for week in tree.weeks)
    shown = {*tree.originals, *AROUND, *(each.path for each in tree.translations)}
    problems = tuple(known.problems)
    return Outline(
        title=str(front.get("title") or ""),
        language=str(front.get("language") or ""),
        cover=leaves.leaf(COURSE),
        translations=leaves.translations(COURSE),
        weeks=weeks,
        around=tuple(leaves.leaf(path) for path in AROUND[1:] if path in sources),
        others=tuple(leaves.leaf(path) for path in sorted(sources) if path not in shown and _is_text(path)),
        pictures=len(tree.images),
        languages=leaves.languages,
        errors=sum(each.level == "error" for each in problems),
        warnings=sum(each.level == "warning" for each in problems),
    )


def front_of(path: str, sources: Mapping[str, bytes]) -> Mapping[str, Any]:
    """What the front matter of a file says; empty where it can't be understood."""
    page = read_page(path, sources.get(path, b""), Report()) if path.endswith(".md") else None
    return page.front.value if page and isinstance(page.front.value, dict) else {}


def linking_to(sources: Mapping[str, bytes], path: str, item_id: str) -> tuple[str, ...]:
    """The paths of the texts that link to an item, by its id or by its file; its own and its translations aside."""
    own = {path, *translations_of(path, sources)}
    texts = (each for each in sorted(sources) if each.endswith(".md") and each not in own)
    return tuple(each for each in texts if _links(each, sources[each], path, item_id))


def requiring(sources: Mapping[str, bytes], outline: Outline, gate: str) -> tuple[str, ...]:
    """The paths of the items that are locked until that gate is open."""
    written = {path: front_of(path, sources).get("requires") for path in outline.items}
    return tuple(path for path, gates in written.items() if isinstance(gates, list) and gate in gates)


class _Leaves:
    """Makes leaves of one course."""

    def __init__(self, sources: Mapping[str, bytes], known: Known, tree: Tree) -> None:
        self._sources = sources
        self._known = known
        self._translated = {(each.original, each.language): each.path for each in tree.translations}
        self.languages = tuple(sorted({each.language for each in tree.translations}))
        self._fronts: dict[str, Mapping[str, Any]] = {}
        self._told: dict[str, list[str]] = {}
        for problem in known.problems:
            self._told.setdefault(problem.file, []).append(problem.level)

    def week(self, week: WeekFiles) -> WeekLeaf:
        path = f"{week.folder}/week.md"
        items = (self.item(week, place, *each) for place, each in enumerate(week.items.items(), 1))
        return WeekLeaf(week.number, week.folder, self.leaf(path), self.translations(path), tuple(items))

    def item(self, week: WeekFiles, place: int, path: str, item_id: str) -> ItemLeaf:
        kind = self._front(path).get("kind", KINDS[0])
        shown = kind if kind in KINDS else KINDS[0]
        return ItemLeaf(item_id, shown, week.number, place, self.leaf(path), self.translations(path))

    def translations(self, original: str) -> tuple[TranslationLeaf, ...]:
        return tuple(self._translation(original, language) for language in self.languages)

    def leaf(self, path: str) -> Leaf:
        levels = self._told.get(path, [])
        return Leaf(
            path=path,
            title=str(self._front(path).get("title") or ""),
            is_there=path in self._sources,
            errors=levels.count("error"),
            warnings=levels.count("warning"),
            saved=self._known.saved.get(path),
            reports=self._known.reports.get(path, 0),
        )

    def _front(self, path: str) -> Mapping[str, Any]:
        if path not in self._fronts:
            self._fronts[path] = front_of(path, self._sources)
        return self._fronts[path]

    def _translation(self, original: str, language: str) -> TranslationLeaf:
        path = self._translated.get((original, language)) or f"{original.removesuffix('.md')}.{language}.md"
        return TranslationLeaf(language, self.leaf(path), self._known.behind.get(path, False))


def _links(path: str, data: bytes, target: str, item_id: str) -> bool:
    return any(_leads_to(path, address, target, item_id) for address in _addresses(data))


def _addresses(data: bytes) -> Iterator[str]:
    return (found[1] for found in _LINK.finditer(data.decode("utf-8", "replace")))


def _leads_to(path: str, address: str, target: str, item_id: str) -> bool:
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else ""
    return address == item_id or target in (beside, address)


def _is_text(path: str) -> bool:
    return path.endswith((".md", ".yaml"))

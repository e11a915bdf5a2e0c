"""What a file can name of the rest of its course: terms, competences, items, gates, pictures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.curriculum.folder import Sources
from app.curriculum.model import Curriculum
from app.curriculum.problems import Report
from app.curriculum.source import decode, read_page
from app.curriculum.tree import COURSE, Tree, read_tree
from app.curriculum.yaml_text import read_yaml

_NAMES: Final = re.compile(rb"\{#([a-z0-9-]+)")
_SIGNS: Final = re.compile(r"([\[\]\\`*_])")


@dataclass(frozen=True)
class Offer:
    """Something that can be named."""

    id: str
    """What is named: of a picture its path, of a term the word itself."""
    title: str
    """What people call it."""
    text: str
    """What is put in."""
    said: str = ""
    """What else a picker says of it: the meaning of a term, the kind of an item."""


@dataclass(frozen=True)
class Offers:
    """Everything that a file of a course can name, in the order of the course."""

    terms: tuple[Offer, ...] = ()
    """The word is put in; its first use in a lesson gets its meaning by itself."""
    competences: tuple[Offer, ...] = ()
    """`competence=B1.2` is put in, as it stands in the heading of a question or criterion."""
    items: tuple[Offer, ...] = ()
    """A link is put in."""
    gates: tuple[Offer, ...] = ()
    """The name is put in, as it stands in `requires`."""
    images: tuple[Offer, ...] = ()
    """The picture is put in, its text alternative still to be written."""
    taken: frozenset[str] = frozenset()
    """Every id that something in the course has: what is put in needs another one."""


def offers(curriculum: Curriculum | None, sources: Sources, *, path: str = "week-01/week.md") -> Offers:
    """What the file at `path` can name of a course with these sources; `curriculum` is what they compile to. Where
    they don't (None), it is read from the files, as far as those can be understood."""
    tree = read_tree(sources, Report())
    named = _as_compiled(curriculum) if curriculum else _Reading(sources, tree).offers()
    up = "../" * path.count("/")
    images = tuple(Offer(each, each.rpartition("/")[2], f"![]({up}{each})") for each in tree.images)
    ids = {name.decode() for data in sources.values() for name in _NAMES.findall(data)}
    taken = frozenset({*ids, *tree.item_ids.values()})
    return Offers(named.terms, named.competences, named.items, named.gates, images, taken)


def _as_compiled(curriculum: Curriculum) -> Offers:
    own = curriculum.language
    return Offers(
        terms=tuple(_term(entry.term, entry.means, own) for entry in curriculum.glossary),
        competences=tuple(_competence(each.id, each.title, own) for each in curriculum.competences.values()),
        items=tuple(_item(item.id, item.title, item.kind) for item in curriculum.items.values()),
        gates=tuple(Offer(gate, quiz.title, gate) for gate, quiz in curriculum.openers.items()),
    )


class _Reading:
    """Reads what there is from files of which some can't be understood."""

    def __init__(self, sources: Sources, tree: Tree) -> None:
        self.sources = sources
        self.tree = tree
        self.nobody = Report()
        self.language = str(self.front(COURSE).get("language", ""))

    def offers(self) -> Offers:
        fronts = {path: self.front(path) for path in self.tree.item_ids}
        titles = {path: str(front.get("title", self.tree.item_ids[path])) for path, front in fronts.items()}
        return Offers(
            terms=tuple(self.terms()),
            competences=tuple(self.competences()),
            items=tuple(
                _item(self.tree.item_ids[path], titles[path], str(front.get("kind", "lesson")))
                for path, front in fronts.items()
            ),
            gates=tuple(
                Offer(str(front["gate"]), titles[path], str(front["gate"]))
                for path, front in fronts.items()
                if front.get("gate")
            ),
        )

    def terms(self) -> Iterator[Offer]:
        for entry in self.entries("glossary.yaml"):
            term, means = entry.get("term"), entry.get("means")
            if isinstance(term, dict) and term:
                yield _term(term, means if isinstance(means, dict) else {}, self.language)

    def competences(self) -> Iterator[Offer]:
        for block in self.entries("competences.yaml"):
            held = block.get("competences")
            for each in held if isinstance(held, list) else ():
                if isinstance(each, dict) and isinstance(each.get("title"), dict) and "id" in each:
                    yield _competence(str(each["id"]), each["title"], self.language)

    def entries(self, path: str) -> list[dict[str, Any]]:
        text = decode(path, self.sources.get(path, b""), self.nobody)
        yaml = read_yaml(text, path, 1, self.nobody) if text else None
        written = yaml.value if yaml else None
        return [each for each in written if isinstance(each, dict)] if isinstance(written, list) else []

    def front(self, path: str) -> dict[str, Any]:
        page = read_page(path, self.sources.get(path, b""), self.nobody)
        return page.front.value if page else {}


def _term(term: Mapping[str, Any], means: Mapping[str, Any], language: str) -> Offer:
    word = _in(term, language)
    return Offer(word, word, word, _in(means, language))


def _competence(competence_id: str, title: Mapping[str, Any], language: str) -> Offer:
    return Offer(competence_id, _in(title, language), f"competence={competence_id}")


def _item(item_id: str, title: str, kind: str) -> Offer:
    escaped = _SIGNS.sub(r"\\\1", title)
    return Offer(item_id, title, f"[{escaped}]({item_id})", kind)


def _in(texts: Mapping[str, Any], language: str) -> str:
    """A text in that language, else in the first that there is; empty without one."""
    return str(texts.get(language) or next(iter(texts.values()), ""))

"""What the desk can put into a file, and what a new file begins with: in the language of the course. Pure.

The words stand in `insertions/`, a file a language; both have the same pieces in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

from app.curriculum.attributes import LONGEST_ID, id_from
from app.curriculum.beginning import as_yaml, track_file
from app.curriculum.folder import TRACK
from app.curriculum.tree import COURSE

INSERTIONS: Final = Path(__file__).parent / "insertions"
LANGUAGES: Final = tuple(sorted(file.stem for file in INSERTIONS.glob("*.md")))
"""In which there are words; a course in another language gets those in English."""
KINDS: Final = ("lesson", "quiz", "case", "practical")
"""Of items that can be begun."""
NO_PICTURE: Final = "../images/picture.svg"
"""Where the picture of a question would be, until one is chosen."""

_BEGINNINGS: Final = "beginnings"
_LATER_BLOCK: Final = "B9"
_HEAD: Final = re.compile(r"=== (?P<id>\S+) \| (?P<group>\S+) \| (?P<where>[^|]+) \| (?P<title>.+)")
_NAMES: Final = re.compile(r"\{#([a-z0-9-]+)")
_KIND: Final = re.compile(r"^kind:[ \t]*([a-z]+)", re.MULTILINE)
_PAGES: Final = {"course.md": "course", "competences.yaml": "competences", "glossary.yaml": "glossary"}


@dataclass(frozen=True)
class Block:
    """Something that can be put into a file."""

    id: str
    title: str
    """What the menu calls it."""
    text: str
    """What is put in, its lines ending at LF. An id in it is one that the course doesn't have yet."""
    where: frozenset[str]
    """Into what it can be put: a kind of item, or course, week, competences, glossary."""
    group: str
    """blocks, questions, criteria, tests, conclusions or entries: what stands together in the menu."""

    @property
    def names(self) -> tuple[str, ...]:
        """The ids in its text, which whoever puts it in twice makes fresh."""
        return tuple(_NAMES.findall(self.text))


def blocks(
    language: str, *, read_in: str | None = None, taken: Collection[str] = (), picture: str = NO_PICTURE
) -> tuple[Block, ...]:
    """Everything that can be put in, in the order of the menu: texts in the course's `language`, titles in the one
    that the author reads (`read_in`; None: the course's). Ids are others than those `taken`. `picture` is the address
    of the picture in a question that has one."""
    titles = _pieces(_known(read_in or language))
    values = {"language": language, "picture": picture}
    return tuple(
        replace(block, title=titles[block.id].title, text=_fresh(Template(block.text).safe_substitute(values), taken))
        for block in _pieces(_known(language)).values()
        if block.group != _BEGINNINGS
    )


def beginning_of(kind: str, title: str, language: str) -> str:
    """The text of a new item of a kind (or week) of that title, in the course's language; it compiles without errors.
    Raises KeyError for what is no kind."""
    values = {"title": as_yaml(title), "item": (id_from(title) or kind)[: LONGEST_ID - 2].strip("-")}
    return Template(_pieces(_known(language))[f"beginning-{kind}"].text).safe_substitute(values)


def bare_course(*, track_id: str, title: str, weeks: int, language: str) -> dict[str, bytes]:
    """The sources of a course of so many weeks with nothing in them yet, its track's file among them; it compiles
    without errors."""
    pieces = _pieces(_known(language))
    course = Template(pieces["beginning-course"].text)
    values = {"title": as_yaml(title), "weeks": str(weeks), "language": language}
    texts = {COURSE: course.safe_substitute(values), TRACK: track_file(track_id.replace("-", " "), language)}
    for kind in ("competences", "glossary"):
        entry = next(block for block in blocks(language) if block.where == {kind})
        texts[f"{kind}.yaml"] = entry.text.replace(_LATER_BLOCK, "B1")
    for number in range(1, weeks + 1):
        week = Template(pieces["beginning-bare-week"].text).safe_substitute(number=str(number))
        texts[f"week-{number:02}/week.md"] = week
    return {path: text.encode() for path, text in texts.items()}


def kind_at(path: str, text: str) -> str:
    """What a file of a course is, as `Block.where` says it: the kind of an item, or course, week, competences,
    glossary; empty for any other, and for a translation, whose shape is that of its original."""
    folder, _, name = path.rpartition("/")
    if not folder:
        return _PAGES.get(name, "")
    if not folder.startswith("week-") or not name.endswith(".md") or name.count(".") > 1:
        return ""
    if name == "week.md":
        return "week"
    found = _KIND.search(text.partition("\n---")[0])
    return found[1] if found and found[1] in KINDS else KINDS[0]


def _known(language: str) -> str:
    own = language.partition("-")[0]
    return own if own in LANGUAGES else "en"


@cache
def _pieces(language: str) -> Mapping[str, Block]:
    """What stands in the file of a language, by id; the values are still to be put in."""
    found: dict[str, Block] = {}
    for line in (INSERTIONS / f"{language}.md").read_text("utf-8").splitlines(keepends=True):
        if head := _HEAD.fullmatch(line.rstrip("\n")):
            block = Block(head["id"], head["title"], "", frozenset(head["where"].split()), head["group"])
        else:
            block = replace(block, text=block.text + line)
        found[block.id] = block
    return found


def _fresh(text: str, taken: Collection[str]) -> str:
    """The text with a number behind each id that is taken."""

    def name(found: re.Match[str]) -> str:
        fresh, number = found[1], 1
        while fresh in taken:
            number += 1
            fresh = f"{found[1]}-{number}"
        return "{#" + fresh

    return _NAMES.sub(name, text)

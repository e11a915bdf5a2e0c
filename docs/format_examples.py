"""The examples of `curriculum-format.md`, each with a course around it in which it is what it is meant to be.

In the page each stands below a comment that says so: `<!-- example: lesson hazard -->`. The first word is what the
example is a part of, or the path of the file that it is; the second the name of its picture, where it has one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
MANUAL: Final = DOCS / "curriculum-format.md"
DRAWINGS: Final = DOCS / "format"
PICTURES: Final = DOCS / "images" / "format"
DRAWN: Final = PICTURES / "drawn.json"
"""Of which text each picture was made: its digest, by the picture's name."""

_BLOCK: Final = r"(?:^(?: {4}[^\n]*)?\n)*?^ {4}[^\n]*\n(?:(?:^\n)*^ {4}[^\n]*\n)*|^```(?:yaml|markdown)\n.*?^```\n"
_EXAMPLE: Final = re.compile(
    rf"^<!-- example: (?P<part>\S+)(?: (?P<name>\S+))? -->\n+(?P<block>{_BLOCK})", re.DOTALL | re.MULTILINE
)
_FRONT: Final = {
    "lesson": "minutes: 10\ncompetences: [B1.1]",
    "quiz": "kind: quiz\nshuffle: false",
    "case": "kind: case\nbudget: {minutes: 30, cost: 0}\ncompetences: [B1.1]",
    "practical": "kind: practical\nminutes: 45",
}
_COURSE: Final = {
    "../track.yaml": "title: {en: The bench, fr: L’établi}\nicon: phone\norder: 1\n",
    "course.md": "---\ntitle: The manual\nsummary: Every construct.\nlanguage: en\nweeks: 5\nhours_per_week: 35\n---\n",
    "competences.yaml": "- block: B1\n  title: {en: Work safely}\n  competences:\n"
    "    - {id: B1.1, title: {en: Prepare a bench}}\n    - {id: B1.2, title: {en: Recognise a swollen cell}}\n"
    "    - {id: B1.3, title: {en: Stop in time}}\n    - {id: B2.3, title: {en: Remove adhesive}}\n",
    "sources.yaml": "- {id: S84, title: A maker's page}\n- {id: K, title: Knowledge of the trade}\n",
    "glossary.yaml": "- term: {en: flux, fr: flux}\n  means: {en: A chemical that cleans metal for soldering.}\n",
    **{f"week-0{n}/week.md": f"---\ntitle: Week {n}\nhours: 35\noutcomes: [Repair]\n---\n" for n in range(1, 6)},
    **{f"week-0{n}/10-lesson-{n}.md": f"---\ntitle: Lesson {n}\nminutes: 10\n---\nRead.\n" for n in range(2, 6)},
}


@dataclass(frozen=True)
class Example:
    """An example of the manual."""

    part: str
    """lesson, quiz, practical, case; or the path of a whole file."""
    name: str
    """Of its picture; empty: it has none."""
    text: str

    @property
    def digest(self) -> str:
        """Of its text (SHA-256, hex)."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def path(self) -> str:
        """The file in the course around it."""
        return f"week-01/50-{self.name or 'example'}.md" if self.part in _FRONT else self.part

    @property
    def page(self) -> str:
        """The whole file."""
        if self.part not in _FRONT:
            return self.text
        title = (self.name or "example").replace("-", " ").capitalize()
        return f"---\ntitle: {title}\n{_FRONT[self.part]}\n---\n\n{self.text}"


def examples() -> list[Example]:
    """Every example of the manual, in its order."""
    return [
        Example(found["part"], found["name"] or "", _written(found["block"]))
        for found in _EXAMPLE.finditer(MANUAL.read_text())
    ]


def without_examples() -> str:
    """The manual without them."""
    return _EXAMPLE.sub("", MANUAL.read_text())


def course_around(*shown: Example) -> Mapping[str, bytes]:
    """The sources of a course that holds these examples, and is sound if they are."""
    files = {path: text.encode() for path, text in _COURSE.items()}
    files |= {f"images/{drawing.name}": drawing.read_bytes() for drawing in DRAWINGS.glob("*.svg")}
    files["week-01/10-lesson-1.md"] = _page_with(_FRONT["lesson"])
    return files | {example.path: example.page.encode() for example in shown}


def _page_with(front: str) -> bytes:
    return f"---\ntitle: Lesson 1\n{front}\n---\nRead.\n".encode()


def _written(block: str) -> str:
    """What stands in a fence, or is indented."""
    fenced = re.fullmatch(r"```\w+\n(.*?)```\n", block, re.DOTALL)
    return fenced[1] if fenced else dedent(block).lstrip("\n")

"""The sources of a new course: one that checks clean, and explains in place how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from app.curriculum.folder import TRACK

TUTORIAL: Final = Path(__file__).parent / "tutorial"
LANGUAGES: Final = tuple(sorted(folder.name for folder in TUTORIAL.iterdir() if folder.is_dir()))
"""The languages in which the new course is written."""

_PLAIN: Final = re.compile(r"[^\W\d_][\w’'-]*(?: [\w’'-]+)*")
_NO_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_LATER: Final = "later"
# What the lesson of a later week is called, between its number and its ending.
_NAMES: Final = {"en": "lesson-of-week-{}", "fr": "lecon-de-la-semaine-{}"}


def new_course(*, track_id: str, course_id: str, weeks: int, language: str, title: str = "") -> dict[str, bytes]:
    """The sources of a course of so many weeks (FEWEST_WEEKS to MOST_WEEKS) in one of LANGUAGES, its track's file
    among them. The ids have to be sound; without a title the course is called like its id."""
    values = {
        "title": as_yaml(title or _words(course_id)),
        "track": track_id,
        "course": course_id,
        "weeks": str(weeks),
    }
    texts = {path: text for path, text in _texts(TUTORIAL / language) if not path.startswith(_LATER)}
    texts[TRACK] = track_file(_words(track_id), language)
    later = dict(_texts(TUTORIAL / language / _LATER))
    for number in range(2, weeks + 1):
        folder = f"week-{number:02}"
        texts[f"{folder}/week.md"] = Template(later["week.md"]).safe_substitute(number=str(number))
        texts[f"{folder}/10-{_NAMES[language].format(number)}.md"] = later[f"{number:02}.md"]
    return {path: Template(text).safe_substitute(values).encode() for path, text in texts.items()}


def track_file(title: str, language: str) -> str:
    """The file of a new track of that title, which comes behind the others."""
    return f"title: {{{language}: {as_yaml(title)}}}\nicon: device\norder: 99\n"


def as_yaml(text: str) -> str:
    """A text in one line as a value in YAML; in quotes, unless it can be nothing but a text."""
    words = " ".join(text.split())
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return words if _PLAIN.fullmatch(words) and words.lower() not in _NO_TEXT else f'"{escaped}"'


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_text("utf-8")


def _words(an_id: str) -> str:
    words = an_id.replace("-", " ")
    return words[:1].upper() + words[1:]

"""The sources of a new course: one that checks clean, and explains in place how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from app.curriculum.folder import TRACK

TUTORIAL: Final = Path(__file__).parent / "tutorial"
LANGUAGES: Final = tuple(sorted(folder.name for folder in TUTORIAL.iterdir() if folder.is_dir()))
"""The languages in which the new course is written."""

_LATER: Final = "later"
# What the lesson of a later week is called, between its number and its ending.
_NAMES: Final = {"en": "lesson-of-week-{}", "fr": "lecon-de-la-semaine-{}"}


def new_course(*, track_id: str, course_id: str, weeks: int, language: str) -> dict[str, bytes]:
    """The sources of a course of so many weeks (FEWEST_WEEKS to MOST_WEEKS) in one of LANGUAGES, its track's file
    among them. The ids have to be sound."""
    values = {
        "title": _words(course_id),
        "track": track_id,
        "course": course_id,
        "weeks": str(weeks),
    }
    texts = {path: text for path, text in _texts(TUTORIAL / language) if not path.startswith(_LATER)}
    texts[TRACK] = f"title: {{{language}: {_words(track_id)}}}\nicon: device\norder: 99\n"
    later = dict(_texts(TUTORIAL / language / _LATER))
    for number in range(2, weeks + 1):
        folder = f"week-{number:02}"
        texts[f"{folder}/week.md"] = Template(later["week.md"]).safe_substitute(number=str(number))
        texts[f"{folder}/10-{_NAMES[language].format(number)}.md"] = later[f"{number:02}.md"]
    return {path: Template(text).safe_substitute(values).encode() for path, text in texts.items()}


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_text("utf-8")


def _words(an_id: str) -> str:
    words = an_id.replace("-", " ")
    return words[:1].upper() + words[1:]

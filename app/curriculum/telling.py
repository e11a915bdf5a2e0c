"""Tells what checking found: as lines for people, as JSON for programs, as annotations for Git forges."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from app.curriculum.checking import CheckedCourse
from app.curriculum.phrases import phrase
from app.curriculum.problems import Problem

# Control characters, changes of direction and what else is not seen: in a terminal they could hide or forge a line.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = {**_DATA, ":": "%3A", ",": "%2C"}


def told(checked: Sequence[CheckedCourse], form: str) -> list[str]:
    """The lines that tell every problem of the courses in one of FORMS."""
    return FORMS[form](checked)


def as_lines(checked: Sequence[CheckedCourse]) -> list[str]:
    """`file:line: level: sentence`, a line for each problem; the file as somebody in the present folder writes it."""
    return [
        f"{_seen(_from_here(course, problem))}:{problem.line}: {problem.level}: {_seen(phrase(problem))}"
        for course in checked
        for problem in course.problems
    ]


def tallies_as_lines(checked: Sequence[CheckedCourse]) -> list[str]:
    """How much of each course is translated, a line a language: for people, beside the problems."""
    return [
        f"{_seen(course.name)}: {tally.language}: {tally.files} of {tally.of} files translated"
        for course in checked
        for tally in course.translated
    ]


def as_json(checked: Sequence[CheckedCourse]) -> list[str]:
    """One list of all problems: `course` (track/course), `file` (relative to the course's folder), `line`, `level`,
    `code` and `message`."""
    problems = [
        {
            "course": course.name,
            "file": problem.file,
            "line": problem.line,
            "level": problem.level,
            "code": problem.code,
            "message": phrase(problem),
        }
        for course in checked
        for problem in course.problems
    ]
    return [json.dumps(problems, indent=2)]  # in ASCII: what reads it may have any encoding


def as_annotations(checked: Sequence[CheckedCourse]) -> list[str]:
    """The commands by which a run on a Git forge has each problem shown beside its line."""
    return [_annotation(course, problem) for course in checked for problem in course.problems]


def _annotation(course: CheckedCourse, problem: Problem) -> str:
    file = _escaped(_seen(_from_here(course, problem)), _PROPERTY)
    title = _escaped(problem.code, _PROPERTY)
    return f"::{problem.level} file={file},line={problem.line},title={title}::{_escaped(_seen(phrase(problem)), _DATA)}"


def _from_here(course: CheckedCourse, problem: Problem) -> str:
    """The problem's file as somebody in the present folder would write it, if it lies below."""
    path = Path(os.path.normpath(course.folder / problem.file))
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)


def _seen(text: str) -> str:
    """The text, what isn't seen in it written as its code."""
    return "".join(f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _UNSEEN else sign for sign in text)


FORMS: Final[Mapping[str, Callable[[Sequence[CheckedCourse]], list[str]]]] = {
    "text": as_lines,
    "json": as_json,
    "github": as_annotations,
}
"""How problems can be told, by the name that commands take."""

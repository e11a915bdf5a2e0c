"""Checks courses as they lie in their folders: everything that is wrong with them, nothing made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.curriculum.compiler import compile_course
from app.curriculum.folder import Sources, courses_in, is_course, read_course
from app.curriculum.memory import Memory
from app.curriculum.model import Curriculum
from app.curriculum.problems import Problem
from app.curriculum.translating import Tally


@dataclass(frozen=True)
class CheckedCourse:
    """A course's folder and everything that is wrong with it, by file and line."""

    folder: Path
    problems: tuple[Problem, ...]
    translated: tuple[Tally, ...] = ()
    """How many of its files are translated, a language each."""

    @property
    def name(self) -> str:
        """`track/course`, as commands take it."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def sound(self) -> bool:
        """Whether it can be published: warnings don't stop it."""
        return all(problem.level != "error" for problem in self.problems)

    def passes(self, *, strict: bool) -> bool:
        """Whether it is sound; when `strict`, without warnings too."""
        return not self.problems if strict else self.sound


@dataclass(frozen=True)
class CompiledCourse:
    """What was made of a course's folder as it lies there."""

    checked: CheckedCourse
    sources: Sources
    curriculum: Curriculum | None
    """None when there is an error, be it in a file that can't be read."""
    memory: Memory | None


def check_folder(folder: Path) -> CheckedCourse:
    """Every mistake of one course."""
    return compile_folder(folder).checked


def compile_folder(folder: Path, memory: Memory | None = None) -> CompiledCourse:
    """One course as it lies there, with every mistake; with a `memory` only what changed is compiled."""
    read = read_course(folder)
    if not read.is_whole:
        return CompiledCourse(CheckedCourse(folder, read.problems), read.sources, None, memory)
    compiled = compile_course(
        read.sources, track_id=folder.parent.name, course_id=folder.name, unread=read.unread, memory=memory
    )
    problems = sorted((*read.problems, *compiled.problems), key=lambda problem: (problem.file, problem.line))
    checked = CheckedCourse(folder, tuple(problems), compiled.translated)
    return CompiledCourse(checked, read.sources, compiled.curriculum if checked.sound else None, compiled.memory)


def check_content(content: Path) -> list[CheckedCourse]:
    """Every mistake of every course below `content`, which may be the folder of one track too.

    A course that lies in no track's folder is among them: it lacks the track's file.
    """
    in_no_track = [folder for folder in sorted(content.glob("*/")) if folder.name[0] != "." and is_course(folder)]
    return [check_folder(folder) for folder in (*in_no_track, *courses_in(content))]

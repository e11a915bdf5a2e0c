"""Publishing what lies in a folder of curricula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.courses.operations.revisions import UnsoundCurriculum, publish
from app.curriculum.compiler import compile_course
from app.curriculum.folder import courses_in, read_course
from app.curriculum.phrases import phrase
from app.curriculum.problems import Problem


@dataclass(frozen=True)
class CheckedCourse:
    """A course's folder and everything that is wrong with it."""

    folder: Path
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it can be published: warnings don't stop it."""
        return all(problem.level != "error" for problem in self.problems)


@dataclass(frozen=True)
class PublishedCourse:
    """A course's folder, the number of its revision, and whether that is new."""

    folder: Path
    number: int
    is_new: bool


def mistakes(checked: Iterable[CheckedCourse]) -> list[str]:
    """A line for each problem: the file and line, its level, and the sentence in English."""
    return [
        f"{_from_here(course.folder / problem.file)}:{problem.line}: {problem.level}: {phrase(problem)}"
        for course in checked
        for problem in course.problems
    ]


def check_folder(folder: Path) -> CheckedCourse:
    """Every mistake of one course."""
    read = read_course(folder)
    compiled = compile_course(read.sources, track_id=folder.parent.name, course_id=folder.name)
    return CheckedCourse(folder, (*read.problems, *compiled.problems))


def check_content(content: Path) -> list[CheckedCourse]:
    """Every mistake of every course below `content`."""
    return [check_folder(folder) for folder in courses_in(content)]


def publish_folder(folder: Path, *, by: UUID | None, at: datetime) -> PublishedCourse:
    """Publish one course as it lies there. Raises UnsoundCurriculum."""
    read = read_course(folder)
    if any(problem.level == "error" for problem in read.problems):
        raise UnsoundCurriculum(read.problems)
    revision, is_new = publish(read.sources, course_id=folder.name, track_id=folder.parent.name, by=by, at=at)
    return PublishedCourse(folder, revision.number, is_new)


def publish_content(content: Path, *, by: UUID | None, at: datetime) -> list[PublishedCourse]:
    """Publish every course below `content`. Raises UnsoundCurriculum at the first with errors."""
    return [publish_folder(folder, by=by, at=at) for folder in courses_in(content)]


def _from_here(path: Path) -> Path:
    """`path` as somebody in the present folder would write it, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path

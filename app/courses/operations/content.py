"""Publishing what lies in a folder of curricula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.courses.operations.revisions import Answered, MeaningsChanged, UnsoundCurriculum, publish
from app.curriculum.checking import CheckedCourse
from app.curriculum.folder import courses_in, read_course


@dataclass(frozen=True)
class PublishedCourse:
    """A course's folder, the number of its revision, and whether that is new."""

    folder: Path
    number: int
    is_new: bool


@dataclass(frozen=True)
class PublishedCourses:
    """What became of some courses."""

    published: tuple[PublishedCourse, ...]
    withheld: tuple[CheckedCourse, ...]
    """Those that keep their revision, since questions that people have answered would mean something else."""


def publish_folder(folder: Path, *, by: UUID | None, at: datetime, answered: Answered | None = None) -> PublishedCourse:
    """Publish one course as it lies there. Raises UnsoundCurriculum; and MeaningsChanged, if it is asked what was
    `answered`."""
    read = read_course(folder)
    if any(problem.level == "error" for problem in read.problems):
        raise UnsoundCurriculum(read.problems)
    names = {"course_id": folder.name, "track_id": folder.parent.name}
    revision, is_new = publish(read.sources, **names, by=by, at=at, answered=answered)
    return PublishedCourse(folder, revision.number, is_new)


def publish_folders(
    folders: Iterable[Path], *, by: UUID | None, at: datetime, answered: Answered | None = None
) -> PublishedCourses:
    """Publish these courses, but for those that are withheld, if it is asked what was `answered`. Raises
    UnsoundCurriculum at the first with errors."""
    published, withheld = [], []
    for folder in folders:
        try:
            published.append(publish_folder(folder, by=by, at=at, answered=answered))
        except MeaningsChanged as refusal:
            withheld.append(CheckedCourse(folder, refusal.problems))
    return PublishedCourses(tuple(published), tuple(withheld))


def publish_content(
    content: Path, *, by: UUID | None, at: datetime, answered: Answered | None = None
) -> PublishedCourses:
    """The same for every course below `content`."""
    return publish_folders(courses_in(content), by=by, at=at, answered=answered)

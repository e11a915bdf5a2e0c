"""Publishing what lies in a folder of curricula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.courses.operations.revisions import UnsoundCurriculum, publish
from app.curriculum.folder import courses_in, read_course


@dataclass(frozen=True)
class PublishedCourse:
    """A course's folder, the number of its revision, and whether that is new."""

    folder: Path
    number: int
    is_new: bool


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

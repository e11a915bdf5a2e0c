"""Publishing what lies in a folder of curricula, and writing there what was published by another door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from app.courses.doors import FileChange, Side, Unsettled, merged
from app.courses.operations.revisions import (
    MeaningsChanged,
    Origin,
    UnsoundCurriculum,
    publish,
    take_turns_publishing,
)
from app.courses.queries.changes import Answered
from app.courses.queries.folders import FolderBeside, beside_desk, file_digests
from app.curriculum.checking import CheckedCourse
from app.curriculum.folder import courses_in, read_course
from app.shared.storage import files

EVERY = "*"
"""Among choices: of every file that both doors changed."""
UNASKED: Mapping[str, Side] = MappingProxyType({})


@dataclass(frozen=True)
class PublishedCourse:
    """A course's folder, the number of its revision, and whether that is new."""

    folder: Path
    number: int
    is_new: bool
    to_write: Mapping[str, bytes] | None = None
    """What the folder is to hold now, where the desk's part of it isn't there yet."""


@dataclass(frozen=True)
class LeftAlone:
    """A course of which nothing was published: its newest revision came from the desk, and isn't in the folder."""

    folder: Path
    beside: FolderBeside
    asks: bool
    """Whether the folder has something of its own, so that somebody has to say what becomes of it."""

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """What either side changed."""
        return self.beside.changes


@dataclass(frozen=True)
class PublishedCourses:
    """What became of some courses."""

    published: tuple[PublishedCourse, ...]
    withheld: tuple[CheckedCourse, ...]
    """Those that keep their revision, since questions that people have answered would mean something else."""
    left_alone: tuple[LeftAlone, ...]


def publish_folder(
    folder: Path,
    *,
    by: UUID | None,
    at: datetime,
    answered: Answered | None = None,
    choices: Mapping[str, Side] | None = UNASKED,
) -> PublishedCourse | LeftAlone:
    """Publish one course as it lies there. Raises UnsoundCurriculum; and MeaningsChanged, if it is asked what was
    `answered`.

    Where the desk published something that the folder doesn't have, what only one of them changed is put together;
    of what both changed `choices` says which side counts. Without any choice, None, such a course is left alone.
    """
    read = read_course(folder)
    if any(problem.level == "error" for problem in read.problems):
        raise UnsoundCurriculum(read.problems)
    take_turns_publishing(folder.name)
    beside = beside_desk(folder, read.sources)
    sources, door = read.sources, "folder"
    if beside is not None:
        taken = _together(beside, choices)
        if taken is None:
            return LeftAlone(folder, beside, beside.has_own)
        sources, door = {path: _bytes(read.sources, path, digest) for path, digest in taken.items()}, "both"
    named = {"course_id": folder.name, "track_id": folder.parent.name}
    revision, is_new = publish(sources, **named, by=by, at=at, answered=answered, origin=Origin(door))
    return PublishedCourse(folder, revision.number, is_new, sources if beside else None)


def publish_folders(
    folders: Iterable[Path],
    *,
    by: UUID | None,
    at: datetime,
    answered: Answered | None = None,
    choices: Mapping[str, Side] | None = UNASKED,
) -> PublishedCourses:
    """Publish these courses, but for those that are withheld, if it is asked what was `answered`, or left alone.
    Raises UnsoundCurriculum at the first with errors."""
    published: list[PublishedCourse] = []
    withheld, left_alone = [], []
    for folder in folders:
        try:
            made = publish_folder(folder, by=by, at=at, answered=answered, choices=choices)
        except MeaningsChanged as refusal:
            withheld.append(CheckedCourse(folder, refusal.problems))
        else:
            if isinstance(made, LeftAlone):
                left_alone.append(made)
            else:
                published.append(made)
    return PublishedCourses(tuple(published), tuple(withheld), tuple(left_alone))


def publish_content(
    content: Path, *, by: UUID | None, at: datetime, answered: Answered | None = None
) -> PublishedCourses:
    """The same for every course below `content`, as a starting server does it: where the desk published something
    that the folder doesn't have, the course is left alone."""
    return publish_folders(courses_in(content), by=by, at=at, answered=answered, choices=None)


def _together(beside: FolderBeside, choices: Mapping[str, Side] | None) -> dict[str, str] | None:
    """The files of both sides, or None: there is nothing of the folder's own, or somebody has to choose first."""
    if choices is None or not beside.has_own:
        return None
    every = choices.get(EVERY)
    chosen = {change.path: side for change in beside.changes if (side := choices.get(change.path, every))}
    try:
        return merged(beside.changes, beside.newest.files, chosen)
    except Unsettled:
        return None


def _bytes(sources: Mapping[str, bytes], path: str, digest: str) -> bytes:
    own = sources.get(path)
    return own if own is not None and file_digests({path: own})[path] == digest else files.get(digest)

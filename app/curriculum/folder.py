"""Reads a course's folder. What can't be read is a problem, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from app.curriculum.attributes import is_id
from app.curriculum.images import KINDS
from app.curriculum.limits import COURSE_BYTES, IMAGE_BYTES, SOURCE_FILES
from app.curriculum.problems import Place, Problem, Report

Sources: TypeAlias = Mapping[str, bytes]
"""Files of a course by path relative to its folder, and the track's file as `../track.yaml`."""

TRACK: Final = "../track.yaml"
WEEK: Final = "week-[0-9][0-9]"

_ENDINGS: Final = (".md", ".yaml", *KINDS)
"""Of what the format knows; the size of such files is the compiler's to judge."""


@dataclass(frozen=True)
class Folder:
    """What a folder holds, and what in it couldn't be read."""

    sources: Sources
    problems: tuple[Problem, ...]
    is_whole: bool = True
    """Whether everything in the folder was looked at; else nothing can be said about what isn't there."""

    @property
    def unread(self) -> frozenset[str]:
        """What is there by name, but can't be read."""
        return frozenset(problem.file for problem in self.problems)


def read_course(folder: Path) -> Folder:
    """Every file of the course that isn't hidden, and its track's file.

    A file over the limit of its kind is read a byte over it: the compiler tells its size from that.
    """
    report = Report()
    if not is_id(folder.name):
        report.error(Place("course.md", 1), "bad-folder-name", name=_printable(folder.name))
    sources: dict[str, bytes] = {}
    is_whole = _read_all(folder, sources, report)
    track = folder.parent / "track.yaml"
    if track.exists() or track.is_symlink():
        _read(TRACK, track, sources, report)
    return Folder(sources, report.problems, is_whole)


def is_course(folder: Path) -> bool:
    """Whether a folder holds course.md or a week: then it is a course, be it one whose course.md was forgotten."""
    return (folder / "course.md").exists() or any(folder.glob(f"{WEEK}/"))


def courses_in(content: Path) -> list[Path]:
    """The folders of all courses (`content/<track>/<course>`), sorted."""
    return sorted(
        folder
        for folder in content.glob("*/*/")
        if not any(part.startswith(".") for part in folder.relative_to(content).parts) and is_course(folder)
    )


def _read_all(folder: Path, sources: dict[str, bytes], report: Report) -> bool:
    """Reads the files below the folder; returns whether that was all of them."""
    size = 0
    for name, path in _files(folder, report):
        if len(sources) == SOURCE_FILES:
            report.error(Place(name, 1), "too-many-files", limit=SOURCE_FILES)
            return False
        _read(name, path, sources, report)
        size += len(sources.get(name, b""))
        if size > COURSE_BYTES:
            report.error(Place(name, 1), "course-too-large", limit=f"{COURSE_BYTES // 1024**2} MiB")
            return False
    return bool(sources)


def _files(folder: Path, report: Report) -> Iterator[tuple[str, Path]]:
    """Name and path of every file, in order; links and what can't be listed are told."""

    def unlistable(fault: OSError) -> None:
        report.error(Place(_name(folder, Path(fault.filename)), 1), "not-readable", reason=fault.strerror)

    for top, folders, files in os.walk(folder, onerror=unlistable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = sorted(name for name in files if not name.startswith("."))
        for name in folders:
            path = Path(top, name)
            if path.is_symlink():
                report.error(Place(_name(folder, path), 1), "symbolic-link")
            elif path.suffix.lower() in _ENDINGS:
                report.error(Place(_name(folder, path), 1), "not-readable", reason="it is a folder")
        for name in visible:
            yield _name(folder, Path(top, name)), Path(top, name)


def _read(name: str, path: Path, sources: dict[str, bytes], report: Report) -> None:
    try:
        if path.is_symlink():
            report.error(Place(name, 1), "symbolic-link")
        elif not path.is_file():
            report.error(Place(name, 1), "not-readable", reason="not a regular file")
        else:
            with path.open("rb") as file:
                sources[name] = file.read(IMAGE_BYTES + 1)
            if len(sources[name]) > IMAGE_BYTES and path.suffix.lower() not in _ENDINGS:
                report.error(Place(name, 1), "too-large", limit=f"{IMAGE_BYTES // 1024**2} MiB")
    except OSError as fault:
        report.error(Place(name, 1), "not-readable", reason=fault.strerror)


def _name(folder: Path, path: Path) -> str:
    # A name that isn't UTF-8 must not break whoever prints it.
    return _printable(path.relative_to(folder).as_posix())


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()

"""Reads a course's folder. What can't be read is a problem, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from app.curriculum.limits import IMAGE_BYTES, SOURCE_FILES
from app.curriculum.problems import Place, Problem, Report

Sources: TypeAlias = Mapping[str, bytes]
"""Files of a course by path relative to its folder, and the track's file as `../track.yaml`."""

TRACK: Final = "../track.yaml"


@dataclass(frozen=True)
class Folder:
    """What a folder holds, and what in it couldn't be read."""

    sources: Sources
    problems: tuple[Problem, ...]


def read_course(folder: Path) -> Folder:
    """Every file of the course that isn't hidden, and its track's file.

    A file over the limit of its kind is read a byte over it: the compiler tells its size from that.
    """
    report = Report()
    sources: dict[str, bytes] = {}
    for name, path in _files(folder, report):
        if len(sources) == SOURCE_FILES:
            report.error(Place(name, 1), "too-many-files", limit=SOURCE_FILES)
            break
        _read(name, path, sources, report)
    if (folder.parent / "track.yaml").exists():
        _read(TRACK, folder.parent / "track.yaml", sources, report)
    return Folder(sources, report.problems)


def courses_in(content: Path) -> list[Path]:
    """The folders of all courses (`content/<track>/<course>/course.md`), sorted."""
    return sorted(
        file.parent
        for file in content.glob("*/*/course.md")
        if not any(part.startswith(".") for part in file.relative_to(content).parts)
    )


def _files(folder: Path, report: Report) -> Iterator[tuple[str, Path]]:
    """Name and path of every file, in order; links and what can't be listed are told."""

    def unlistable(fault: OSError) -> None:
        report.error(Place(_name(folder, Path(fault.filename)), 1), "not-readable", reason=fault.strerror)

    for top, folders, files in os.walk(folder, onerror=unlistable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = sorted(name for name in files if not name.startswith("."))
        for name in folders:
            if Path(top, name).is_symlink():
                report.error(Place(_name(folder, Path(top, name)), 1), "symbolic-link")
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
    except OSError as fault:
        report.error(Place(name, 1), "not-readable", reason=fault.strerror)


def _name(folder: Path, path: Path) -> str:
    # A name that isn't UTF-8 must not break whoever prints it.
    return path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()

"""Writes a course's files into a folder of curricula: a new course whole or not at all, and never over what is there;
or what is newer than what is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.curriculum.folder import TRACK, read_course
from app.shared.storage import write_durably

MARKER: Final = ".revision"
"""A hidden file in a course's folder; it says what the rest was made of."""


class CourseExistsError(Exception):
    """There is something already where the course would lie. The message is its path."""


def write_course(content: Path, *, track_id: str, course_id: str, sources: Mapping[str, bytes]) -> Path:
    """The new folder of the course below `content`. A track's file that is there already stays as it is.

    The paths in `sources` have to be sound. Raises CourseExistsError, OSError.
    """
    folder = content / track_id / course_id
    if folder.exists() or folder.is_symlink():
        raise CourseExistsError(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Hidden until it is whole, so that nobody checks or publishes half of it.
    half = Path(tempfile.mkdtemp(prefix=f".{course_id}-", dir=folder.parent))
    try:
        for path, data in sources.items():
            if path != TRACK:
                file = half / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        half.chmod(0o755)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    track = folder.parent / "track.yaml"
    if TRACK in sources and not track.exists():
        track.write_bytes(sources[TRACK])
    return folder


def renew_course(folder: Path, sources: Mapping[str, bytes]) -> tuple[str, ...]:
    """Make the course's folder, and its track's file, hold these sources; returns the paths of what changed.

    File by file, each of them whole at any time. Hidden files stay. Raises OSError.
    """
    there = read_course(folder).sources
    gone = sorted(there.keys() - sources.keys())
    for path in gone:
        _place(folder, path).unlink()
        with suppress(OSError):  # others are in it
            _place(folder, path).parent.rmdir()
    new = sorted(path for path, data in sources.items() if there.get(path) != data)
    for path in new:
        file = _place(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, sources[path])
    return (*gone, *new)


def mark(folder: Path, digest: str) -> None:
    """Note in the folder of which published sources (their digest) its files were made. Raises OSError."""
    write_durably(folder / MARKER, f"{digest}\n".encode())


def marked(folder: Path) -> str:
    """What was noted there last; empty: nothing."""
    try:
        return (folder / MARKER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _place(folder: Path, path: str) -> Path:
    return folder.parent / "track.yaml" if path == TRACK else folder / path

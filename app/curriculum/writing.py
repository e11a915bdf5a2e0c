"""Writes a course's files into a folder of curricula: all of them or none, and never over what is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from app.curriculum.folder import TRACK


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

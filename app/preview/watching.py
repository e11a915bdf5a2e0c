"""Notices that a file of a course was written, whichever way an editor writes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

Look: TypeAlias = Mapping[str, tuple[int, int, int, int]]
"""What tells of each file whether it was written since: its number, its size, and when it and its entry changed."""


def look_at(folder: Path) -> Look:
    """How the files of a course lie in its folder now, and that of its track."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                _look_at(Path(top, name), found)
        for name in folders:
            _look_at(Path(top, name), found, is_folder=True)
    _look_at(folder.parent / "track.yaml", found)
    return found


def _look_at(path: Path, found: dict[str, tuple[int, int, int, int]], *, is_folder: bool = False) -> None:
    try:
        seen = path.lstat()
    except OSError:
        return  # it went away just now
    # A folder changes with every file that an editor puts beside another for a moment.
    found[str(path)] = (seen.st_ino, 0, 0, 0) if is_folder else _changes(seen)


def _changes(seen: os.stat_result) -> tuple[int, int, int, int]:
    return (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


class Watch:
    """Looks at one folder again and again, and says when it has changed and come to rest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told = self._last = look_at(folder)

    def has_changed(self) -> bool:
        """Whether something was written since this last said so. Not before two looks see the same: an editor may
        be in the middle of it, with half a file or none."""
        now = look_at(self._folder)
        rests, self._last = now == self._last, now
        if not rests or now == self._told:
            return False
        self._told = now
        return True

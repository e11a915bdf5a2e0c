"""Two versions of a course that both come from an older one, file by file: what is in the folder and what is at the
desk, or what an author writes and what was published meanwhile. Pure.

A version is told by its files: path → digest. "Mine" is the side of whoever asks, "theirs" what was published.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Files: TypeAlias = Mapping[str, str]
Side: TypeAlias = Literal["mine", "theirs"]

NOTHING: Final[Files] = {}


@dataclass(frozen=True)
class FileChange:
    """A file that isn't the same on both sides, or is another than it was."""

    path: str
    who: Literal["mine", "theirs", "both", "clash"]
    """Who changed it; `both`: they made the same of it; `clash`: they made different things of it."""
    base: str | None
    mine: str | None
    theirs: str | None
    """Digests; None: there is no such file."""


class Unsettled(Exception):  # noqa: N818 - what is raised is no fault: somebody has to choose
    """Files that both sides changed, and of which nobody said which one counts. `paths`: which."""

    def __init__(self, paths: Collection[str]) -> None:
        super().__init__(sorted(paths))
        self.paths = frozenset(paths)


def file_changes(base: Files, mine: Files, theirs: Files, *, line: Sequence[Files] = ()) -> tuple[FileChange, ...]:
    """Every file that somebody changed, by path.

    `line`: versions that were published before. A file that "mine" has as one of them had it, and the base hasn't, was
    either brought back or is just old: nobody can tell, so that it clashes with anything else.
    """
    paths = sorted({*base, *mine, *theirs})
    found = (_change(path, base.get(path), mine.get(path), theirs.get(path), line) for path in paths)
    return tuple(change for change in found if change)


def merged(changes: Collection[FileChange], theirs: Files, choices: Mapping[str, Side]) -> dict[str, str]:
    """The files with what either side alone changed, and of each clash the side that was chosen. Raises Unsettled."""
    unsettled = [change.path for change in changes if change.who == "clash" and change.path not in choices]
    if unsettled:
        raise Unsettled(unsettled)
    files = dict(theirs)
    for change in changes:
        if change.who == "mine" or (change.who == "clash" and choices[change.path] == "mine"):
            _put(files, change.path, change.mine)
    return files


def nearest(mine: Files, line: Sequence[Files], *, among_equals: int | None = None) -> int | None:
    """The place in `line` of the version that has most files in common with "mine": what it was probably made from.
    None: none has any. Of several that are as near it is the one at `among_equals`, or else the first, against which
    most files have changed."""
    shared = [sum(1 for path, digest in mine.items() if files.get(path) == digest) for files in line]
    most = max(shared, default=0)
    if not most:
        return None
    if among_equals is not None and shared[among_equals] == most:
        return among_equals
    return shared.index(most)


def is_only_old(mine: Files, line: Sequence[Files]) -> bool:
    """Whether each file is, or is missing, as in one of these versions, so that nothing is lost when a newer one is
    written over them."""
    paths = {*mine, *(path for files in line for path in files)}
    return all(any(files.get(path) == mine.get(path) for files in line) for path in paths)


def _change(
    path: str, base: str | None, mine: str | None, theirs: str | None, line: Sequence[Files]
) -> FileChange | None:
    who: Literal["mine", "theirs", "both", "clash"]
    if mine == theirs:
        who = "both"
        if mine == base:
            return None
    elif mine == base:
        who = "theirs"
    elif theirs == base and not any(files.get(path) == mine for files in line):
        who = "mine"
    else:
        who = "clash"
    return FileChange(path, who, base, mine, theirs)


def _put(files: dict[str, str], path: str, digest: str | None) -> None:
    if digest is None:
        files.pop(path, None)
    else:
        files[path] = digest

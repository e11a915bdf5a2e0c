"""What a folder of a course has of what was published, and what it hasn't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.courses.doors import NOTHING, FileChange, Files, file_changes, is_only_old, nearest
from app.courses.models import Revision
from app.courses.queries.revisions import in_line, revision_files
from app.curriculum.digest import source_digest
from app.curriculum.writing import marked
from app.db import db
from app.shared.digests import sha256


@dataclass(frozen=True)
class FolderBeside:
    """A folder beside the newest revision of its course."""

    newest: Revision
    changes: tuple[FileChange, ...]
    """What is in either of them since the revision from which the folder was made."""
    is_only_old: bool
    """Whether each of its files is as some revision has it, so that a newer one may be written over them."""

    @property
    def has_own(self) -> bool:
        """Whether the folder has something that the newest revision hasn't."""
        return any(change.who in ("mine", "clash") for change in self.changes)

    @property
    def clashes(self) -> tuple[FileChange, ...]:
        """What both changed."""
        return tuple(change for change in self.changes if change.who == "clash")

    def sources(self) -> dict[str, bytes]:
        """What was published as the newest revision."""
        return revision_files(self.newest)


def beside_desk(folder: Path, sources: Mapping[str, bytes]) -> FolderBeside | None:
    """The folder, which holds these sources, beside what the desk published; None: it has all of that. One query."""
    line = _line(folder.name)
    if not line or line[-1].door not in ("desk", "both") or line[-1].digest == source_digest(sources):
        return None
    since = _since_the_folder(line)
    mine, marker = file_digests(sources), marked(folder)
    place = next((place for place, each in enumerate(since) if each.digest == marker), None)
    base = nearest(mine, [each.files for each in since], among_equals=place)
    versions = [each.files for each in since]
    changes = file_changes(versions[base] if base is not None else NOTHING, mine, versions[-1], line=versions)
    if base == len(since) - 1 and all(change.who == "mine" for change in changes):
        return None  # what it has was made from the newest
    return FolderBeside(line[-1], changes, is_only_old(mine, [each.files for each in line]))


def folder_beside_newest(folder: Path, sources: Mapping[str, bytes]) -> FolderBeside | None:
    """The folder, which holds these sources, beside the newest revision; None: nothing of the course is published.
    One query."""
    line = _line(folder.name)
    if not line:
        return None
    mine, versions = file_digests(sources), [each.files for each in line]
    base = nearest(mine, versions)
    changes = file_changes(versions[base] if base is not None else NOTHING, mine, versions[-1])
    return FolderBeside(line[-1], changes, is_only_old(mine, versions))


def file_digests(sources: Mapping[str, bytes]) -> Files:
    """The digest of each file, as the file store names it."""
    return {path: sha256(data) for path, data in sources.items()}


def _line(course_id: str) -> list[Revision]:
    line = select(Revision).where(Revision.course_id == course_id, in_line())
    return list(db.session.scalars(line.order_by(Revision.number)))


def _since_the_folder(line: list[Revision]) -> list[Revision]:
    """From the last revision on that was the folder's alone; all of them, where none was."""
    own = [place for place, each in enumerate(line) if each.door in ("folder", None)]
    return line[own[-1] if own else 0 :]

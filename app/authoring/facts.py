"""What pages and predicates know of drafts: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.curriculum.folder import TRACK

ASIDE = "kept-aside"
"""The act of a save that isn't what the draft holds."""
TEXTS = (".md", ".yaml")
"""How the names of files end that are written as text."""


@dataclass(frozen=True)
class DraftFacts:
    """A draft that is open."""

    id: UUID
    course_id: str
    track_id: str
    base_id: int | None
    base_number: int | None
    base_digest: str
    """Empty: the course is new."""
    files: Mapping[str, str]
    version: int
    begun_at: datetime
    begun_by: str
    """Their name."""

    @property
    def address(self) -> str:
        """Its page."""
        return f"/drafts/{self.id}"

    def address_of(self, path: str) -> str:
        """The page on which its text of that path is written. Browsers take `..` out of an address, so that the track's
        file, which lies outside of the course's folder, goes by its name alone."""
        return f"{self.address}/files/{path.removeprefix('../')}"

    def path_at(self, path: str) -> str:
        """The path of its file that an address of `address_of` names so."""
        return TRACK if path == TRACK.removeprefix("../") and path not in self.files else path

    def is_text(self, path: str) -> bool:
        """Whether it has a file of that path that is written as text."""
        return path in self.files and path.endswith(TEXTS)


@dataclass(frozen=True)
class DraftFile:
    """A text of a draft."""

    draft: DraftFacts
    path: str
    digest: str
    text: str

    @property
    def address(self) -> str:
        """The page on which it is written."""
        return self.draft.address_of(self.path)


@dataclass(frozen=True)
class SavedFile:
    """One save of one file, as the history tells it."""

    number: int
    act: str
    path: str
    before: str | None
    after: str | None
    saved_at: datetime
    saved_by: str
    """Their name."""
    act_id: UUID

    @property
    def is_aside(self) -> bool:
        """Whether it isn't what the draft held then: somebody else had saved the file meanwhile."""
        return self.act == ASIDE


@dataclass(frozen=True)
class SavePage:
    """Some of a draft's saves, the newest first."""

    saves: tuple[SavedFile, ...]
    number: int
    """Of the page, from 1."""
    pages: int


@dataclass(frozen=True)
class SeenSave:
    """A save with the texts of its file before and after; empty where there was none, or no text."""

    draft: DraftFacts
    save: SavedFile
    before: str
    after: str

    @property
    def is_text(self) -> bool:
        """Whether the file is written as text."""
        return self.save.path.endswith(TEXTS)


@dataclass(frozen=True)
class FileClash:
    """A text that two people wrote from the same beginning."""

    draft: DraftFacts
    save: SavedFile
    """The last of what its author typed meanwhile."""
    base: str
    """The text that they began from; empty, if that isn't known."""
    mine: str
    theirs: str
    """What the draft holds; empty, if it has no such file any more."""
    theirs_digest: str | None
    theirs_by: SavedFile | None
    """Who saved that; None: nobody in this draft."""

    @property
    def path(self) -> str:
        """Of the file."""
        return self.save.path

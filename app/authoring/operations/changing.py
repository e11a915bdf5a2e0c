"""One change of a draft while it is written: what every way of saving has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.authoring.facts import ASIDE
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.drafts import lock_draft, refuse_ended
from app.authoring.paths import LONGEST, is_fit, is_in_the_way, is_text
from app.curriculum.limits import IMAGE_BYTES, MARKDOWN_BYTES, SOURCE_FILES
from app.db import db
from app.shared.errors import Refusal
from app.shared.ids import new_id
from app.shared.storage import files

NAMED = ("wrote", "created", "drew")
"""Acts in which an author says what a new file is called."""


class UnfitPath(Refusal):
    """No file of a course can be called so."""

    status = 422
    code = "unfit-path"


class PathTaken(Refusal):
    """Another file is in the way of one that is called so."""

    code = "path-taken"


class FileTooLarge(Refusal):
    """A file is larger than the format takes. `values`: its path, and how many KiB it may have."""

    status = 413
    code = "file-too-large"


class TooManyFiles(Refusal):
    """The course would have more files than the format takes."""

    code = "too-many-files"


@dataclass(frozen=True)
class Saved:
    """What became of a save."""

    number: int
    """Of the save in its draft; of the draft's last one, when nothing had to be saved."""
    digest: str | None
    """Of what was saved; None: the file is gone."""
    is_aside: bool = False
    """Whether somebody else had saved the file meanwhile, so that what was typed is kept beside it."""
    theirs: str | None = None
    """Of what is kept aside: the digest that the draft's file has; None: it has no such file."""


class Held(Mapping[str, bytes]):
    """The files of a draft, each read from the store when somebody looks at it."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self.digests = digests

    def __getitem__(self, path: str) -> bytes:
        return files.get(self.digests[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)


@dataclass
class Act:
    """Somebody's change of a draft, which nobody else changes meanwhile."""

    draft: Draft
    id: UUID
    by: UUID
    at: datetime

    @classmethod
    def begin(cls, draft_id: UUID, *, act_id: UUID, by: UUID, at: datetime) -> Act:
        """Let nobody else change the draft until this transaction ends. Raises DraftEnded, NoResultFound."""
        draft = lock_draft(draft_id)
        refuse_ended(draft)
        return cls(draft, act_id, by, at)

    def earlier(self) -> list[DraftSave]:
        """What was saved by the same request, when it comes again; an id that somebody else made is given up."""
        same = select(DraftSave).where(DraftSave.draft_id == self.draft.id, DraftSave.act_id == self.id)
        rows = list(db.session.scalars(same.order_by(DraftSave.number)))
        if any(row.saved_by != self.by for row in rows):
            self.id = new_id()
            return []
        return rows

    def arrived(self, path: str, after: str | None) -> Saved | None:
        """What became of the same save of that file, when it comes again. One under the same id that saves something
        else is another: somebody went back to their form."""
        same = select(DraftSave).where(DraftSave.draft_id == self.draft.id, DraftSave.act_id == self.id)
        row = db.session.scalar(same.where(DraftSave.path == path))
        if row is not None and (row.saved_by, row.after) == (self.by, after):
            return self.saved(row)
        if row is not None:
            self.id = new_id()
        return None

    def refuse_unfit(self, paths: Mapping[str, str | None], *, act: str) -> None:
        """Refuse what can't be the files of a course; `paths` are those that change, with the digests they get.

        What was published may be called more than an author may call a file (`LICENCE`), and is brought back and taken
        as it is. Raises UnfitPath, PathTaken, TooManyFiles.
        """
        there = {path for path in self.draft.files if path not in paths}
        there |= {path for path, digest in paths.items() if digest}
        for path in paths:
            is_new = path in there and path not in self.draft.files
            if len(path) > LONGEST or (is_new and act in NAMED and not is_fit(path)):
                raise UnfitPath(path=path)
            if is_new and act != "took" and is_in_the_way(path, there):
                raise PathTaken(path=path)
        if len(there) > max(SOURCE_FILES, len(self.draft.files)):
            raise TooManyFiles(limit=SOURCE_FILES)

    def keep(self, path: str, after: str | None, *, act: str, beside: str | None = None) -> Saved:
        """Let the draft have those bytes under that path, or none."""
        row = self._row(path, self.draft.files.get(path), after, act=act, beside=beside)
        files_then = {**self.draft.files, path: after}
        self.draft.files = {name: digest for name, digest in files_then.items() if digest}
        db.session.flush()
        return self.saved(row)

    def keep_aside(self, path: str, typed: str, *, before: str | None) -> Saved:
        """Keep what was typed beside the draft's file, which isn't any more what its author began from."""
        row = self._row(path, before, typed, act=ASIDE, beside=None)
        db.session.flush()
        return self.saved(row)

    def saved(self, row: DraftSave) -> Saved:
        """What became of it."""
        is_aside = row.act == ASIDE
        return Saved(row.number, row.after, is_aside, self.draft.files.get(row.path) if is_aside else None)

    def _row(self, path: str, before: str | None, after: str | None, *, act: str, beside: str | None) -> DraftSave:
        self.draft.version += 1
        row = DraftSave(
            draft_id=self.draft.id,
            number=self.draft.version,
            act_id=self.id,
            act=act,
            path=path,
            before=before,
            after=after,
            beside=beside,
            saved_at=self.at,
            saved_by=self.by,
        )
        db.session.add(row)
        return row


def stored(path: str, data: bytes) -> str:
    """The digest under which the bytes of a file are kept from now on; of a text, with its lines ending as the format
    has them. A file that no draft names does no harm. Raises FileTooLarge."""
    if is_text(path):
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    most = MARKDOWN_BYTES if is_text(path) else IMAGE_BYTES
    if len(data) > most:
        raise FileTooLarge(path=path, limit=most // 1024)
    return files.put(data)

"""Whether a course was published by another way since its draft began, and what that changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.authoring.facts import TEXTS, DraftFacts
from app.authoring.merging import Piece, pieces
from app.authoring.models import Draft
from app.courses.doors import NOTHING, FileChange, Files, file_changes
from app.courses.models import Revision
from app.courses.queries.revisions import in_line
from app.db import db
from app.people.models import Person
from app.shared.storage import files


@dataclass(frozen=True)
class NewerBase:
    """The revision that was published since a draft began, file by file beside the draft."""

    draft: DraftFacts
    id: int
    number: int
    published_at: datetime
    published_by: str
    """Their name; empty: a command did it."""
    note: str
    door: str
    """Empty: nobody wrote it down."""
    changes: tuple[FileChange, ...]
    """"Mine" is the draft, "theirs" the newer revision."""

    @property
    def clashes(self) -> tuple[FileChange, ...]:
        """The files that both changed."""
        return tuple(change for change in self.changes if change.who == "clash")


def newer_base(draft: DraftFacts) -> NewerBase | None:
    """The newest revision of the draft's course, if the draft began from another one. Two queries."""
    publisher = aliased(Person)
    line = select(Revision, publisher.name).outerjoin(publisher, publisher.id == Revision.published_by)
    newest = line.where(Revision.course_id == draft.course_id, in_line()).order_by(Revision.number.desc()).limit(1)
    row = db.session.execute(newest).one_or_none()
    if row is None or row.Revision.id == draft.base_id:
        return None
    revision: Revision = row.Revision
    return NewerBase(
        draft,
        revision.id,
        revision.number,
        revision.published_at,
        row.name or "",
        revision.note or "",
        revision.door or "",
        file_changes(base_files(draft.base_id), draft.files, revision.files),
    )


def base_files(base_id: int | None) -> Files:
    """The files of the revision from which a draft began; none, if it began from nothing. One query."""
    return NOTHING if base_id is None else db.session.get_one(Revision, base_id).files


def pieces_of(change: FileChange) -> tuple[Piece, ...]:
    """A text that both changed, piece by piece; none, where it is no text or isn't on both sides."""
    if not change.path.endswith(TEXTS) or change.mine is None or change.theirs is None:
        return ()
    return tuple(pieces(_text(change.base), _text(change.mine), _text(change.theirs)))


def courses_being_written(course_ids: Collection[str]) -> frozenset[str]:
    """Those of these courses of which there is an open draft in which something was saved. One query."""
    saved = select(Draft.course_id).where(Draft.ended_at.is_(None), Draft.version > 0)
    return frozenset(db.session.scalars(saved.where(Draft.course_id.in_(course_ids))))


def _text(digest: str | None) -> str:
    return files.get(digest).decode("utf-8", "replace") if digest else ""

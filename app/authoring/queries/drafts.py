"""Finding drafts and their files, and compiling them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.authoring.facts import DraftFacts, DraftFile
from app.authoring.models import Draft
from app.courses.models import Revision
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.memory import Memory
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.shared.storage import files

MOST_REMEMBERED = 8
"""Drafts of which a process keeps what compiling them made."""

_memories: OrderedDict[UUID, Memory] = OrderedDict()


def draft_seen_by(member: Member, *, draft_id: UUID) -> DraftFacts | None:
    """That draft, while it is open; None for whoever is no author. One query."""
    if not member.is_a("author"):
        return None
    row = db.session.execute(_open().where(Draft.id == draft_id)).one_or_none()
    return _facts(row) if row else None


def draft_facts(draft_id: UUID) -> DraftFacts:
    """That draft, which is open. One query. Raises NoResultFound."""
    return _facts(db.session.execute(_open().where(Draft.id == draft_id)).one())


def open_drafts(member: Member) -> dict[str, DraftFacts] | None:
    """Every open draft by its course; None for whoever is no author. One query."""
    if not member.is_a("author"):
        return None
    return {row.Draft.course_id: _facts(row) for row in db.session.execute(_open())}


def draft_file(member: Member, *, draft_id: UUID, path: str) -> DraftFile | None:
    """That text of a draft, by its path as addresses have it; None if it has none. One query."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None or not draft.is_text(draft.path_at(path)):
        return None
    return text_of(draft, draft.path_at(path))


def text_of(draft: DraftFacts, path: str) -> DraftFile:
    """That text of a draft. Raises KeyError."""
    digest = draft.files[path]
    return DraftFile(draft, path, digest, files.get(digest).decode("utf-8", "replace"))


def sources_of(draft: DraftFacts) -> dict[str, bytes]:
    """What the draft holds, by path, from the file store."""
    return {path: files.get(digest) for path, digest in draft.files.items()}


def compiled(draft: DraftFacts, sources: Mapping[str, bytes]) -> Compiled:
    """What comes of these sources of a draft, its own or with a file as it is being typed: only what changed since the
    last time in this process is compiled anew."""
    made = compile_course(
        sources,
        track_id=draft.track_id,
        course_id=draft.course_id,
        images_at=f"{draft.address}/images/",
        memory=_memories.get(draft.id, Memory()),
    )
    if made.memory is not None:
        _memories[draft.id] = made.memory
        _memories.move_to_end(draft.id)
    while len(_memories) > MOST_REMEMBERED:
        _memories.popitem(last=False)
    return made


def _open() -> Select[*tuple[Any, ...]]:
    joined = select(Draft, Person.name, Revision.number, Revision.digest).join(Person, Person.id == Draft.begun_by)
    return joined.outerjoin(Revision, Revision.id == Draft.base_id).where(Draft.ended_at.is_(None))


def _facts(row: Any) -> DraftFacts:
    draft: Draft = row.Draft
    return DraftFacts(
        id=draft.id,
        course_id=draft.course_id,
        track_id=draft.track_id,
        base_id=draft.base_id,
        base_number=row.number,
        base_digest=row.digest or "",
        files=draft.files,
        version=draft.version,
        begun_at=draft.begun_at,
        begun_by=row.name,
    )

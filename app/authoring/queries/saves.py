"""What was saved in a draft: the history, a save with its texts, and the two versions of a clash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.authoring.facts import ASIDE, DraftFacts, FileClash, SavedFile, SavePage, SeenSave
from app.authoring.models import DraftSave
from app.authoring.paths import is_text
from app.authoring.queries.drafts import draft_seen_by
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.shared.storage import files

ON_A_PAGE = 50


def saves_of(draft: DraftFacts, *, path: str | None = None, page: int = 1) -> SavePage:
    """That page of a draft's history, or of one file's, the newest first. Two queries."""
    of = [DraftSave.draft_id == draft.id, *([DraftSave.path == path] if path else [])]
    total = db.session.scalar(select(func.count()).select_from(DraftSave).where(*of)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    shown = _saves().where(*of).order_by(DraftSave.number.desc())
    rows = db.session.execute(shown.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE))
    return SavePage(tuple(_saved(row) for row in rows), number, pages)


def save_seen_by(member: Member, *, draft_id: UUID, number: int) -> SeenSave | None:
    """That save of a draft that is open, with both texts; None for whoever is no author. Two queries."""
    draft = draft_seen_by(member, draft_id=draft_id)
    save = _save(draft_id, DraftSave.number == number) if draft else None
    if draft is None or save is None:
        return None
    return SeenSave(draft, save, _text(save.path, save.before), _text(save.path, save.after))


def clash_seen_by(member: Member, *, draft_id: UUID, number: int) -> FileClash | None:
    """What was kept aside by that save, or typed by its author since, beside what the draft holds now; None when
    nothing was, and when they have saved that file since: then they have chosen. Four queries."""
    seen = save_seen_by(member, draft_id=draft_id, number=number)
    if seen is None or not seen.save.is_aside or not seen.is_text:
        return None
    path, theirs = seen.save.path, seen.draft.files.get(seen.save.path)
    own = select(DraftSave.saved_by).where(DraftSave.draft_id == draft_id, DraftSave.number == number)
    last = _save(draft_id, DraftSave.path == path, DraftSave.saved_by == own.scalar_subquery())
    if last is None or not last.is_aside:
        return None
    return FileClash(
        draft=seen.draft,
        save=last,
        base=_text(path, last.before),
        mine=_text(path, last.after),
        theirs=_text(path, theirs),
        theirs_digest=theirs,
        theirs_by=_save(draft_id, DraftSave.path == path, DraftSave.act != ASIDE),
    )


def own_clashes(member: Member, draft: DraftFacts) -> tuple[SavedFile, ...]:
    """What the member typed that was kept aside, and that they haven't chosen about since: the last of each file, by
    path. One query."""
    own = _newest(draft, DraftSave.saved_by == member.id)
    return tuple(sorted((save for save in own if save.is_aside), key=lambda save: save.path))


def last_saves(draft: DraftFacts) -> Mapping[str, SavedFile]:
    """Who saved each file of the draft last, by path; not there: nobody in this draft. One query."""
    return {save.path: save for save in _newest(draft, DraftSave.act != ASIDE)}


def _newest(draft: DraftFacts, which: ColumnElement[bool]) -> list[SavedFile]:
    """Of these saves, the last of each file."""
    numbers = select(func.max(DraftSave.number)).where(DraftSave.draft_id == draft.id, which).group_by(DraftSave.path)
    rows = db.session.execute(_saves().where(DraftSave.draft_id == draft.id, DraftSave.number.in_(numbers)))
    return [_saved(row) for row in rows]


def _save(draft_id: UUID, *which: ColumnElement[bool]) -> SavedFile | None:
    """The last of these saves."""
    found = _saves().where(DraftSave.draft_id == draft_id, *which).order_by(DraftSave.number.desc()).limit(1)
    row = db.session.execute(found).one_or_none()
    return _saved(row) if row else None


def _saves() -> Select[*tuple[Any, ...]]:
    return select(DraftSave, Person.name).join(Person, Person.id == DraftSave.saved_by)


def _saved(row: Any) -> SavedFile:
    save: DraftSave = row.DraftSave
    return SavedFile(
        number=save.number,
        act=save.act,
        path=save.path,
        before=save.before,
        after=save.after,
        saved_at=save.saved_at,
        saved_by=row.name,
        act_id=save.act_id,
    )


def _text(path: str, digest: str | None) -> str:
    return files.get(digest).decode("utf-8", "replace") if digest and is_text(path) else ""

"""Saving files of a draft. Every save is kept, and none overwrites what its author hasn't seen.

Whoever doesn't know whether a save arrived sends that one again, with its `act_id`, before anything newer: only then do
they know what the draft holds of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import or_, select

from app.authoring.facts import ASIDE
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.accompanying import accompanied
from app.authoring.operations.changing import Act, Held, Saved, stored
from app.authoring.paths import original_of
from app.authoring.rewriting import Changes
from app.db import db
from app.shared.errors import Refusal

Rewriting: TypeAlias = Callable[[Mapping[str, bytes]], Changes]
"""Makes of a draft's sources the files that change."""

LOOKED_OVER: Final = "looked-over"


class FileChanged(Refusal):
    """Somebody changed a file meanwhile, so that it isn't overwritten. `values`: its path."""

    code = "file-changed"


class NothingToUndo(Refusal):
    """The author has done nothing in this draft that could be undone."""

    code = "nothing-to-undo"


def save_file(
    draft_id: UUID,
    path: str,
    data: bytes,
    *,
    before: str | None,
    act_id: UUID,
    by: UUID,
    at: datetime,
    act: str = "wrote",
    beside: str | None = None,
) -> Saved:
    """What became of saving that text or picture; `before` is the digest that its author began from, None: there was no
    such file. The same request twice saves once, and what the draft holds already needs no saving.

    When the draft's file isn't that any more, nothing is overwritten: what was typed is kept aside (`is_aside`), and
    the caller commits that like any save. `beside`: of a translation, the digest of the original that it was made from;
    None: the one that the draft holds. "looked-over" is noted though nothing changes.

    Raises DraftEnded, UnfitPath, PathTaken, FileTooLarge, TooManyFiles.
    """
    typed = stored(path, data)
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    arrived = change.arrived(path, typed)
    if arrived is not None:
        return arrived
    present = change.draft.files.get(path)
    if typed == present and act != LOOKED_OVER:
        return Saved(change.draft.version, present)
    change.refuse_unfit({path: typed}, act=act)
    if before != present and typed != present:
        return _kept_aside(change, path, typed, before=before)
    act = "created" if act == "wrote" and present is None else act
    return change.keep(path, typed, act=act, beside=beside or _original(change, path))


def remove_file(
    draft_id: UUID, path: str, *, before: str | None, act_id: UUID, by: UUID, at: datetime, act: str = "removed"
) -> Saved:
    """What became of taking that file out of the draft; `before` is the digest that its author saw. The same request
    twice does it once, and so does removing what is gone.

    Raises DraftEnded, and FileChanged when the file isn't that any more.
    """
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    present = change.draft.files.get(path)
    arrived = change.arrived(path, None)
    if arrived is not None or present is None:
        return arrived or Saved(change.draft.version, None)
    if present != before:
        raise FileChanged(path=path)
    return change.keep(path, None, act=act)


def apply(
    draft_id: UUID,
    changed: Mapping[str, bytes | None],
    *,
    act: str,
    act_id: UUID,
    by: UUID,
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> tuple[Saved, ...]:
    """What became of changing several files at once, in one act; None: the file goes. The same request twice does it
    once, and what is so already needs no saving.

    `seen` are the draft's files that this was made from: then it is refused when somebody changed one of these
    meanwhile. Raises FileChanged, DraftEnded, UnfitPath, PathTaken, FileTooLarge, TooManyFiles.
    """
    held = {path: None if data is None else stored(path, data) for path, data in changed.items()}
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    earlier = change.earlier()
    if earlier:
        return tuple(change.saved(row) for row in earlier)
    for path in held:
        if seen is not None and seen.get(path) != change.draft.files.get(path):
            raise FileChanged(path=path)
    return _keep_all(change, held, act=act, beside={})


def rewrite(draft_id: UUID, how: Rewriting, *, act: str, act_id: UUID, by: UUID, at: datetime) -> tuple[Saved, ...]:
    """What became of an act that is made from all that the draft holds at this moment (`app.authoring.rewriting`), so
    that nobody can have changed anything meanwhile. The same request twice does it once.

    Raises what `how` does, DraftEnded, UnfitPath, PathTaken, FileTooLarge, TooManyFiles.
    """
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    earlier = change.earlier()
    if earlier:
        return tuple(change.saved(row) for row in earlier)
    changes = how(Held(change.draft.files))
    held = {path: None if data is None else stored(path, data) for path, data in changes.items()}
    along = accompanied(change.draft, held, changes.came_from)
    saved = _keep_all(change, held, act=act, beside=along.changed)
    return (*saved, *(_note(change, path, beside=original) for path, original in along.unchanged.items()))


def restore(draft_id: UUID, number: int, *, by: UUID, at: datetime, act_id: UUID) -> Saved:
    """What became of bringing a file back as that save left it, or found it, if it removed it: what stands there now
    goes into the history. The same request twice does it once. Raises DraftEnded, PathTaken, NoResultFound."""
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    saves = select(DraftSave).where(DraftSave.draft_id == draft_id, DraftSave.number == number)
    row = db.session.scalars(saves).one()
    was = row.after or row.before
    arrived = change.arrived(row.path, was)
    if arrived is not None or was == change.draft.files.get(row.path):
        return arrived or Saved(change.draft.version, was)
    change.refuse_unfit({row.path: was}, act="restored")
    return change.keep(row.path, was, act="restored")


def undo(
    draft_id: UUID, act_id_to_undo: UUID | None = None, *, by: UUID, at: datetime, act_id: UUID
) -> tuple[Saved, ...]:
    """What became of taking an act back: each of its files is again as it was before it. None: the last act of this
    author, be it another undoing. The same request twice does it once.

    Raises NothingToUndo, DraftEnded, and FileChanged when somebody changed one of the files since.
    """
    change = Act.begin(draft_id, act_id=act_id, by=by, at=at)
    earlier = change.earlier()
    if earlier:
        return tuple(change.saved(row) for row in earlier)
    rows = _act_to_undo(change, act_id_to_undo)
    changed = [row for row in rows if row.act != LOOKED_OVER]
    for row in changed:
        if change.draft.files.get(row.path) != row.after:
            raise FileChanged(path=row.path)
    saved = _keep_all(change, {row.path: row.before for row in changed}, act="restored", beside={})
    noted = [row for row in rows if row not in changed and change.draft.files.get(row.path) == row.after]
    return (*saved, *(_note(change, row.path, beside=_original(change, row.path)) for row in noted))


def _kept_aside(change: Act, path: str, typed: str, *, before: str | None) -> Saved:
    """What was typed from `before`, kept; once, if the same author brings the same text again."""
    aside = select(DraftSave).where(DraftSave.draft_id == change.draft.id, DraftSave.path == path)
    last = db.session.scalar(aside.where(DraftSave.saved_by == change.by).order_by(DraftSave.number.desc()).limit(1))
    if last is not None and (last.act, last.after) == (ASIDE, typed):
        return change.saved(last)
    return change.keep_aside(path, typed, before=before if _was_there(change.draft, path, before) else None)


def _was_there(draft: Draft, path: str, digest: str | None) -> bool:
    """Whether the draft ever held that under the path: the page of a clash shows it, and nothing else."""
    same = or_(DraftSave.before == digest, DraftSave.after == digest)
    rows = select(DraftSave.id).where(DraftSave.draft_id == draft.id, DraftSave.path == path, same)
    return digest == draft.files.get(path) or db.session.scalar(rows.limit(1)) is not None


def _keep_all(
    change: Act, held: Mapping[str, str | None], *, act: str, beside: Mapping[str, str | None]
) -> tuple[Saved, ...]:
    new = {path: digest for path, digest in held.items() if digest != change.draft.files.get(path)}
    change.refuse_unfit(new, act=act)
    return tuple(change.keep(path, digest, act=act, beside=beside.get(path)) for path, digest in new.items())


def _note(change: Act, path: str, *, beside: str | None) -> Saved:
    """Note that a translation, which doesn't change, is right beside that text of its original."""
    return change.keep(path, change.draft.files[path], act=LOOKED_OVER, beside=beside)


def _original(change: Act, path: str) -> str | None:
    """The digest of the original of a translation; None: it is none, or that isn't there."""
    return change.draft.files.get(original_of(path) or "")


def _act_to_undo(change: Act, act_id: UUID | None) -> list[DraftSave]:
    """What was saved in an act; None: in the last of this author that changed something."""
    saves = select(DraftSave).where(DraftSave.draft_id == change.draft.id, DraftSave.act != ASIDE)
    changing = saves.where(DraftSave.act != LOOKED_OVER).order_by(DraftSave.number.desc()).limit(1)
    own = DraftSave.saved_by == change.by if act_id is None else DraftSave.act_id == act_id
    last = db.session.scalar(changing.where(own))
    if last is None:
        raise NothingToUndo
    return list(db.session.scalars(saves.where(DraftSave.act_id == last.act_id).order_by(DraftSave.number)))

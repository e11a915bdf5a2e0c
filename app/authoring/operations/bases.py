"""Taking what was published meanwhile into a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select

from app.authoring.models import Draft
from app.authoring.operations.drafts import lock_draft, refuse_ended
from app.authoring.operations.publishing import BaseIsOld, DraftChanged
from app.authoring.operations.saving import apply
from app.authoring.queries.bases import base_files
from app.courses.doors import FileChange, Side, Unsettled, file_changes
from app.courses.models import Course, Revision
from app.courses.operations.revisions import take_turns_publishing
from app.courses.queries.revisions import newest_revision
from app.db import db
from app.shared.storage import files

Choice: TypeAlias = Side | bytes
"""Of a file that both changed: the draft's, the newer revision's, or what was made of both."""


def take_base(
    draft_id: UUID,
    *,
    newest_id: int,
    choices: Mapping[str, Choice],
    version: int,
    act_id: UUID,
    by: UUID,
    at: datetime,
) -> None:
    """Let the draft go on from its course's newest revision: what only that one changed is taken, what only the draft
    changed stays, and of what both changed `choices` says what counts. The same request twice does it once.

    `version` and `newest_id` are those that the author looked at. Raises DraftEnded, DraftChanged, BaseIsOld, and
    Unsettled for a file that both changed and that nobody chose.
    """
    draft = lock_draft(draft_id)
    refuse_ended(draft)
    if draft.base_id == newest_id:
        return
    newest = _newest(draft, newest_id)
    if draft.version != version:
        raise DraftChanged
    changes = file_changes(base_files(draft.base_id), draft.files, newest.files)
    unsettled = [change.path for change in changes if change.who == "clash" and change.path not in choices]
    if unsettled:
        raise Unsettled(unsettled)
    taken = dict(_taken(change, choices) for change in changes if _is_taken(change, choices))
    if taken:
        apply(draft_id, taken, act="took", act_id=act_id, by=by, at=at)
    draft.base_id = newest.id
    draft.track_id = db.session.scalars(select(Course.track_id).where(Course.id == draft.course_id)).one()
    db.session.flush()


def _newest(draft: Draft, newest_id: int) -> Revision:
    take_turns_publishing(draft.course_id)
    newest = newest_revision(draft.course_id)
    if newest is None or newest.id != newest_id:
        raise BaseIsOld
    return newest


def _is_taken(change: FileChange, choices: Mapping[str, Choice]) -> bool:
    """Whether the draft's file becomes another."""
    return change.who == "theirs" or (change.who == "clash" and choices[change.path] != "mine")


def _taken(change: FileChange, choices: Mapping[str, Choice]) -> tuple[str, bytes | None]:
    choice = choices[change.path] if change.who == "clash" else "theirs"
    if isinstance(choice, bytes):
        return change.path, choice
    return change.path, files.get(change.theirs) if change.theirs else None

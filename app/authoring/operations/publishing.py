"""Publishing a course from the desk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.assessments.quizzes.queries.answered import has_been_answered
from app.authoring.models import Draft
from app.authoring.operations.drafts import lock_draft, refuse_ended
from app.courses.models import Revision
from app.courses.operations.revisions import Origin, publish, take_turns_publishing
from app.courses.queries.revisions import newest_revision
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.storage import files


class DraftChanged(Refusal):
    """Somebody saved something, or took a newer revision in, since the author looked at what would change."""

    code = "draft-changed"


class DraftPublished(Refusal):
    """Another author published the draft."""

    code = "draft-published"


class BaseIsOld(Refusal):
    """The course was published by another way since the draft began, or since that was looked at: it would be lost."""

    code = "base-is-old"


class NothingChanged(Refusal):
    """The draft is what is published already."""

    code = "nothing-changed"


def publish_draft(
    draft_id: UUID,
    *,
    version: int,
    note: str,
    knowingly: bool,
    by: UUID,
    at: datetime,
    base_id: int | None = None,
) -> Revision:
    """The revision that the draft becomes, which ends it; the next draft begins from there. The same request twice is
    one.

    `version` is that of the draft whose changes the author looked at, and `base_id` the revision with which it was
    compared, if there was one. `knowingly`: also where questions that people have answered mean something else. Trials
    of the draft are the caller's to end, once this is committed.
    Raises DraftChanged, DraftPublished, DraftEnded, BaseIsOld, NothingChanged, UnsoundCurriculum, MeaningsChanged.
    """
    draft = lock_draft(draft_id)
    if draft.published_id is not None:
        return _published_already(draft.published_id, note, by)
    refuse_ended(draft)
    if draft.version != version or (base_id is not None and draft.base_id != base_id):
        raise DraftChanged
    refuse_old_base(draft)
    revision, is_new = publish(
        {path: files.get(digest) for path, digest in draft.files.items()},
        course_id=draft.course_id,
        track_id=draft.track_id,
        by=by,
        at=at,
        answered=None if knowingly else has_been_answered,
        origin=Origin("desk", note),
    )
    if not is_new:
        raise NothingChanged
    _end(draft, revision, by=by, at=at)
    return revision


def refuse_old_base(draft: Draft) -> None:
    """Raises BaseIsOld when the course's newest revision isn't the one that the draft began from. Nobody publishes the
    course from now on until this transaction ends."""
    take_turns_publishing(draft.course_id)
    newest = newest_revision(draft.course_id)
    if (newest.id if newest else None) != draft.base_id:
        raise BaseIsOld


def _published_already(revision_id: int, note: str, by: UUID) -> Revision:
    revision = db.session.get_one(Revision, revision_id)
    if (revision.note, revision.published_by) != (note, by):
        raise DraftPublished
    return revision


def _end(draft: Draft, revision: Revision, *, by: UUID, at: datetime) -> None:
    draft.ended_at, draft.outcome, draft.published_id = at, "published", revision.id
    db.session.flush()
    detail = {"course": draft.course_id, "version": draft.version, "revision": revision.id}
    write_journal("draft.published", by=by, at=at, kind="draft", id=draft.id, detail=detail)

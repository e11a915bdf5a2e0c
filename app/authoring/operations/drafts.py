"""Beginning a draft, and throwing one away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.authoring.models import Draft
from app.courses.models import Course
from app.courses.queries.revisions import newest_revision
from app.db import db, take_turns
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.storage import files


class DraftEnded(Refusal):
    """The draft was published or thrown away meanwhile: nothing is written in it any more."""

    code = "draft-ended"


class NothingPublished(Refusal):
    """There is no course of that name to begin a draft from."""

    status = 404
    code = "nothing-published"


class CourseTaken(Refusal):
    """There is a course of that name already, or somebody else is writing one."""

    code = "course-taken"


def begin_draft(course_id: str, *, by: UUID, at: datetime) -> Draft:
    """The draft of a course, which begins as the newest revision in the course's line; the one that is open, if one
    is. Raises NothingPublished."""
    _take_turns_beginning(course_id)
    there = _open_draft(course_id)
    if there is not None:
        return there
    newest = newest_revision(course_id)
    if newest is None:
        raise NothingPublished
    track_id = db.session.scalars(select(Course.track_id).where(Course.id == course_id)).one()
    return _begin(course_id, track_id, dict(newest.files), base_id=newest.id, by=by, at=at)


def begin_course(sources: Mapping[str, bytes], *, course_id: str, track_id: str, by: UUID, at: datetime) -> Draft:
    """The draft of a course that isn't there yet, with these sources. The same request twice begins one.

    Raises CourseTaken.
    """
    held = {path: files.put(data) for path, data in sources.items()}
    _take_turns_beginning(course_id)
    there = _open_draft(course_id)
    if there is not None and (there.base_id, there.begun_by, there.files) == (None, by, held):
        return there
    if there is not None or db.session.get(Course, course_id) is not None:
        raise CourseTaken
    return _begin(course_id, track_id, held, base_id=None, by=by, at=at)


def discard_draft(draft_id: UUID, *, by: UUID, at: datetime) -> None:
    """Throw a draft away; what was saved in it stays in the tables, but nobody writes on. The same request twice does
    it once. Raises DraftEnded when it was published meanwhile."""
    draft = lock_draft(draft_id)
    if draft.outcome == "discarded":
        return
    refuse_ended(draft)
    draft.ended_at, draft.outcome = at, "discarded"
    db.session.flush()
    detail = {"course": draft.course_id, "version": draft.version}
    write_journal("draft.discarded", by=by, at=at, kind="draft", id=draft.id, detail=detail)


def lock_draft(draft_id: UUID) -> Draft:
    """The draft as it is now, which nobody else changes until this transaction ends. Raises NoResultFound."""
    locked = select(Draft).where(Draft.id == draft_id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def refuse_ended(draft: Draft) -> None:
    """Raises DraftEnded when nothing is written in the draft any more."""
    if draft.ended_at is not None:
        raise DraftEnded


def _take_turns_beginning(course_id: str) -> None:
    take_turns(f"draft of {course_id}")


def _open_draft(course_id: str) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.course_id == course_id, Draft.ended_at.is_(None)))


def _begin(
    course_id: str, track_id: str, held: dict[str, str], *, base_id: int | None, by: UUID, at: datetime
) -> Draft:
    draft = Draft(
        course_id=course_id, track_id=track_id, base_id=base_id, files=held, version=0, begun_at=at, begun_by=by
    )
    db.session.add(draft)
    db.session.flush()
    detail = {"course": course_id, "base": base_id}
    write_journal("draft.begun", by=by, at=at, kind="draft", id=draft.id, detail=detail)
    return draft

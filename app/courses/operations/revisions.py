"""Publishing a course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.courses.models import Course, Revision
from app.courses.operations.searchable import forget_old_revisions, index_revision
from app.courses.queries.revisions import keep_compiled, newest_revision
from app.curriculum.compiler import compile_course
from app.curriculum.digest import source_digest
from app.curriculum.model import Curriculum
from app.curriculum.problems import Problem
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.storage import files


class UnsoundCurriculum(Refusal):
    """The sources have errors, so nothing of them is published. `problems` says which."""

    status = 422
    code = "unsound-curriculum"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


def publish(
    sources: Mapping[str, bytes], *, course_id: str, track_id: str, by: UUID | None, at: datetime
) -> tuple[Revision, bool]:
    """The course's revision with these sources, and whether it is new: the same sources twice make one.

    Raises UnsoundCurriculum. The files are stored before the transaction's end; one that no revision names
    does no harm.
    """
    digest = source_digest(sources)
    newest = newest_revision(course_id)
    if newest is not None and newest.digest == digest:
        return newest, False
    compiled = compile_course(sources, track_id=track_id, course_id=course_id)
    if compiled.curriculum is None:
        raise UnsoundCurriculum(compiled.problems)
    return add_revision(sources, compiled.curriculum, after=newest, by=by, at=at), True


def add_revision(
    sources: Mapping[str, bytes], curriculum: Curriculum, *, after: Revision | None, by: UUID | None, at: datetime
) -> Revision:
    """The course's revision that comes `after` its newest: these sources, of which the curriculum was made."""
    digest = source_digest(sources)
    if after is None:
        db.session.add(Course(id=curriculum.id, track_id=curriculum.track.id, created_at=at))
        db.session.flush()
    revision = Revision(
        course_id=curriculum.id,
        number=after.number + 1 if after else 1,
        digest=digest,
        files={path: files.put(data) for path, data in sources.items()},
        published_at=at,
        published_by=by,
    )
    db.session.add(revision)
    db.session.flush()
    keep_compiled(revision.id, digest, curriculum)
    index_revision(revision.id, curriculum)
    forget_old_revisions(curriculum.id)
    about: dict[str, Any] = {"kind": "revision", "id": revision.id, "detail": {"digest": digest}}
    write_journal("revision.published", by=by, at=at, covers=[revision], **about)
    return revision

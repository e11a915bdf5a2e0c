"""Publishing a course."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, select

from app.courses.models import Course, Revision
from app.courses.operations.searchable import forget_old_revisions, index_revision
from app.courses.queries.revisions import curriculum_by_digest, keep_compiled, newest_revision, revision_files
from app.curriculum.changes import changes
from app.curriculum.compiler import compile_course
from app.curriculum.digest import source_digest
from app.curriculum.meanings import OTHER_MEANINGS
from app.curriculum.model import Curriculum
from app.curriculum.problems import Problem
from app.db import db, take_turns
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.storage import files

Answered: TypeAlias = Callable[[str, Collection[str], Collection[str]], bool]
"""Whether anybody has answered, in a course, in an item called one of these, a question called one of those: courses
don't know quizzes."""


class UnsoundCurriculum(Refusal):
    """The sources have errors, so nothing of them is published. `problems` says which."""

    status = 422
    code = "unsound-curriculum"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


class MeaningsChanged(Refusal):
    """A question that people have answered would mean something else, so nothing is published: another key asks for a
    correction, or for a question of its own. `problems` says which, and how."""

    code = "meanings-changed"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


def publish(
    sources: Mapping[str, bytes],
    *,
    course_id: str,
    track_id: str,
    by: UUID | None,
    at: datetime,
    answered: Answered | None = None,
) -> tuple[Revision, bool]:
    """The course's revision with these sources, and whether it is new: the same sources twice make one.

    Raises UnsoundCurriculum; and MeaningsChanged, if it is asked what was `answered`. The files are stored before the
    transaction's end; one that no revision names does no harm.
    """
    digest = source_digest(sources)
    take_turns_publishing(course_id)
    newest = newest_revision(course_id)
    if newest is not None and newest.digest == digest:
        return newest, False
    compiled = compile_course(sources, track_id=track_id, course_id=course_id)
    if compiled.curriculum is None:
        raise UnsoundCurriculum(compiled.problems)
    if newest is not None and answered is not None:
        _refuse_other_meanings(newest, sources, compiled.curriculum, answered)
    return add_revision(sources, compiled.curriculum, by=by, at=at), True


def add_revision(
    sources: Mapping[str, bytes],
    curriculum: Curriculum,
    *,
    composed_of: tuple[int, int] | None = None,
    by: UUID | None,
    at: datetime,
) -> Revision:
    """A further revision of the course, or its first: these sources, of which the curriculum was made. `composed_of`:
    the ids of its base and of where its other parts are from."""
    digest = source_digest(sources)
    take_turns_publishing(curriculum.id)
    number = db.session.scalar(select(func.max(Revision.number)).where(Revision.course_id == curriculum.id)) or 0
    if not number:
        db.session.add(Course(id=curriculum.id, track_id=curriculum.track.id, created_at=at))
        db.session.flush()
    base_id, source_id = composed_of or (None, None)
    revision = Revision(
        course_id=curriculum.id,
        number=number + 1,
        digest=digest,
        files={path: files.put(data) for path, data in sources.items()},
        published_at=at,
        published_by=by,
        base_id=base_id,
        source_id=source_id,
    )
    db.session.add(revision)
    db.session.flush()
    keep_compiled(revision.id, digest, curriculum)
    forget_old_revisions(curriculum.id)
    index_revision(revision.id, curriculum)  # after that: no cohort follows it yet
    about: dict[str, Any] = {"kind": "revision", "id": revision.id, "detail": {"digest": digest}}
    write_journal("revision.published", by=by, at=at, covers=[revision], **about)
    return revision


def take_turns_publishing(course_id: str) -> None:
    """Let nobody else add a revision of the course until this transaction ends: each has the next number."""
    take_turns(f"revisions of {course_id}")


def _refuse_other_meanings(
    newest: Revision, sources: Mapping[str, bytes], curriculum: Curriculum, answered: Answered
) -> None:
    before = curriculum_by_digest(newest.digest, newest.id)
    problems = [
        Problem(change.after.path, each.line, "error", OTHER_MEANINGS[each.why], {"id": each.id})
        for change in changes(revision_files(newest), before, sources, curriculum)
        if change.before and change.after
        for each in change.meanings
        if each.kind == "question" and each.why in OTHER_MEANINGS
        if answered(curriculum.id, change.before.names, each.names)
    ]
    if problems:
        raise MeaningsChanged(tuple(problems))

"""Publishing a revision that is composed of an older one and parts of a newer one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.composing import also_needed, compose
from app.courses.models import Course, Revision
from app.courses.operations.revisions import UnsoundCurriculum, add_revision, take_turns_publishing
from app.courses.operations.searchable import index_revision
from app.courses.queries.changes import CourseChanges, course_changes
from app.courses.queries.revisions import curriculum_of, revision_files
from app.curriculum.changes import Change
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.digest import source_digest
from app.curriculum.memory import Memory
from app.curriculum.problems import Problem
from app.db import db

MOST_ROUNDS = 5
"""In which more and more parts are tried, until the composition is sound."""


class UnsoundComposition(UnsoundCurriculum):
    """What was accepted doesn't make a sound course. `needed`: the changes with which it does, if that was found."""

    code = "unsound-composition"

    def __init__(self, problems: tuple[Problem, ...], needed: tuple[Change, ...]) -> None:
        super().__init__(problems)
        self.needed = needed


def composed_revision(
    base_id: int, source_id: int, *, accepted: Collection[str], by: UUID | None, at: datetime
) -> Revision:
    """The revision that is `base_id` with the accepted parts (their ids) of `source_id`. Raises UnsoundComposition.

    The same composition twice makes one; without any part it is the base itself, with all of them the source. Ids of
    parts that didn't change are passed over.
    """
    between = course_changes(base_id, source_id)
    base, source = db.session.get_one(Revision, base_id), db.session.get_one(Revision, source_id)
    taken = [change for change in between.changes if change.part.id in accepted]
    mix = _Mix(base.course_id, revision_files(base), revision_files(source), between)
    sources = mix.of(taken)
    digest = source_digest(sources)
    take_turns_publishing(base.course_id)
    for there in (base, source, _composed_before(base_id, source_id, digest)):
        if there is not None and there.digest == digest:
            index_revision(there.id, curriculum_of(there.id))  # forgotten, perhaps, while nobody followed it
            return there
    compiled = mix.compiled(sources)
    if compiled.curriculum is None:
        raise UnsoundComposition(compiled.problems, mix.needed_with(taken, compiled))
    return add_revision(sources, compiled.curriculum, composed_of=(base_id, source_id), by=by, at=at)


class _Mix:
    """Two revisions of a course that are to be mixed."""

    def __init__(
        self, course_id: str, base: Mapping[str, bytes], newer: Mapping[str, bytes], between: CourseChanges
    ) -> None:
        self._course_id = course_id
        self._track_id = db.session.execute(select(Course.track_id).where(Course.id == course_id)).scalar_one()
        self._base = base
        self._newer = newer
        self._changes = between.changes
        self._memory = Memory()

    def of(self, taken: Collection[Change]) -> dict[str, bytes]:
        """The older sources with these changes."""
        return compose(self._base, self._newer, taken, self._changes)

    def compiled(self, sources: Mapping[str, bytes]) -> Compiled:
        """What the compiler says of them."""
        compiled = compile_course(sources, track_id=self._track_id, course_id=self._course_id, memory=self._memory)
        self._memory = compiled.memory or self._memory
        return compiled

    def needed_with(self, taken: Collection[Change], compiled: Compiled) -> tuple[Change, ...]:
        """The changes that make a sound course of these, too; empty where none were found."""
        needed: list[Change] = []
        for _ in range(MOST_ROUNDS):
            more = also_needed(compiled.problems, [*taken, *needed], self._changes)
            if not more:
                return ()
            needed.extend(more)
            compiled = self.compiled(self.of([*taken, *needed]))
            if compiled.curriculum is not None:
                return tuple(change for change in self._changes if change in needed)
        return ()


def _composed_before(base_id: int, source_id: int, digest: str) -> Revision | None:
    return db.session.scalar(
        select(Revision).where(Revision.base_id == base_id, Revision.source_id == source_id, Revision.digest == digest)
    )

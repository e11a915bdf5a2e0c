"""What changed between two revisions of a course."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from app.courses.facts import RevisionFacts
from app.courses.models import Revision
from app.courses.queries.revisions import curriculum_by_digest, revision_files
from app.curriculum.changes import Change, changes
from app.db import db

MOST_COMPARED = 32
"""Pairs of revisions whose changes a process keeps."""

_compared: OrderedDict[tuple[tuple[int, str], tuple[int, str]], CourseChanges] = OrderedDict()


@dataclass(frozen=True)
class CourseChanges:
    """Two revisions of a course, and every part of it that differs."""

    before: RevisionFacts
    after: RevisionFacts
    changes: tuple[Change, ...]
    """In the order of the newer course, what was removed last."""

    @cached_property
    def by_part(self) -> Mapping[str, Change]:
        """The changes by the id of their part."""
        return {change.part.id: change for change in self.changes}


def course_changes(before_id: int, after_id: int) -> CourseChanges:
    """What changed from one revision to another, with both curricula in the course's own language. One query; the
    same object each time, as long as a process keeps it."""
    rows = db.session.scalars(select(Revision).where(Revision.id.in_((before_id, after_id))))
    found = {revision.id: revision for revision in rows}
    before, after = found[before_id], found[after_id]
    key = ((before.id, before.digest), (after.id, after.digest))
    made = _compared.get(key) or _changes(before, after)
    _compared[key] = made
    _compared.move_to_end(key)
    while len(_compared) > MOST_COMPARED:
        _compared.popitem(last=False)
    return made


def _changes(before: Revision, after: Revision) -> CourseChanges:
    old, new = _facts(before), _facts(after)
    found = changes(revision_files(before), old.curriculum, revision_files(after), new.curriculum)
    return CourseChanges(old, new, found)


def _facts(revision: Revision) -> RevisionFacts:
    curriculum = curriculum_by_digest(revision.digest, revision.id)
    return RevisionFacts(revision.id, revision.number, revision.published_at, curriculum)

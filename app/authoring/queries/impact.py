"""What the publication of a draft would change, and for whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, distinct, func, literal, select, union_all

from app.assessments.cases.models import CaseRun
from app.assessments.practicals.models import SignOff
from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.queries.answered import has_been_answered
from app.authoring.facts import DraftFacts
from app.authoring.impact import ChangedPart, CohortRun, Did, Impact, followings, names_in_records
from app.authoring.models import Draft
from app.authoring.queries.drafts import draft_seen_by
from app.courses.facts import RevisionFacts
from app.courses.models import Cohort, Completion, Enrolment, Revision, Site
from app.courses.queries.changes import CourseChanges, other_meanings
from app.courses.queries.revisions import BrokenRevisionError, revision_files
from app.curriculum.changes import changes
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.model import Curriculum
from app.db import db
from app.people.member import Member

MOST_BASES = 4
"""Revisions that a process keeps compiled as one side of a draft."""

_bases: OrderedDict[tuple[UUID, int, str], Curriculum] = OrderedDict()


@dataclass(frozen=True)
class Publishing:
    """A draft that somebody asks to publish."""

    id: UUID
    draft: DraftFacts | None
    """None: it has ended meanwhile."""


def draft_to_publish(member: Member, *, draft_id: UUID) -> Publishing | None:
    """That draft, also one that has ended: a request that is sent twice finds it so. None for whoever is no author. One
    query, or two."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is not None:
        return Publishing(draft_id, draft)
    ended = member.is_a("author") and db.session.get(Draft, draft_id) is not None
    return Publishing(draft_id, None) if ended else None


def draft_changes(draft: DraftFacts, sources: Mapping[str, bytes], compiled: Compiled) -> CourseChanges | None:
    """From the revision from which the draft began to the draft, compiled of these sources. None: the course is new, or
    the draft has errors. One query.

    Both sides address their pictures below the draft, so that only what differs is marked.
    """
    if draft.base_id is None or compiled.curriculum is None:
        return None
    base = db.session.get_one(Revision, draft.base_id)
    before = _base_beside(draft, base)
    found = changes(revision_files(base), before, sources, compiled.curriculum)
    old = RevisionFacts(base.id, base.number, base.published_at, before, base.note or "")
    new = RevisionFacts(0, base.number + 1, draft.begun_at, compiled.curriculum)
    return CourseChanges(old, new, found)


def impact(draft: DraftFacts, between: CourseChanges | None) -> Impact:
    """What these changes mean to whom. Two queries, and those that look for answers."""
    running = followings(_running(draft.course_id))
    if between is None:
        return Impact((), running, ())
    did = _did(draft.course_id, names_in_records(between.changes))
    parts = tuple(ChangedPart(change, did.get(change.part.id, Did())) for change in between.changes)
    return Impact(parts, running, other_meanings(draft.course_id, between.changes, has_been_answered))


def _base_beside(draft: DraftFacts, base: Revision) -> Curriculum:
    key = (draft.id, base.id, base.digest)
    if key not in _bases:
        compiled = compile_course(
            revision_files(base),
            track_id=draft.track_id,
            course_id=draft.course_id,
            images_at=f"{draft.address}/images/",
            are_published=True,
        )
        if compiled.curriculum is None:
            raise BrokenRevisionError(f"revision {base.number} of {base.course_id}: {compiled.problems[:3]}")
        _bases[key] = compiled.curriculum
    _bases.move_to_end(key)
    while len(_bases) > MOST_BASES:
        _bases.popitem(last=False)
    return _bases[key]


def _running(course_id: str) -> list[CohortRun]:
    present = (Enrolment.cohort_id == Cohort.id) & Enrolment.withdrawn_at.is_(None)
    statement = (
        select(Cohort.name, Site.name.label("site_name"), Revision.number, func.count(Enrolment.id).label("trainees"))
        .join(Site, Site.id == Cohort.site_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .outerjoin(Enrolment, present)
        .where(*_of_running(course_id))
        .group_by(Cohort.id, Cohort.name, Site.name, Revision.number)
    )
    return [CohortRun(row.name, row.site_name, row.number, row.trainees) for row in db.session.execute(statement)]


def _of_running(course_id: str) -> tuple[ColumnElement[bool], ...]:
    return Revision.course_id == course_id, Cohort.closed_at.is_(None)


def _did(course_id: str, names: Mapping[str, frozenset[str]]) -> dict[str, Did]:
    """By the id of the part; those with which nobody has done anything aside."""
    if not names:
        return {}
    acts = _acts(frozenset(name for each in names.values() for name in each))
    part = case(*((acts.c.item_id.in_(each), part_id) for part_id, each in names.items())).label("part")
    counted = (
        select(
            part,
            func.count(distinct(case((acts.c.is_done == 1, acts.c.enrolment_id)))).label("done"),
            func.count(distinct(acts.c.enrolment_id)).label("all"),
        )
        .join(Enrolment, Enrolment.id == acts.c.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .where(*_of_running(course_id), Enrolment.withdrawn_at.is_(None))
        .group_by(part)
    )
    return {row.part: Did(row.done, row.all - row.done) for row in db.session.execute(counted)}


def _acts(names: frozenset[str]) -> Subquery:
    """Who did what under these names: completions, and what earns them."""

    def of(table: Any, is_done: int) -> Select[Any]:
        found = select(table.enrolment_id, table.item_id, literal(is_done).label("is_done"))
        return found.where(table.item_id.in_(names))

    return union_all(of(Completion, 1), *(of(table, 0) for table in (Attempt, CaseRun, SignOff))).subquery()

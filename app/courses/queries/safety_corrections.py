"""Finding safety corrections: what can be pushed to a course's running cohorts, and what was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import aliased

from app.courses.facts import RevisionFacts
from app.courses.models import (
    Cohort,
    Enrolment,
    Revision,
    SafetyAcknowledgement,
    SafetyCorrection,
    SafetyDuty,
    SafetyReach,
    SafetyReason,
    Site,
)
from app.courses.queries.changes import CourseChanges, course_changes
from app.courses.queries.cohorts import followed_by
from app.courses.queries.revisions import curriculum_by_digest, newest_revision
from app.db import db
from app.people.member import Member
from app.people.models import Person


@dataclass(frozen=True)
class RunningCohort:
    """A cohort that a correction reaches."""

    id: UUID
    name: str
    site_id: UUID
    site_name: str
    trainees: int
    """Those who are there now."""


@dataclass(frozen=True)
class RunningRevision:
    """A revision that running cohorts follow, and what is otherwise in the newest."""

    id: int
    number: int
    cohorts: tuple[RunningCohort, ...]
    changes: CourseChanges

    def differing(self, parts: Collection[str]) -> tuple[str, ...]:
        """Which of these parts, by id, are otherwise in the newest."""
        return tuple(each.part.id for each in self.changes.changes if each.part.id in parts)


@dataclass(frozen=True)
class CorrectableCourse:
    """A course whose running cohorts can be corrected after its newest revision."""

    id: str
    newest: RevisionFacts
    running: tuple[RunningRevision, ...]
    """The newest first."""

    @cached_property
    def parts(self) -> Mapping[str, CourseChanges]:
        """The parts that can be pushed, by id, each with the newest changes that have it. In the order of the revision
        from which most has changed."""
        most_changed = sorted(self.running, key=lambda each: len(each.changes.changes), reverse=True)
        found = {change.part.id: each.changes for each in most_changed for change in each.changes.changes}
        for each in reversed(self.running):
            found |= {change.part.id: each.changes for change in each.changes.changes}
        return found

    def read_before(self, running: RunningRevision, parts: Collection[str]) -> int:
        """The revision that is shown beside a correction to those who follow `running`: that one, or where it has the
        parts already as they are to be read, the newest that hasn't."""
        others = (each for each in (running, *self.running) if each.differing(parts))
        return next(others, running).id


@dataclass(frozen=True)
class ReachedCohort:
    """What a correction did to a cohort, and who has read it."""

    id: UUID
    name: str
    site_name: str
    before: int
    after: int | None
    """The numbers of the revisions that it followed; None: it kept its own, since the parts don't fit into it."""
    closed: bool
    trainees: int
    """Who have to read it, without those who are gone."""
    read: int


@dataclass(frozen=True)
class SeenCorrection:
    """A correction as staff read it."""

    id: UUID
    course_id: str
    revision: RevisionFacts
    """The revision that has the parts as they are to be read."""
    parts: tuple[str, ...]
    pushed_at: datetime
    pushed_by: str
    reason: str
    """Empty: it was erased."""
    cohorts: tuple[ReachedCohort, ...] = ()
    """Those that the reader follows; all, for authors."""
    before_id: int = 0
    """The newest revision in which the parts were otherwise."""


@dataclass(frozen=True)
class CourseCorrections:
    """What was pushed to a course, the last first."""

    id: str
    newest: RevisionFacts
    corrections: tuple[SeenCorrection, ...]


def correctable_course(member: Member, *, course_id: str) -> CorrectableCourse | None:
    """That course, as its authors correct it; None for trainees, and when there is none."""
    return correctable(course_id, language=member.language) if member.is_staff else None


def correctable(course_id: str, *, language: str = "") -> CorrectableCourse | None:
    """The same, for operations that were allowed already. Two queries, and one a revision that cohorts follow."""
    newest = newest_revision(course_id)
    if newest is None:
        return None
    rows = db.session.execute(_running(course_id)).all()
    running = tuple(
        RunningRevision(
            id=revision_id,
            number=number,
            cohorts=tuple(RunningCohort(row.id, row.name, row.site_id, row.site, row.trainees) for row in cohorts),
            changes=course_changes(revision_id, newest.id),
        )
        for (revision_id, number), cohorts in groupby(rows, key=lambda row: (row.revision_id, row.number))
    )
    return CorrectableCourse(course_id, _facts(newest, language), running)


def course_corrections(member: Member, *, course_id: str) -> CourseCorrections | None:
    """What was pushed to that course; None for trainees, and when there is no such course. Two queries."""
    newest = newest_revision(course_id) if member.is_staff else None
    if newest is None:
        return None
    pushed = _corrections().where(SafetyCorrection.course_id == course_id)
    corrections = tuple(_seen(row, member) for row in db.session.execute(pushed))
    return CourseCorrections(course_id, _facts(newest, member.language), corrections)


def correction_seen_by(member: Member, *, correction_id: UUID) -> SeenCorrection | None:
    """That correction with the cohorts that the member follows, or, for authors, with all; None for trainees. Three
    queries."""
    if not member.is_staff:
        return None
    row = db.session.execute(_corrections().where(SafetyCorrection.id == correction_id)).one_or_none()
    if row is None:
        return None
    before = select(func.max(SafetyDuty.before_id)).where(SafetyDuty.correction_id == correction_id)
    return _seen(row, member, _reached(member, correction_id), db.session.scalar(before) or 0)


def _running(course_id: str) -> Select[*tuple[Any, ...]]:
    """The running cohorts of that course, by revision, the newest first."""
    return (
        select(
            Cohort.id,
            Cohort.name,
            Cohort.site_id,
            Site.name.label("site"),
            Cohort.revision_id,
            Revision.number,
            func.count(Enrolment.id).label("trainees"),
        )
        .join(Site, Site.id == Cohort.site_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .outerjoin(Enrolment, _PRESENT)
        .where(Revision.course_id == course_id, Cohort.closed_at.is_(None))
        .group_by(Cohort.id, Site.name, Revision.number)
        .order_by(Revision.number.desc(), Site.name, Cohort.name, Cohort.id)
    )


def _corrections() -> Select[*tuple[Any, ...]]:
    return (
        select(SafetyCorrection, Revision, Person.name, SafetyReason.text)
        .join(Revision, Revision.id == SafetyCorrection.revision_id)
        .join(Person, Person.id == SafetyCorrection.pushed_by)
        .outerjoin(SafetyReason, SafetyReason.correction_id == SafetyCorrection.id)
        .order_by(SafetyCorrection.pushed_at.desc(), SafetyCorrection.id.desc())
    )


def _reached(member: Member, correction_id: UUID) -> tuple[ReachedCohort, ...]:
    followed = true() if member.is_a("author") else followed_by(member)
    return tuple(
        ReachedCohort(
            row.id, row.name, row.site, row.before, row.after, row.closed_at is not None, row.trainees, row.read
        )
        for row in db.session.execute(_REACHED.where(SafetyReach.correction_id == correction_id, followed))
    )


def _seen(row: Any, member: Member, cohorts: tuple[ReachedCohort, ...] = (), before_id: int = 0) -> SeenCorrection:
    correction: SafetyCorrection = row.SafetyCorrection
    return SeenCorrection(
        id=correction.id,
        course_id=correction.course_id,
        revision=_facts(row.Revision, member.language),
        parts=tuple(correction.parts),
        pushed_at=correction.pushed_at,
        pushed_by=row.name,
        reason=row.text or "",
        cohorts=cohorts,
        before_id=before_id,
    )


def _facts(revision: Revision, language: str) -> RevisionFacts:
    curriculum = curriculum_by_digest(revision.digest, revision.id).in_language(language)
    return RevisionFacts(revision.id, revision.number, revision.published_at, curriculum)


_before, _after = aliased(Revision), aliased(Revision)
_PRESENT = and_(Enrolment.cohort_id == Cohort.id, Enrolment.withdrawn_at.is_(None))
_OF_THEM = and_(SafetyDuty.enrolment_id == Enrolment.id, SafetyDuty.correction_id == SafetyReach.correction_id)
_REACHED: Select[*tuple[Any, ...]] = (
    select(
        Cohort.id,
        Cohort.name,
        Site.name.label("site"),
        _before.number.label("before"),
        _after.number.label("after"),
        Cohort.closed_at,
        func.count(SafetyDuty.id).label("trainees"),
        func.count(SafetyAcknowledgement.duty_id).label("read"),
    )
    .select_from(SafetyReach)
    .join(Cohort, Cohort.id == SafetyReach.cohort_id)
    .join(Site, Site.id == Cohort.site_id)
    .join(_before, _before.id == SafetyReach.before_id)
    .outerjoin(_after, _after.id == SafetyReach.after_id)
    .outerjoin(Enrolment, _PRESENT)
    .outerjoin(SafetyDuty, _OF_THEM)
    .outerjoin(SafetyAcknowledgement, SafetyAcknowledgement.duty_id == SafetyDuty.id)
    .group_by(Cohort.id, Site.name, _before.number, _after.number)
    .order_by(Site.name, Cohort.name, Cohort.id)
)

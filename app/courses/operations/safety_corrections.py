"""Pushing a safety correction to every running cohort of a course."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from app.courses.models import (
    Cohort,
    CohortInstructor,
    Enrolment,
    SafetyCorrection,
    SafetyDuty,
    SafetyReach,
    SafetyReason,
)
from app.courses.operations.composing import UnsoundComposition, composed_revision
from app.courses.operations.enrolments import lock_enrolments
from app.courses.operations.following import let_follow
from app.courses.operations.revisions import take_turns_publishing
from app.courses.operations.safety_duties import NOTICE
from app.courses.queries.safety_corrections import CorrectableCourse, RunningRevision, correctable
from app.db import db, take_turns
from app.notices.operations import News, notify_each
from app.people.models import Person, RoleGrant
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal
from app.shared.ids import new_id

TOLD_STAFF = "pushed"
"""The kind of notice by which those are told who follow the cohorts."""


class NewerRevision(Refusal):
    """The course was published once more after the form was made: what is in it now was not seen."""

    code = "newer-revision"


class NothingToCorrect(Refusal):
    """Every running cohort has these parts as they are in the newest revision."""

    code = "nothing-to-push"


@dataclass(frozen=True)
class Foreseen:
    """What a push does to the cohorts that follow one revision."""

    running: RunningRevision
    differing: tuple[str, ...]
    """The parts that they get; none: they have them already, and their trainees only read."""
    unsound: UnsoundComposition | None
    """Why the parts don't fit into their revision, which they keep."""


def foresee(course: CorrectableCourse, *, parts: Collection[str], by: UUID, at: datetime) -> tuple[Foreseen, ...]:
    """What pushing these parts would do, revision by revision, the newest first. Nothing of it stays."""
    found = []
    for running in course.running:
        with db.session.begin_nested() as trial:
            _, unsound = _composed(course, running, parts, by, at)
            trial.rollback()
        found.append(Foreseen(running, running.differing(parts), unsound))
    return tuple(found)


def push_correction(
    course_id: str,
    *,
    correction_id: UUID,
    revision_id: int,
    parts: Collection[str],
    reason: str,
    by: UUID,
    at: datetime,
) -> UUID:
    """Give every running cohort of the course these parts (their ids) as its newest revision `revision_id` has them,
    and let each of its trainees read them before they go on; returns the correction's id.

    A cohort into whose revision they don't fit keeps it; its trainees read them all the same. The same push twice is
    one: by its id, and also by what it pushes, as long as no other cohort runs since. Raises NewerRevision,
    NothingToCorrect.
    """
    take_turns(f"safety corrections of {course_id}")
    known = db.session.get(SafetyCorrection, correction_id)
    if known is not None and (known.revision_id, {*known.parts}) == (revision_id, {*parts}):
        return known.id
    course, cohorts = _with_cohorts_locked(course_id)
    take_turns_publishing(course_id)  # as whoever publishes does, before the journal
    if course is None or course.newest.id != revision_id:
        raise NewerRevision
    chosen = [each for each in course.parts if each in parts]
    earlier = _pushed_before(revision_id, {*parts}, cohorts)
    if earlier is not None:
        return earlier
    if not chosen:
        raise NothingToCorrect
    # Somebody who went back to the form and changed it means another correction.
    made_id = new_id() if known else correction_id
    correction = _add(course_id, made_id, revision_id, chosen, reason, by, at)
    _tell_staff(correction, course, cohorts)
    for running in course.running:
        _reach(correction, course, running, cohorts)
    return correction.id


def erase_reason(correction_id: UUID, *, why: str, by: UUID, at: datetime) -> bool:
    """Erase the words of a correction's reason; the record stays with their digest. Whether there were any."""
    gone = delete(SafetyReason).where(SafetyReason.correction_id == correction_id).returning(SafetyReason.correction_id)
    if db.session.scalar(gone) is None:
        return False
    write_journal("safety.reason-erased", by=by, at=at, kind="safety_correction", id=correction_id, reason=why)
    return True


def _with_cohorts_locked(course_id: str) -> tuple[CorrectableCourse | None, dict[UUID, Cohort]]:
    """The course as it is to be corrected, and its running cohorts by id. They, and all their enrolments, are behind
    their locks: in one order, and before anything that others wait for is written."""
    cohorts: dict[UUID, Cohort] = {}
    while True:
        course = correctable(course_id)
        running = {each.id for revision in course.running for each in revision.cohorts} if course else set()
        if running <= cohorts.keys():
            return course, {each: cohorts[each] for each in running}
        cohorts = _lock(running)


def _lock(cohort_ids: Collection[UUID]) -> dict[UUID, Cohort]:
    """By id alone: a cohort that takes another revision while this waits would drop out of anything narrower."""
    these = (
        select(Cohort)
        .where(Cohort.id.in_(cohort_ids))
        .order_by(Cohort.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    cohorts = {cohort.id: cohort for cohort in db.session.scalars(these)}
    lock_enrolments(db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id.in_(cohort_ids))).all())
    return cohorts


def _pushed_before(revision_id: int, parts: set[str], cohorts: Collection[UUID]) -> UUID | None:
    """The correction that pushed just this, and to every cohort that runs."""
    for each in db.session.scalars(select(SafetyCorrection).where(SafetyCorrection.revision_id == revision_id)):
        reached = select(SafetyReach.cohort_id).where(SafetyReach.correction_id == each.id)
        if {*each.parts} == parts and {*cohorts} <= {*db.session.scalars(reached)}:
            return each.id
    return None


def _add(
    course_id: str, correction_id: UUID, revision_id: int, parts: list[str], reason: str, by: UUID, at: datetime
) -> SafetyCorrection:
    salt = new_salt()
    made = SafetyCorrection(
        id=correction_id,
        course_id=course_id,
        revision_id=revision_id,
        parts=parts,
        pushed_at=at,
        pushed_by=by,
        reason_digest=salted(reason, salt),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(SafetyReason(correction_id=made.id, text=reason, salt=salt))
    detail = {"course": course_id, "revision": revision_id, "parts": parts}
    write_journal("safety.pushed", by=by, at=at, kind="safety_correction", id=made.id, detail=detail, covers=[made])
    return made


def _reach(
    correction: SafetyCorrection, course: CorrectableCourse, running: RunningRevision, cohorts: Mapping[UUID, Cohort]
) -> None:
    """Let the cohorts of that revision follow the corrected one, and their trainees read it."""
    by, at = correction.pushed_by, correction.pushed_at
    after_id, _ = _composed(course, running, correction.parts, by, at)
    before_id = course.read_before(running, correction.parts)
    for each in running.cohorts:
        reach = SafetyReach(correction_id=correction.id, cohort_id=each.id, before_id=running.id, after_id=after_id)
        duties = [
            SafetyDuty(id=new_id(), correction_id=correction.id, enrolment_id=enrolment_id, before_id=before_id)
            for enrolment_id in db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == each.id))
        ]
        db.session.add_all([reach, *duties])
        db.session.flush()
        pushed = {"correction": str(correction.id)}
        let_follow(cohorts[each.id], after_id or running.id, by=by, at=at, detail=pushed)
        detail = {**pushed, "from": running.id, "to": after_id}
        write_journal(
            "cohort.corrected", by=by, at=at, kind="cohort", id=each.id, detail=detail, covers=[reach, *duties]
        )
        _tell_trainees(correction, course, each.id)


def _composed(
    course: CorrectableCourse, running: RunningRevision, parts: Collection[str], by: UUID, at: datetime
) -> tuple[int | None, UnsoundComposition | None]:
    """The revision that has these parts besides, or why there is none."""
    differing = running.differing(parts)
    if not differing:
        return running.id, None
    try:
        return composed_revision(running.id, course.newest.id, accepted=differing, by=by, at=at).id, None
    except UnsoundComposition as unsound:
        return None, unsound


def _tell_trainees(correction: SafetyCorrection, course: CorrectableCourse, cohort_id: UUID) -> None:
    present = (
        select(SafetyDuty.id, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == SafetyDuty.enrolment_id)
        .where(SafetyDuty.correction_id == correction.id, Enrolment.cohort_id == cohort_id)
        .where(Enrolment.withdrawn_at.is_(None))
    )
    details = {"course": course.newest.curriculum.base.title}
    told = [
        News(row.person_id, NOTICE, str(row.id), f"/safety-duties/{row.id}", details)
        for row in db.session.execute(present)
    ]
    notify_each(told, at=correction.pushed_at)


def _tell_staff(correction: SafetyCorrection, course: CorrectableCourse, cohorts: Mapping[UUID, Cohort]) -> None:
    """The instructors of the cohorts, and the coordinators of their sites, but for whoever pushed it."""
    teaching = select(CohortInstructor.person_id).where(CohortInstructor.cohort_id.in_(cohorts))
    sites = {cohort.site_id for cohort in cohorts.values()}
    coordinating = select(RoleGrant.person_id).where(
        RoleGrant.role == "coordinator", or_(RoleGrant.site_id.is_(None), RoleGrant.site_id.in_(sites))
    )
    there = select(Person.id).where(Person.deactivated_at.is_(None))
    told = {*db.session.scalars(there.where(or_(Person.id.in_(teaching), Person.id.in_(coordinating))))}
    path, details = f"/safety-corrections/{correction.id}", {"course": course.newest.curriculum.base.title}
    news = [News(each, TOLD_STAFF, str(correction.id), path, details) for each in told - {correction.pushed_by}]
    notify_each(news, at=correction.pushed_at)

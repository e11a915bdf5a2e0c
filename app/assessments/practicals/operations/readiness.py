"""A trainee asks to be assessed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.assessments.practicals.facts import practical_of
from app.assessments.practicals.models import Readiness
from app.assessments.practicals.queries import practical_state
from app.courses.facts import EnrolledItem, item_named
from app.courses.operations.enrolments import lock_enrolment, refuse_locked
from app.db import db
from app.notices.operations import News, notify_each
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class AlreadyCompetent(Refusal):
    """The trainee was signed off in this practical as often as it takes."""

    code = "already-competent"


class RetakeSpent(Refusal):
    """The work was not acquired for safety, nor in the one retake: another assessment takes a reason."""

    code = "retake-spent"


def declare_ready(found: EnrolledItem, *, readiness_id: UUID, by: UUID, at: datetime) -> None:
    """The trainee asks to be assessed. While they wait already, asking again changes nothing.

    Raises Withdrawn, CohortClosed, ItemLocked, RetakeSpent, AlreadyCompetent.
    """
    practical = practical_of(found)
    lock_enrolment(found.enrolled.id)
    refuse_locked(found)
    state = practical_state(found)
    if state.retake_spent:
        raise RetakeSpent(item=practical)
    if state.ready_since is not None or db.session.get(Readiness, readiness_id) is not None:
        return
    if state.successes >= practical.successes:
        raise AlreadyCompetent(item=practical)
    row = Readiness(id=readiness_id, enrolment_id=found.enrolled.id, item_id=practical.id, declared_at=at)
    db.session.add(row)
    db.session.flush()
    detail = {"enrolment": str(found.enrolled.id), "item": practical.id}
    write_journal("readiness.declared", by=by, at=at, kind="readiness", id=readiness_id, detail=detail, covers=[row])
    _tell_instructors(found, readiness_id, at)


def _tell_instructors(found: EnrolledItem, readiness_id: UUID, at: datetime) -> None:
    trainee_id = found.enrolled.person_id
    named = item_named(found.enrolled.curriculum, found.item.id)
    details = {"person": str(trainee_id), "cohort": found.enrolled.cohort.name, **named}
    path = f"{found.prefix}/sign-offs/new"
    instructors = found.enrolled.cohort.instructor_ids - {trainee_id}
    notify_each([News(each, "ready", str(readiness_id), path, details) for each in instructors], at=at)

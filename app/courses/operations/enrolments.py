"""Enrolling people, and writing down what they completed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import EnrolledItem
from app.courses.models import Completion, Enrolment, GateDecision, LessonDeclaration
from app.courses.progress import closed_gates
from app.courses.queries.enrolments import done_by
from app.curriculum.model import Lesson
from app.db import db
from app.people.models import Person
from app.records.operations import write_journal
from app.shared.errors import Refusal


class AlreadyEnrolled(Refusal):
    """The person is in this cohort already."""

    code = "already-enrolled"


class ItemLocked(Refusal):
    """The item requires a gate that is closed for this trainee."""

    status = 403
    code = "item-locked"


def enrol(person: Person, *, cohort_id: UUID, by: UUID | None, at: datetime) -> Enrolment:
    """Give `person` a place in the cohort. Raises AlreadyEnrolled."""
    if db.session.scalar(
        select(Enrolment.id).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person.id)
    ):
        raise AlreadyEnrolled(name=person.name)
    enrolment = Enrolment(cohort_id=cohort_id, person_id=person.id, enrolled_at=at)
    db.session.add(enrolment)
    db.session.flush()
    write_journal("enrolment.created", by=by, at=at, kind="enrolment", id=enrolment.id)
    return enrolment


def declare_lesson_done(enrolled_item: EnrolledItem, *, by: UUID, at: datetime) -> None:
    """The trainee says that they worked through the lesson. Doing it twice is doing it once.

    Raises ItemLocked.
    """
    enrolled, item = enrolled_item.enrolled, enrolled_item.item
    lock_enrolment(enrolled.id)
    refuse_locked(enrolled_item)
    if not isinstance(item, Lesson):
        raise TypeError("only lessons are completed by declaration")
    declared = select(LessonDeclaration.id).where(
        LessonDeclaration.enrolment_id == enrolled.id, LessonDeclaration.item_id == item.id
    )
    if db.session.scalar(declared):
        return
    db.session.add(
        LessonDeclaration(
            enrolment_id=enrolled.id, item_id=item.id, revision_id=enrolled.cohort.revision_id, declared_at=at
        )
    )
    record_completion(enrolled.id, item_id=item.id, at=at)
    write_journal("lesson.declared", by=by, at=at, kind="enrolment", id=enrolled.id, detail={"item": item.id})


def record_completion(enrolment_id: UUID, *, item_id: str, at: datetime) -> None:
    """Write down that the item is completed; the first time counts."""
    if db.session.get(Completion, (enrolment_id, item_id)) is None:
        db.session.add(Completion(enrolment_id=enrolment_id, item_id=item_id, completed_at=at))
    db.session.flush()


def open_gate(enrolment_id: UUID, *, gate: str, at: datetime) -> None:
    """Open a gate on the strength of a mark, unless a decision on it stands already."""
    if gate in done_by(enrolment_id).gates:
        return
    db.session.add(
        GateDecision(enrolment_id=enrolment_id, gate=gate, decision="opened", decided_at=at, decided_by=None)
    )
    db.session.flush()
    write_journal("gate.opened", by=None, at=at, kind="enrolment", id=enrolment_id, detail={"gate": gate})


def lock_enrolment(enrolment_id: UUID) -> None:
    """Make writers of this enrolment wait for each other, so that two requests at once are one after the other.

    PostgreSQL locks the row; on SQLite requests that write hold the lock of the whole database already.
    """
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


def refuse_locked(enrolled_item: EnrolledItem) -> None:
    """Raises ItemLocked, naming the quizzes that open the item, when a gate before it is closed."""
    curriculum = enrolled_item.enrolled.curriculum
    closed = closed_gates(enrolled_item.item, done_by(enrolled_item.enrolled.id))
    if closed:
        openers = ", ".join(curriculum.openers[gate].title for gate in closed if gate in curriculum.openers)
        raise ItemLocked(item=enrolled_item.item.title, openers=openers)



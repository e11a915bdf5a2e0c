"""Enrolling people, and writing down what they completed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import EnrolledItem
from app.courses.models import Completion, Enrolment, GateDecision, LessonDeclaration
from app.courses.progress import closed_gates
from app.courses.queries.enrolments import done_by
from app.curriculum.model import Lesson
from app.db import db, take_turns
from app.people.models import Person
from app.people.operations import add_person, invite
from app.people.queries import folded, is_staff, person_by_email
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.ids import new_id


class AlreadyEnrolled(Refusal):
    """The person is in this cohort already."""

    code = "already-enrolled"


class ItemLocked(Refusal):
    """The item requires a gate that is closed for this trainee."""

    status = 403
    code = "item-locked"


def enrol(
    person: Person, *, cohort_id: UUID, by: UUID | None, at: datetime, enrolment_id: UUID | None = None
) -> Enrolment:
    """Give `person` a place in the cohort. Raises AlreadyEnrolled."""
    if db.session.scalar(
        select(Enrolment.id).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person.id)
    ):
        raise AlreadyEnrolled(name=person.name)
    enrolment = Enrolment(id=enrolment_id or new_id(), cohort_id=cohort_id, person_id=person.id, enrolled_at=at)
    db.session.add(enrolment)
    db.session.flush()
    write_journal("enrolment.created", by=by, at=at, kind="enrolment", id=enrolment.id)
    return enrolment


@dataclass(frozen=True)
class NewPlace:
    """An enrolment as just made, and the code that lets its person sign in for the first time."""

    enrolment: Enrolment
    name: str
    code: str | None
    """None when the person can sign in already, or is staff."""


def enrol_by_email(
    name: str,
    *,
    email: str,
    cohort_id: UUID,
    language: str,
    by: UUID | None,
    at: datetime,
    enrolment_id: UUID | None = None,
) -> NewPlace:
    """Give the person with that address a place in the cohort, adding them to the school if nobody has it.

    Somebody known keeps their name and language. Whoever has no password yet gets an invitation, and gets
    another when they are enrolled once more: so a lost one is replaced. A request that is sent twice brings
    the same `enrolment_id`, and makes no second place. Raises AlreadyEnrolled.
    """
    take_turns(f"person {folded(email)}")
    person = person_by_email(email) or add_person(name, email=email, language=language, by=by, at=at)
    # Whoever enrols somebody sees their invitation, and must not come by the rights of staff with it.
    invited = person.password_hash is None and not is_staff(person.id)
    enrolment = _place_of(person, cohort_id)
    if enrolment is None or not (invited or enrolment.id == enrolment_id):
        # Somebody who went back to the form and changed it means another person.
        free_id = None if enrolment_id and db.session.get(Enrolment, enrolment_id) else enrolment_id
        enrolment = enrol(person, cohort_id=cohort_id, by=by, at=at, enrolment_id=free_id)
    code = invite(person, by=by, at=at) if invited else None
    return NewPlace(enrolment, person.name, code)


def _place_of(person: Person, cohort_id: UUID) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person.id)
    )


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
    """Make writers of this enrolment wait for each other: two requests at once are one after the other.

    PostgreSQL locks the row; on SQLite requests that write hold the lock of the whole database already.
    """
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


def lock_enrolments(enrolment_ids: Collection[UUID] | None = None) -> None:
    """The same for several enrolments, or (None) for all. Before any of them is written to: they are locked in
    one order, so that no two who lock several wait for each other."""
    locked = select(Enrolment.id).order_by(Enrolment.id).with_for_update()
    db.session.execute(locked if enrolment_ids is None else locked.where(Enrolment.id.in_(enrolment_ids)))


def refuse_locked(enrolled_item: EnrolledItem) -> None:
    """Raises ItemLocked, naming the quizzes that open the item, when a gate before it is closed."""
    curriculum = enrolled_item.enrolled.curriculum
    closed = closed_gates(enrolled_item.item, done_by(enrolled_item.enrolled.id))
    if closed:
        openers = ", ".join(curriculum.openers[gate].title for gate in closed if gate in curriculum.openers)
        raise ItemLocked(item=enrolled_item.item.title, openers=openers)

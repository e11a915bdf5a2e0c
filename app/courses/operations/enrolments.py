"""Enrolling people, and writing down what they completed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.courses.facts import EnrolledItem
from app.courses.models import Cohort, Completion, Enrolment, LessonDeclaration, Site
from app.courses.operations.safety_duties import owe_corrections
from app.courses.progress import LICENCE, closed_gates
from app.courses.queries.enrolments import done_by
from app.courses.queries.safety_duties import first_unread
from app.curriculum.model import Lesson
from app.db import db, take_turns
from app.people.invitation_code import invitation_code
from app.people.models import Person
from app.people.operations import add_person, invite, lock_person, refuse_deactivated, send_invitation
from app.people.queries import folded, open_invitation_of, person_by_email, person_by_id
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.ids import new_id


class AlreadyEnrolled(Refusal):
    """The person is in this cohort already, or (`withdrawn`) was, and can only return to their old place."""

    code = "already-enrolled"


class CohortClosed(Refusal):
    """The cohort is only there to be read."""

    code = "cohort-closed"


class Withdrawn(Refusal):
    """The trainee is gone: what they did is kept, and nothing is added."""

    status = 403
    code = "withdrawn"


class SafetyUnread(Refusal):
    """A safety correction has to be read before the trainee goes on."""

    status = 403
    code = "safety-unread"
    leads_back = False


class ItemLocked(Refusal):
    """The item requires a gate that is closed for this trainee."""

    status = 403
    code = "item-locked"


class LicenceSuspended(ItemLocked):
    """An unsafe act at the bench suspended the trainee's safety licence, which every practical takes."""

    code = "licence-suspended"


def enrol(
    person: Person, *, cohort_id: UUID, by: UUID | None, at: datetime, enrolment_id: UUID | None = None
) -> Enrolment:
    """Give `person` a place in the cohort. Raises CohortClosed, AlreadyEnrolled."""
    refuse_closed(lock_cohort(cohort_id))
    refuse_second_place(person.id, name=person.name, cohort_id=cohort_id)
    enrolment = Enrolment(id=enrolment_id or new_id(), cohort_id=cohort_id, person_id=person.id, enrolled_at=at)
    db.session.add(enrolment)
    db.session.flush()
    detail = {"cohort": str(cohort_id)}
    owed = owe_corrections(enrolment)
    write_journal("enrolment.created", by=by, at=at, kind="enrolment", id=enrolment.id, detail=detail, covers=owed)
    return enrolment


@dataclass(frozen=True)
class NewPlace:
    """An enrolment as just made, and how its person gets in for the first time."""

    enrolment: Enrolment
    person_id: UUID
    name: str
    sign_in_name: str
    """Of somebody without a mailbox; else empty."""
    letter_to: str
    """The address that their invitation goes to; empty: they need none, or get it on a card."""
    code: str
    """Of the invitation of somebody without a mailbox; empty: they need none, or get it by mail."""


def enrol_by_email(
    name: str,
    *,
    email: str | None,
    cohort_id: UUID,
    language: str,
    by: UUID | None,
    at: datetime,
    enrolment_id: UUID | None = None,
) -> NewPlace:
    """Give the person with that address a place in the cohort, adding them to the school if nobody has it.

    Somebody known keeps their name and language; without an address, somebody is always new. Whoever has no
    password yet gets an invitation (by mail, if they have an address), and gets another when they are enrolled once
    more: so a lost one is replaced. A request that is sent twice brings the same `enrolment_id`; it makes no second
    place and no second invitation. Raises CohortClosed, AlreadyEnrolled, PersonDeactivated.
    """
    refuse_closed(lock_cohort(cohort_id))
    take_turns(f"person {folded(email) if email else enrolment_id}")
    known = person_by_email(email) if email else _enrolled_as(name, enrolment_id, cohort_id)
    person = lock_person(known.id) if known else add_person(name, email=email, language=language, by=by, at=at)
    refuse_deactivated(person)
    invited = person.password_hash is None
    enrolment = _place_of(person, cohort_id)
    repeated = enrolment is not None and enrolment.id == enrolment_id
    if enrolment is None or enrolment.withdrawn_at or not (invited or repeated):
        # Somebody who went back to the form and changed it means another person.
        free_id = None if enrolment_id and db.session.get(Enrolment, enrolment_id) else enrolment_id
        enrolment = enrol(person, cohort_id=cohort_id, by=by, at=at, enrolment_id=free_id)
    code = _code_made_with(enrolment, at=at) if repeated else ""
    if invited and not repeated:
        code = let_in(person, by=by, at=at)
    return NewPlace(
        enrolment,
        person.id,
        person.name,
        person.sign_in_name or "",
        letter_to=person.email or "" if invited else "",
        code=code,
    )


def _enrolled_as(name: str, enrolment_id: UUID | None, cohort_id: UUID) -> Person | None:
    """Whom this very request enrolled before, under that name and without an address."""
    found = select(Person).join(Enrolment, Enrolment.person_id == Person.id)
    theirs = found.where(Enrolment.id == enrolment_id, Enrolment.cohort_id == cohort_id)
    return db.session.scalar(theirs.where(Person.name == name, Person.email.is_(None)))


def _code_made_with(enrolment: Enrolment, *, at: datetime) -> str:
    """The code that the request had for an answer which made this place; nothing once it is used or replaced.

    A later one may be for what the person got at other sites since, and is not for whoever enrolled them.
    """
    present = open_invitation_of(enrolment.person_id, at=at)
    if present is None or present.created_at != enrolment.enrolled_at or person_by_id(enrolment.person_id).email:
        return ""
    return invitation_code(present.id)


def let_in(person: Person, *, by: UUID | None, at: datetime) -> str:
    """Invite somebody by letter, or without a mailbox by a code to hand over, which is returned. The invitations that
    they had end."""
    if person.email:
        send_invitation(person, by=by, at=at)
        return ""
    return invite(person, by=by, at=at)


def _place_of(person: Person, cohort_id: UUID) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person.id)
    )


def declare_lesson_done(enrolled_item: EnrolledItem, *, by: UUID, at: datetime) -> None:
    """The trainee says that they worked through the lesson. Doing it twice is doing it once.

    Raises Withdrawn, CohortClosed, ItemLocked.
    """
    enrolled, item = enrolled_item.enrolled, enrolled_item.item
    lock_enrolment(enrolled.id)
    refuse_locked(enrolled_item)
    if not isinstance(item, Lesson):
        raise TypeError("only lessons are completed by declaration")
    declared = select(LessonDeclaration.id).where(
        LessonDeclaration.enrolment_id == enrolled.id, LessonDeclaration.item_id.in_(item.names)
    )
    if db.session.scalar(declared):
        return
    made = LessonDeclaration(
        enrolment_id=enrolled.id, item_id=item.id, revision_id=enrolled.cohort.revision_id, declared_at=at
    )
    db.session.add(made)
    record_completion(enrolled.id, item_id=item.id, at=at)
    detail = {"item": item.id}
    write_journal("lesson.declared", by=by, at=at, kind="enrolment", id=enrolled.id, detail=detail, covers=[made])


def record_completion(enrolment_id: UUID, *, item_id: str, at: datetime) -> None:
    """Write down that the item is completed; the first time counts."""
    if db.session.get(Completion, (enrolment_id, item_id)) is None:
        db.session.add(Completion(enrolment_id=enrolment_id, item_id=item_id, completed_at=at))
    db.session.flush()


def lock_cohort(cohort_id: UUID) -> Cohort:
    """The cohort as it is now, after whoever changes it or enrols in it; they wait for us.

    Before persons and enrolments are locked, so that no two wait for each other.
    """
    # NO KEY: rows that only point at the cohort don't wait.
    return db.session.get_one(Cohort, cohort_id, with_for_update={"key_share": True}, populate_existing=True)


def refuse_second_place(person_id: UUID, *, name: str, cohort_id: UUID) -> None:
    """Raises AlreadyEnrolled."""
    statement = select(Enrolment.withdrawn_at).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person_id)
    place = db.session.execute(statement).one_or_none()
    if place is not None:
        raise AlreadyEnrolled(name=name, withdrawn=place.withdrawn_at is not None)


def refuse_closed(cohort: Cohort) -> None:
    """Raises CohortClosed."""
    if cohort.closed_at is not None:
        raise CohortClosed(cohort=cohort.name)


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


def refuse_ended(enrolment_id: UUID) -> None:
    """Raises Withdrawn or CohortClosed when nothing can be added any more, as the database says it now.

    Whoever closes a cohort locks its enrolments: behind the lock of one the answer stays right.
    """
    _refuse_ended(db.session.execute(_ENDED, {"id": enrolment_id}).one())


def refuse_unread(enrolment_id: UUID) -> None:
    """Raises SafetyUnread when the trainee has to read a safety correction first, as the database says it now.

    Raises Withdrawn or CohortClosed before that. Everything that trainees begin at an item goes through here.
    """
    place = db.session.execute(_ENDED, {"id": enrolment_id}).one()
    _refuse_ended(place)
    if place.unread is not None:
        raise SafetyUnread(duty_id=place.unread)


def refuse_locked(enrolled_item: EnrolledItem) -> None:
    """Raises LicenceSuspended, or ItemLocked, naming the quizzes that open the item, when a gate before it is closed.

    Raises Withdrawn, CohortClosed or SafetyUnread before that.
    """
    refuse_unread(enrolled_item.enrolled.id)
    refuse_gates(enrolled_item, closed_gates(enrolled_item.item, done_by(enrolled_item.enrolled)))


def refuse_gates(enrolled_item: EnrolledItem, closed: Collection[str]) -> None:
    """Raises LicenceSuspended or ItemLocked when any of the gates before the item is closed."""
    curriculum = enrolled_item.enrolled.curriculum
    if LICENCE in closed:
        raise LicenceSuspended(item=enrolled_item.item)
    if closed:
        openers = [curriculum.openers[gate] for gate in closed if gate in curriculum.openers]
        raise ItemLocked(item=enrolled_item.item, openers=openers)


def _refuse_ended(place: Any) -> None:
    if place.withdrawn_at is not None:
        raise Withdrawn(since=place.withdrawn_at, time_zone=place.time_zone)
    if place.closed_at is not None:
        raise CohortClosed(cohort=place.name)


_ENDED = (
    select(
        Enrolment.withdrawn_at,
        Cohort.closed_at,
        Cohort.name,
        Site.time_zone,
        first_unread(Enrolment.__table__.c.id).label("unread"),
    )
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(Site, Site.id == Cohort.site_id)
    .where(Enrolment.id == bindparam("id"))
)

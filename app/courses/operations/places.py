"""Moving a trainee's place to another cohort, ending it, and letting them return."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import Cohort, DueDate, Enrolment, Revision
from app.courses.operations.enrolments import (
    let_in,
    lock_cohort,
    lock_enrolment,
    refuse_closed,
    refuse_ended,
    refuse_second_place,
)
from app.courses.operations.going_on import go_on
from app.courses.operations.safety_duties import owe_corrections
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.people.operations import end_invitations
from app.people.queries import open_invitation_of, person_by_id
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class OtherCourse(Refusal):
    """The cohort follows another course: what was completed would mean nothing there."""

    code = "other-course"


class PlaceMoved(Refusal):
    """The trainee was moved to another cohort after the page was opened."""

    code = "place-moved"


def move(enrolled: Enrolled, *, to: CohortFacts, reason: str, by: UUID | None, at: datetime) -> bool:
    """Let the trainee go on in another cohort of the same course, with everything that they completed.

    Due dates that were moved for them alone are dropped: they were agreed for the other calendar. Whether it is
    new. Raises OtherCourse, CohortClosed, Withdrawn, AlreadyEnrolled, PlaceMoved.
    """
    refuse_closed(lock_cohort(to.id))
    place = _locked(enrolled)
    if place.cohort_id == to.id:
        return False
    _refuse_moved(place, enrolled)
    refuse_ended(place.id)
    if _course_of(enrolled.cohort) != _course_of(to):
        raise OtherCourse(course=enrolled.curriculum)
    refuse_second_place(place.person_id, name=enrolled.name, cohort_id=to.id)
    if to.site_id != enrolled.cohort.site_id:
        _end_seen_invitation(place.person_id, by=by, at=at)
    dropped = db.session.execute(delete(DueDate).where(DueDate.enrolment_id == place.id).returning(DueDate.item_id))
    detail = {"from": str(place.cohort_id), "to": str(to.id), "dates_dropped": sorted(dropped.scalars())}
    place.cohort_id = to.id
    db.session.flush()
    if to.revision_id != enrolled.cohort.revision_id:
        go_on([enrolment_facts(place.id)], before_id=enrolled.cohort.revision_id, at=at)
    owed = owe_corrections(place)
    about: dict[str, Any] = {"kind": "enrolment", "id": place.id, "detail": detail, "reason": reason}
    write_journal("enrolment.moved", by=by, at=at, covers=owed, **about)
    return True


def withdraw(enrolled: Enrolled, *, reason: str, by: UUID | None, at: datetime) -> bool:
    """End the trainee's place; everything they did is kept, and an attempt that runs may still be handed in.

    Whether it is new: whoever is gone stays gone since when they were. Raises CohortClosed, PlaceMoved.
    """
    place = _locked(enrolled)
    _refuse_moved(place, enrolled)
    if place.withdrawn_at is not None:
        return False
    refuse_ended(place.id)
    place.withdrawn_at = at
    db.session.flush()
    write_journal("enrolment.withdrawn", by=by, at=at, kind="enrolment", id=place.id, reason=reason)
    return True


def let_return(enrolled: Enrolled, *, reason: str, by: UUID | None, at: datetime) -> bool:
    """Let a trainee who was withdrawn go on where they stopped. Whether it is new. Raises CohortClosed, PlaceMoved."""
    place = _locked(enrolled)
    _refuse_moved(place, enrolled)
    refuse_closed(db.session.get_one(Cohort, place.cohort_id, populate_existing=True))
    if place.withdrawn_at is None:
        return False
    place.withdrawn_at = None
    db.session.flush()
    write_journal("enrolment.returned", by=by, at=at, kind="enrolment", id=place.id, reason=reason)
    return True


def _locked(enrolled: Enrolled) -> Enrolment:
    """The place as it is now, behind its lock."""
    lock_enrolment(enrolled.id)
    return db.session.get_one(Enrolment, enrolled.id, populate_existing=True)


def _refuse_moved(place: Enrolment, enrolled: Enrolled) -> None:
    if place.cohort_id != enrolled.cohort.id:
        raise PlaceMoved(name=enrolled.name)


def _end_seen_invitation(person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Coordinators of the site that the trainee leaves may have seen the code of their card: it opens nothing of the
    other site. Who has not signed in yet gets another invitation."""
    if open_invitation_of(person_id, at=at) is None:
        return
    person = person_by_id(person_id)
    if person.password_hash is None:
        let_in(person, by=by, at=at)
    else:
        end_invitations(person_id, at=at)


def _course_of(cohort: CohortFacts) -> str | None:
    return db.session.scalar(select(Revision.course_id).where(Revision.id == cohort.revision_id))

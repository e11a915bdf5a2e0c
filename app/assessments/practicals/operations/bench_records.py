"""Recording what was judged at the bench, or holding it where that can't be done: nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.bench_record import (
    BenchRecord,
    DeliveredPhoto,
    Pins,
    Signed,
    TraineesWord,
    record_of,
)
from app.assessments.practicals.facts import JudgedBy, practical_of
from app.assessments.practicals.judgement import judged_alike, settled
from app.assessments.practicals.models import Evidence, HeldRecord, SignOff
from app.assessments.practicals.operations.acknowledgements import acknowledge
from app.assessments.practicals.operations.sign_offs import says_the_same, sign_off
from app.assessments.practicals.photos import KeptPhoto
from app.assessments.practicals.queries import (
    as_judged,
    delivered,
    enrolled_practical,
    repeated_sign_off,
    seen_sign_off_by_id,
)
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.operations.enrolments import lock_enrolment
from app.courses.operations.gates import suspend_licence
from app.courses.permissions import may_teach
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Practical
from app.db import db
from app.people.member import Member
from app.people.operations import PinBlocked, check_pin
from app.people.queries import has_pin
from app.records.operations.journal import write_journal
from app.records.operations.throttle import Limit, count_try
from app.shared.errors import Refusal

WRONG_PIN = "wrong-pin"
DELIVERIES = Limit("bench-records", 1200, timedelta(minutes=15))
"""Of one person. Who comes up from the basement after a week brings hundreds at once."""


class NotTeaching(Refusal):
    """Whoever judged doesn't teach the trainee's cohort (any more), or the trainee's course has no such practical."""

    status = 403
    code = "not-teaching"


class OtherCriteria(Refusal):
    """It was judged by other criteria than those that the trainee's course has by now: somebody decides on it."""

    code = "other-criteria"


def count_delivery(person_id: UUID, *, at: datetime) -> timedelta | None:
    """Count one record that this person delivers; returns how long to wait if there were too many. The caller commits
    before it looks further."""
    return count_try(DELIVERIES, str(person_id), at=at)


def check_pins(record: BenchRecord, pins: Pins, place: Enrolled, *, by: UUID, at: datetime) -> Signed:
    """Who signed. Tries are counted and committed, so this comes before anything is written."""
    return Signed(sign_of(by, pins.assessor, at=at), _trainee_signed(record, pins, place, at))


def sign_of(person_id: UUID, pin: str, *, at: datetime) -> str:
    """How an assessor signed with this PIN: see `Signed`. Who has none signs by being signed in."""
    if not pin and not has_pin(person_id):
        return "account"
    return "pin" if _is_right(person_id, pin, at) else ""


def deliver(record: BenchRecord, *, by: Member, signed: Signed, photos: Sequence[DeliveredPhoto], at: datetime) -> None:
    """Record what was judged, or hold it. Delivered twice, also at once, it is there once."""
    lock_enrolment(record.enrolment_id)
    if delivered(record.id) is not None:
        return
    why = "" if signed.assessor else WRONG_PIN
    why = why or next((photo.refused for photo in photos if photo.refused), "")
    if not why:
        try:
            with db.session.begin_nested():
                record_judgement(record, by=by, signed=signed, photos=photos, at=at)
        except Refusal as refusal:
            why = refusal.code
    if why:
        _hold(record, why, by, signed, photos, at)


def record_judgement(
    record: BenchRecord,
    *,
    by: Member,
    signed: Signed,
    photos: Sequence[DeliveredPhoto],
    at: datetime,
    as_judged_then: bool = False,
) -> None:
    """Sign off, and let the trainee sign if they did. `as_judged_then`: also by criteria that have changed since.

    Raises NotTeaching, OtherCriteria, and what `sign_off` raises.
    """
    found = _place(record, by)
    judged_by = _judged_by(found, record)
    if not as_judged_then and not judged_alike(judged_by.practical, practical_of(found)):
        raise OtherCriteria(item=found.item)
    sign_off(
        found,
        sign_off_id=record.id,
        by=by.id,
        at=at,
        begun_at=record.begun_at,
        ended_at=record.ended_at,
        judgement=record.judgement(judged_by.practical),
        judged_by=judged_by,
        photos=[KeptPhoto(each.received_digest, each.stored_digest) for each in photos if not each.refused],
        signed_with="pin" if signed.assessor == "pin" else "account",
        corrects=record.corrects,
        override=record.override,
    )
    if signed.trainee and record.trainee is not None:
        _acknowledge(record.id, record.trainee, by=found.enrolled.person_id, beside=by.id, at=at)


def _acknowledge(sign_off_id: UUID, said: TraineesWord, *, by: UUID, beside: UUID, at: datetime) -> None:
    """As the trainee signed on the device of `beside`."""
    acknowledge(
        seen_sign_off_by_id(sign_off_id),
        by=by,
        at=at,
        signed_with="pin",
        agrees=said.agrees,
        words=said.words,
        beside=beside,
    )


def says_otherwise(record: BenchRecord) -> bool:
    """Whether what was recorded, or is held, under the id of this record isn't what it says: a device that had no room
    to keep it sent it, the answer was lost, and the sheet was changed. What arrived first stands."""
    made = repeated_sign_off(record.id)
    if made is None:
        held = db.session.get(HeldRecord, record.id)
        return held is not None and record_of(held.body) != record
    practical = curriculum_of(made.revision_id).items[made.item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"sign-off {made.id} judges {made.item_id}, which is no practical")
    photos = select(Evidence.received_digest).where(Evidence.sign_off_id == made.id).order_by(Evidence.position)
    judgement = settled(practical, record.judgement(practical))
    whole = judgement.levels.keys() == {criterion.id for criterion in practical.criteria}
    same = whole and says_the_same(made, practical, judgement)
    return not same or tuple(db.session.scalars(photos)) != record.photos


def _place(record: BenchRecord, member: Member) -> EnrolledItem:
    found = enrolled_practical(member, enrolment_id=record.enrolment_id, item_id=record.item_id)
    if found is None or not may_teach(member, found.enrolled.cohort):
        raise NotTeaching
    return found


def _judged_by(found: EnrolledItem, record: BenchRecord) -> JudgedBy:
    judged_by = as_judged(found, revision_id=record.revision_id)
    if judged_by is None:
        raise NotTeaching
    return judged_by


def _trainee_signed(record: BenchRecord, pins: Pins, place: Enrolled, at: datetime) -> bool:
    said = record.trainee
    # Who disagrees says why; without words it waits until they do.
    if said is None or not (said.agrees or said.words):
        return False
    return _is_right(place.person_id, pins.trainee, at)


def _is_right(person_id: UUID, pin: str, at: datetime) -> bool:
    try:
        return check_pin(person_id, pin, at=at)
    except PinBlocked:
        return False


def _hold(
    record: BenchRecord, why: str, by: Member, signed: Signed, photos: Sequence[DeliveredPhoto], at: datetime
) -> None:
    row = HeldRecord(
        id=record.id,
        enrolment_id=record.enrolment_id,
        item_id=record.item_id,
        assessor_id=by.id,
        received_at=at,
        why=why,
        body=record.as_json() | {"signed": {"assessor": signed.assessor, "trainee": signed.trainee}},
        photos=[
            {"received": each.received_digest, "stored": each.stored_digest, "refused": each.refused} for each in photos
        ],
    )
    db.session.add(row)
    db.session.flush()
    detail = {"enrolment": str(record.enrolment_id), "item": record.item_id, "why": why}
    write_journal("held_record.held", by=by.id, at=at, kind="held_record", id=record.id, detail=detail, covers=[row])
    if record.decision == "stopped":
        _suspend_at_once(record, by=by.id, at=at)


def _suspend_at_once(record: BenchRecord, *, by: UUID, at: datetime) -> None:
    """A safety stop suspends the licence before it can be recorded: whoever delivers it judged it themselves. One that
    corrects a stop is no second one."""
    corrected = db.session.get(SignOff, record.corrects) if record.corrects else None
    own = enrolment_facts(record.enrolment_id).person_id == by
    if not own and not (corrected and corrected.stopped):
        suspend_licence(record.enrolment_id, sign_off_id=record.id, by=by, at=at, held=True)

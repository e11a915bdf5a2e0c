"""Finding what came from the bench: recorded, or held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.assessments.practicals.bench_record import DeliveredPhoto, Signed, record_of
from app.assessments.practicals.held import HeldLine, HeldPage, SeenHeldPhoto, SeenHeldRecord
from app.assessments.practicals.models import Acknowledgement, HeldRecord, SignOff
from app.assessments.practicals.queries.sign_offs import as_judged
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import coordinated_by
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db
from app.people.member import Member
from app.people.models import Person

Statement: TypeAlias = Select[*tuple[Any, ...]]
ON_A_PAGE = 25


@dataclass(frozen=True)
class Delivered:
    """What became of a record that came from the bench."""

    assessor_id: UUID
    recorded: bool
    signed: bool
    """Whether the trainee signed, of one that is recorded."""
    why: str
    """Why one is held: a refusal's code; `dropped` once it was."""


def enrolment_delivered_for(enrolment_id: UUID) -> Enrolled | None:
    """The enrolment that a record names, whoever delivers it; None: there is no such one. Two queries."""
    there = db.session.scalar(select(Enrolment.id).where(Enrolment.id == enrolment_id)) is not None
    return enrolment_facts(enrolment_id) if there else None


def delivered(record_id: UUID) -> Delivered | None:
    """What became of that record; None: it never came. Two queries at most."""
    made = db.session.execute(
        select(SignOff.assessor_id, Acknowledgement.sign_off_id.label("signed"))
        .outerjoin(Acknowledgement, Acknowledgement.sign_off_id == SignOff.id)
        .where(SignOff.id == record_id)
    ).one_or_none()
    if made is not None:
        return Delivered(made.assessor_id, recorded=True, signed=made.signed is not None, why="")
    held = db.session.execute(
        select(HeldRecord.assessor_id, HeldRecord.why, HeldRecord.settled_as).where(HeldRecord.id == record_id)
    ).one_or_none()
    if held is None:
        return None
    return Delivered(held.assessor_id, recorded=False, signed=False, why=held.settled_as or held.why)


def count_held(member: Member) -> int:
    """How many records wait for the member. One query."""
    return db.session.scalar(select(held_to_settle(member))) or 0


def held_to_settle(member: Member) -> ScalarSelect[int]:
    """The same as a column for a statement that is asked anyway."""
    return _open(select(func.count(HeldRecord.id)), member).correlate(None).scalar_subquery()


def held_page(member: Member, *, page: int) -> HeldPage:
    """That page of what waits for the member; the last one where there are not so many. Two queries."""
    pages = max(1, -(-count_held(member) // ON_A_PAGE))
    number = min(max(page, 1), pages)
    return HeldPage(held_records(member, page=number), number, pages)


def held_records(member: Member, *, page: int = 1) -> tuple[HeldLine, ...]:
    """The records that wait for the member on that page: their own, and those of the sites that they coordinate, the
    oldest first. One query."""
    statement = select(
        HeldRecord.id,
        HeldRecord.item_id,
        HeldRecord.why,
        HeldRecord.received_at,
        _trainee.name.label("trainee"),
        _assessor.name.label("assessor"),
        Cohort.name.label("cohort"),
        Cohort.revision_id,
        Revision.digest,
        Site.time_zone,
    )
    ordered = _open(statement, member).order_by(HeldRecord.received_at, HeldRecord.id)
    rows = db.session.execute(ordered.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE))
    return tuple(_line(row, member.language) for row in rows)


def held_record_seen_by(member: Member, *, held_id: UUID) -> SeenHeldRecord | None:
    """That held record, if it is the member's own or of a site that they coordinate, also once it is settled. Three
    queries at most."""
    statement = _joined(select(HeldRecord, _assessor.name.label("assessor"))).where(HeldRecord.id == held_id)
    row = db.session.execute(statement.where(_seen_by(member)).execution_options(populate_existing=True)).one_or_none()
    return _seen(row.HeldRecord, row.assessor, member.language) if row else None


def held_photo_seen_by(member: Member, *, held_id: UUID, place: int) -> SeenHeldPhoto | None:
    """The photo at that place (from 1) of that held record, if it could be kept. Two queries."""
    held = held_record_seen_by(member, held_id=held_id)
    kept = held.photos[place - 1].stored_digest if held and 0 < place <= len(held.photos) else ""
    return SeenHeldPhoto(held, kept) if held and kept else None


_trainee = aliased(Person)
_assessor = aliased(Person)


def _open(statement: Statement, member: Member) -> Statement:
    return _joined(statement).where(HeldRecord.settled_at.is_(None), _seen_by(member))


def _joined(statement: Statement) -> Statement:
    return (
        statement.select_from(HeldRecord)
        .join(Enrolment, Enrolment.id == HeldRecord.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .join(_trainee, _trainee.id == Enrolment.person_id)
        .join(_assessor, _assessor.id == HeldRecord.assessor_id)
    )


def _seen_by(member: Member) -> ColumnElement[bool]:
    """What they judged, and what was judged at their sites of anybody but themselves."""
    return or_(HeldRecord.assessor_id == member.id, coordinated_by(member) & (Enrolment.person_id != member.id))


def _line(row: Any, language: str) -> HeldLine:
    curriculum = curriculum_by_digest(row.digest, row.revision_id).in_language(language)
    item = curriculum.item_called(row.item_id)
    return HeldLine(
        id=row.id,
        trainee=row.trainee,
        assessor=row.assessor,
        cohort=row.cohort,
        item=item,
        item_id=row.item_id,
        why=row.why,
        received_at=row.received_at,
        time_zone=row.time_zone,
    )


def _seen(held: HeldRecord, assessor: str, language: str) -> SeenHeldRecord:
    enrolled = enrolment_facts(held.enrolment_id, language=language)
    record, signed = record_of(held.body), held.body["signed"]
    present = enrolled.curriculum.item_called(held.item_id)
    found = EnrolledItem(enrolled, present) if isinstance(present, Practical) else None
    judged_by = as_judged(found, revision_id=record.revision_id, language=language) if found else None
    return SeenHeldRecord(
        id=held.id,
        enrolled=enrolled,
        practical=judged_by.practical if judged_by else None,
        revision_id=judged_by.revision_id if judged_by else None,
        assessor_id=held.assessor_id,
        assessor=assessor,
        received_at=held.received_at,
        why=held.why,
        record=record,
        signed=Signed(signed["assessor"], signed["trainee"]),
        photos=tuple(DeliveredPhoto(each["received"], each["stored"], each["refused"]) for each in held.photos),
        settled_as=held.settled_as,
        settled_at=held.settled_at,
    )

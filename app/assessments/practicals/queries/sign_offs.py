"""Finding who is ready, and sign-offs with what belongs to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.assessments.practicals.facts import (
    Devices,
    JudgedBy,
    SeenEvidence,
    SeenSignOff,
    SignOffLine,
    practical_of,
)
from app.assessments.practicals.models import Evidence, SignOff
from app.assessments.practicals.photos import KeptPhoto
from app.assessments.practicals.queries.drawn import held_at, waits_for_a_moderator
from app.assessments.practicals.queries.standing import Statement, counting, is_set_aside, lines
from app.courses.facts import EnrolledItem
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import followed_by
from app.courses.queries.enrolments import enrolled_item, enrolment_facts
from app.courses.queries.revisions import curriculum_by_digest, curriculum_of
from app.curriculum.model import Item, Practical
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.records.queries import JournalLine, journal_of

MOST_PROPOSED = 40
"""Devices that a form proposes."""


def enrolled_practical(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """That practical before that enrolment, if the member may know of it. One query."""
    found = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
    return found if found and isinstance(found.item, Practical) else None


def as_judged(found: EnrolledItem, *, revision_id: int | None, language: str = "") -> JudgedBy | None:
    """The practical before that trainee as that revision of their course has it; None: it has none. Without a revision
    as it is today. For pages in that `language`. One query at most."""
    present = found.enrolled.cohort.revision_id
    if revision_id is None or revision_id == present:
        return JudgedBy(practical_of(found), present)
    own = aliased(Revision)
    digest = db.session.scalar(
        select(Revision.digest)
        .join(own, own.course_id == Revision.course_id)
        .where(Revision.id == revision_id, own.id == present)
    )
    items = curriculum_by_digest(digest, revision_id).in_language(language).items if digest else {}
    item = next((items[name] for name in found.item.names if name in items), None)
    return JudgedBy(item, revision_id) if isinstance(item, Practical) else None


def sign_offs_of(found: EnrolledItem) -> tuple[SignOffLine, ...]:
    """The sign-offs of a trainee in a practical, newest first, with those that count no more. One query."""
    rows = db.session.execute(
        lines()
        .add_columns(Person.name.label("assessor"), counting().label("counts"))
        .join(Person, Person.id == SignOff.assessor_id)
        .where(SignOff.enrolment_id == found.enrolled.id, SignOff.item_id.in_(found.item.names))
    ).all()
    return tuple(
        SignOffLine(
            id=row.id,
            outcome=row.outcome,
            ended_at=row.ended_at,
            assessor=row.assessor,
            device=device_name(row),
            acknowledged=row.acknowledged_at is not None,
            stopped=row.stopped,
            counts=bool(row.counts),
        )
        for row in reversed(rows)
    )


def sign_off_seen_by(member: Member, *, sign_off_id: UUID) -> SeenSignOff | None:
    """That sign-off with everything that belongs to it, if the member may see it. Four queries."""
    row = db.session.execute(_of_visible(_whole(sign_off_id), member)).one_or_none()
    return _seen(row, member.language) if row else None


def seen_sign_off_by_id(sign_off_id: UUID, *, language: str = "") -> SeenSignOff:
    """That sign-off, for operations that were allowed already; for pages in that `language`. Four queries."""
    row = db.session.execute(_whole(sign_off_id)).one()
    return _seen(row, language)


def evidence_seen_by(member: Member, *, evidence_id: UUID) -> SeenEvidence | None:
    """That photo, if the member may see its sign-off. Two queries."""
    row = db.session.execute(
        _of_visible(
            select(SignOff.enrolment_id, Evidence.stored_digest, Evidence.media_type).join(
                SignOff, SignOff.id == Evidence.sign_off_id
            ),
            member,
            to_judge_it=True,
        ).where(Evidence.id == evidence_id)
    ).one_or_none()
    return SeenEvidence(enrolment_facts(row.enrolment_id), row.stored_digest, row.media_type) if row else None


def devices_used(practical: Item) -> Devices:
    """What was worked on in this practical lately, by name. One query."""
    rows = db.session.execute(
        select(SignOff.device_brand, SignOff.device_model)
        .where(SignOff.item_id.in_(practical.names), SignOff.device_brand != "")
        .group_by(SignOff.device_brand, SignOff.device_model)
        .order_by(func.max(SignOff.ended_at).desc())
        .limit(MOST_PROPOSED)
    ).all()
    brands = {row.device_brand for row in rows}
    return Devices(tuple(sorted(brands)), tuple(sorted({row.device_model for row in rows})))


def reasons_of(found: SeenSignOff) -> tuple[JournalLine, ...]:
    """Why it was signed off although it was locked, or corrects another one, as the journal has it. One query."""
    return journal_of("sign_off", id=found.id, acts=("sign_off.overridden", "sign_off.corrected"))


def repeated_sign_off(sign_off_id: UUID) -> SignOff | None:
    """The sign-off of that id with its levels and remark, when it was delivered before."""
    return db.session.scalar(
        select(SignOff)
        .where(SignOff.id == sign_off_id)
        .options(selectinload(SignOff.levels), joinedload(SignOff.remark))
    )


def device_name(row: Any) -> str:
    """Brand and model as one reads them."""
    return f"{row.device_brand} {row.device_model}".strip()


def _whole(sign_off_id: UUID) -> Statement:
    later = aliased(SignOff)
    return (
        select(
            SignOff,
            Person.name.label("assessor"),
            Revision.number.label("revision_number"),
            later.id.label("corrected_by_id"),
            is_set_aside().label("set_aside"),
        )
        .join(Person, Person.id == SignOff.assessor_id)
        .join(Revision, Revision.id == SignOff.revision_id)
        .outerjoin(later, later.corrects_id == SignOff.id)
        .where(SignOff.id == sign_off_id)
        .options(
            joinedload(SignOff.remark),
            joinedload(SignOff.acknowledgement),
            selectinload(SignOff.levels),
            selectinload(SignOff.evidence),
        )
        # A sign-off that the session holds already may have been acknowledged since.
        .execution_options(populate_existing=True)
    )


def _of_visible(statement: Statement, member: Member, *, to_judge_it: bool = False) -> Statement:
    """`statement` on sign-offs, narrowed to those that the member may see: a moderator not before somebody judged the
    work again, or (`to_judge_it`) before that, too."""
    own = Enrolment.person_id == member.id
    moderated = held_at(member, "moderator")
    if not to_judge_it:
        moderated = moderated & ~waits_for_a_moderator()
    seen = or_(own, followed_by(member), moderated) if member.is_staff else own
    return (
        statement.join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .where(seen)
    )


def _seen(row: Row[*tuple[Any, ...]], language: str = "") -> SeenSignOff:
    sign_off: SignOff = row.SignOff
    practical = curriculum_of(sign_off.revision_id).in_language(language).items[sign_off.item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"sign-off {sign_off.id} judges {sign_off.item_id}, which is no practical")
    evidence = sorted(sign_off.evidence, key=lambda photo: photo.position)
    return SeenSignOff(
        **{name: getattr(sign_off, name) for name in _AS_RECORDED},
        enrolled=enrolment_facts(sign_off.enrolment_id, language=language),
        practical=practical,
        assessor=row.assessor,
        revision_number=row.revision_number,
        device=device_name(sign_off),
        levels={given.criterion_id: given.level for given in sign_off.levels},
        remark=sign_off.remark.text if sign_off.remark else "",
        photo_ids=tuple(photo.id for photo in evidence),
        photos=tuple(KeptPhoto(photo.received_digest, photo.stored_digest) for photo in evidence),
        acknowledged_at=sign_off.acknowledgement.acknowledged_at if sign_off.acknowledgement else None,
        corrected_by_id=row.corrected_by_id,
        set_aside=bool(row.set_aside),
    )


_AS_RECORDED = (
    "id",
    "assessor_id",
    "revision_id",
    "outcome",
    "overruled",
    "stopped",
    "overridden",
    "signed_with",
    "device_brand",
    "device_model",
    "begun_at",
    "ended_at",
    "delivered_at",
    "corrects_id",
)

"""Finding who is ready, and sign-offs with what belongs to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload

from app.assessments.practicals.facts import (
    NOTHING_YET,
    Devices,
    PracticalState,
    SeenEvidence,
    SeenSignOff,
    SignOffLine,
)
from app.assessments.practicals.models import Acknowledgement, Evidence, Readiness, SignOff
from app.assessments.practicals.outcome import successes
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import followed_by
from app.courses.queries.enrolments import enrolled_item, enrolment_facts
from app.courses.queries.revisions import curriculum_by_digest, curriculum_of
from app.curriculum.model import Item, Practical
from app.db import UtcDateTime, db
from app.people.member import Member
from app.people.models import Person

Place: TypeAlias = tuple[UUID, str]
"""An enrolment and an item."""
Statement: TypeAlias = Select[*tuple[Any, ...]]
MOST_PROPOSED = 40
"""Devices that a form proposes."""


def enrolled_practical(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """That practical before that enrolment, if the member may know of it. One query."""
    found = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
    return found if found and isinstance(found.item, Practical) else None


def practical_states(places: Collection[Enrolled]) -> dict[Place, PracticalState]:
    """Where these enrolments stand with each practical in which something happened, by the id that it has now. One
    query."""
    called_now = {each.id: each.curriculum.called_now for each in places}
    waiting: dict[Place, datetime] = {}
    judged: dict[Place, list[Row[*tuple[Any, ...]]]] = {}
    for row in db.session.execute(_STATES, {"ids": list(called_now)}):
        place = (row.enrolment_id, called_now[row.enrolment_id](row.item_id))
        if row.declared_at is not None:
            waiting[place] = max(row.declared_at, waiting.get(place, row.declared_at))
        else:
            judged.setdefault(place, []).append(row)
    return {place: _state(waiting.get(place), judged.get(place, [])) for place in {*waiting, *judged}}


def practical_state(found: EnrolledItem) -> PracticalState:
    """Where the trainee stands with this practical. One query."""
    return practical_states([found.enrolled]).get((found.enrolled.id, found.item.id), NOTHING_YET)


def sign_offs_of(found: EnrolledItem) -> tuple[SignOffLine, ...]:
    """The sign-offs of a trainee in a practical, newest first. One query."""
    rows = db.session.execute(
        _lines()
        .add_columns(Person.name.label("assessor"))
        .join(Person, Person.id == SignOff.assessor_id)
        .where(SignOff.enrolment_id == found.enrolled.id, SignOff.item_id.in_(found.item.names))
    ).all()
    return tuple(
        SignOffLine(row.id, row.outcome, row.ended_at, row.assessor, device_name(row), row.acknowledged_at is not None)
        for row in reversed(rows)
    )


def sign_off_seen_by(member: Member, *, sign_off_id: UUID) -> SeenSignOff | None:
    """That sign-off with everything that belongs to it, if the member may see it. Four queries."""
    row = db.session.execute(_of_visible(_whole(sign_off_id), member)).one_or_none()
    return _seen(row.SignOff, row.assessor, member.language) if row else None


def seen_sign_off_by_id(sign_off_id: UUID) -> SeenSignOff:
    """That sign-off, for operations that were allowed already. Four queries."""
    row = db.session.execute(_whole(sign_off_id)).one()
    return _seen(row.SignOff, row.assessor)


def evidence_seen_by(member: Member, *, evidence_id: UUID) -> SeenEvidence | None:
    """That photo, if the member may see its sign-off. Two queries."""
    row = db.session.execute(
        _of_visible(
            select(SignOff.enrolment_id, Evidence.stored_digest, Evidence.media_type).join(
                SignOff, SignOff.id == Evidence.sign_off_id
            ),
            member,
        ).where(Evidence.id == evidence_id)
    ).one_or_none()
    return SeenEvidence(enrolment_facts(row.enrolment_id), row.stored_digest, row.media_type) if row else None


def devices_used(practical: Item) -> Devices:
    """What was worked on in this practical lately, by name. One query."""
    rows = db.session.execute(
        select(SignOff.device_brand, SignOff.device_model)
        .where(SignOff.item_id.in_(practical.names))
        .group_by(SignOff.device_brand, SignOff.device_model)
        .order_by(func.max(SignOff.ended_at).desc())
        .limit(MOST_PROPOSED)
    ).all()
    brands = {row.device_brand for row in rows}
    return Devices(tuple(sorted(brands)), tuple(sorted({row.device_model for row in rows})))


def repeated_sign_off(sign_off_id: UUID) -> SignOff | None:
    """The sign-off of that id with its levels and remark, when it was delivered before."""
    return db.session.scalar(
        select(SignOff)
        .where(SignOff.id == sign_off_id)
        .options(selectinload(SignOff.levels), joinedload(SignOff.remark))
    )


def earned_completions() -> list[tuple[UUID, str, datetime]]:
    """What completions there have to be because of sign-offs: enrolment, item, and since when.

    Each sign-off counts by the practical of the revision that it was made in, as when it was made.
    """
    rows = db.session.execute(_lines(SignOff.enrolment_id)).all()
    return [
        (enrolment_id, item_id, at)
        for enrolment_id, theirs in groupby(rows, key=lambda row: row.enrolment_id)
        for item_id, at in sorted(_earned(list(theirs)).items())
    ]


def device_name(row: Any) -> str:
    """Brand and model as one reads them."""
    return f"{row.device_brand} {row.device_model}"


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SIGN_OFF_COLUMNS = (
    SignOff.id,
    SignOff.enrolment_id,
    SignOff.item_id,
    SignOff.outcome,
    SignOff.ended_at,
    SignOff.device_brand,
    SignOff.device_model,
    SignOff.revision_id,
    Revision.digest,
    Acknowledgement.acknowledged_at,
)


def _lines(*first: Any) -> Statement:
    """Sign-offs with the digest of their revision, in the order in which they were made."""
    return _with_revision(*_SIGN_OFF_COLUMNS).order_by(*first, SignOff.ended_at, SignOff.id)


def _with_revision(*columns: Any) -> Statement:
    return (
        select(*columns)
        .join(Revision, Revision.id == SignOff.revision_id)
        .outerjoin(Acknowledgement, Acknowledgement.sign_off_id == SignOff.id)
    )


def _last_readiness() -> Statement:
    """When each trainee declared ready last, in the columns of sign-offs."""
    own = {"enrolment_id": Readiness.enrolment_id, "item_id": Readiness.item_id}
    return (
        select(
            *(own.get(column.key, null().label(column.key)) for column in _SIGN_OFF_COLUMNS),
            func.max(Readiness.declared_at).label("declared_at"),
        )
        .where(Readiness.enrolment_id.in_(_IDS))
        .group_by(Readiness.enrolment_id, Readiness.item_id)
    )


# One statement, for pages that show many trainees: sign-offs in their order, and the last readiness of each.
_STATES = union_all(
    _with_revision(*_SIGN_OFF_COLUMNS, cast(null(), UtcDateTime()).label("declared_at")).where(
        SignOff.enrolment_id.in_(_IDS)
    ),
    _last_readiness(),
).order_by("ended_at", "id")


def _state(declared_at: datetime | None, rows: list[Row[*tuple[Any, ...]]]) -> PracticalState:
    if not rows:
        return PracticalState(declared_at, None, None, acknowledged=False, successes=0)
    last = rows[-1]
    waits = declared_at is not None and declared_at > last.ended_at
    return PracticalState(
        ready_since=declared_at if waits else None,
        last_sign_off_id=last.id,
        outcome=last.outcome,
        acknowledged=last.acknowledged_at is not None,
        successes=successes(_practical(last), _devices(rows)),
    )


def _earned(rows: list[Row[*tuple[Any, ...]]]) -> dict[str, datetime]:
    """When one enrolment had enough successes in each practical, by the id that it had then."""
    earned: dict[str, datetime] = {}
    for number, row in enumerate(rows, 1):
        practical = _practical(row)
        own = [each for each in rows[:number] if each.item_id in practical.names]
        if successes(practical, _devices(own)) >= practical.successes:
            earned.setdefault(row.item_id, row.ended_at)
    return earned


def _devices(rows: list[Row[*tuple[Any, ...]]]) -> list[tuple[str, str]]:
    return [(row.device_brand, row.device_model) for row in rows if row.outcome == "competent"]


def _practical(row: Row[*tuple[Any, ...]]) -> Practical:
    item = curriculum_by_digest(row.digest, row.revision_id).items[row.item_id]
    if not isinstance(item, Practical):
        raise TypeError(f"sign-off {row.id} judges {row.item_id}, which is no practical")
    return item


def _whole(sign_off_id: UUID) -> Statement:
    return (
        select(SignOff, Person.name.label("assessor"))
        .join(Person, Person.id == SignOff.assessor_id)
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


def _of_visible(statement: Statement, member: Member) -> Statement:
    """`statement` on sign-offs, narrowed to those that the member may see."""
    own = Enrolment.person_id == member.id
    seen = or_(own, followed_by(member), _moderated_by(member)) if member.is_staff else own
    return (
        statement.join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .where(seen)
    )


def _moderated_by(member: Member) -> ColumnElement[bool]:
    site_ids = [site_id for role, site_id in member.roles if role == "moderator"]
    return true() if None in site_ids else Site.id.in_(site_ids)


def _seen(sign_off: SignOff, assessor: str, language: str = "") -> SeenSignOff:
    practical = curriculum_of(sign_off.revision_id).in_language(language).items[sign_off.item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"sign-off {sign_off.id} judges {sign_off.item_id}, which is no practical")
    return SeenSignOff(
        id=sign_off.id,
        enrolled=enrolment_facts(sign_off.enrolment_id, language=language),
        practical=practical,
        assessor=assessor,
        device=device_name(sign_off),
        outcome=sign_off.outcome,
        overruled=sign_off.overruled,
        levels={given.criterion_id: given.level for given in sign_off.levels},
        remark=sign_off.remark.text if sign_off.remark else "",
        photo_ids=tuple(photo.id for photo in sorted(sign_off.evidence, key=lambda photo: photo.position)),
        ended_at=sign_off.ended_at,
        acknowledged_at=sign_off.acknowledgement.acknowledged_at if sign_off.acknowledgement else None,
    )

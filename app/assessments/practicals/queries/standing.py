"""Which sign-offs count, and what follows from them: where trainees stand, and what they completed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.assessments.practicals.facts import NOTHING_YET, PracticalState
from app.assessments.practicals.models import Acknowledgement, CriterionLevel, Readiness, SignOff, SignOffDecision
from app.assessments.practicals.outcome import least_level, retake_spent, successes
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.models import Revision
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import UtcDateTime, db

Place: TypeAlias = tuple[UUID, str]
"""An enrolment and an item."""
Statement: TypeAlias = Select[*tuple[Any, ...]]
Rows: TypeAlias = list[Row[*tuple[Any, ...]]]


def counting(of: Any = SignOff) -> ColumnElement[bool]:
    """Of sign-offs: those from which something follows. No later one corrects them, and they aren't set aside."""
    return and_(~is_corrected(of), ~is_set_aside(of))


def is_corrected(of: Any = SignOff) -> ColumnElement[bool]:
    """Of sign-offs: whether another one took its place."""
    later = aliased(SignOff)
    return exists().where(later.corrects_id == of.id)


def is_set_aside(of: Any = SignOff) -> ColumnElement[bool]:
    """Of sign-offs: whether the last decision on it set it aside."""
    later, last = aliased(SignOffDecision), aliased(SignOffDecision)
    newest = select(func.max(later.number)).where(later.sign_off_id == of.id).correlate(of).scalar_subquery()
    return exists().where(last.sign_off_id == of.id, last.number == newest, last.decision == "set_aside")


def practical_states(places: Collection[Enrolled]) -> dict[Place, PracticalState]:
    """Where these enrolments stand with each practical in which something happened, by the id that it has now. One
    query."""
    called_now = {each.id: each.curriculum.called_now for each in places}
    waiting: dict[Place, datetime] = {}
    judged: dict[Place, Rows] = {}
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


def earned_completions(enrolment_id: UUID | None = None) -> list[tuple[UUID, str, datetime]]:
    """What completions there have to be because of sign-offs, of one enrolment or of all: enrolment, item, and since
    when.

    Each sign-off counts by the practical of the revision that it was made in, as when it was made.
    """
    counted = lines(SignOff.enrolment_id).where(counting())
    if enrolment_id is not None:
        counted = counted.where(SignOff.enrolment_id == enrolment_id)
    return [
        (enrolled_id, item_id, at)
        for enrolled_id, theirs in groupby(db.session.execute(counted).all(), key=lambda row: row.enrolment_id)
        for item_id, at in sorted(_earned(list(theirs)).items())
    ]


def lines(*first: Any) -> Statement:
    """All sign-offs with the digest of their revision, in the order in which they were made."""
    return _with_revision(*_COLUMNS).order_by(*first, SignOff.ended_at, SignOff.id)


# The levels of a sign-off that may have been unsafe, as "criterion=level" each: what was not observed wasn't.
_LEVELS = (
    select(func.aggregate_strings(CriterionLevel.criterion_id + "=" + cast(CriterionLevel.level, String), " "))
    .where(CriterionLevel.sign_off_id == SignOff.id, SignOff.outcome == "not_yet_competent")
    .correlate(SignOff)
    .scalar_subquery()
    .label("levels")
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_COLUMNS = (
    SignOff.id,
    SignOff.enrolment_id,
    SignOff.item_id,
    SignOff.outcome,
    SignOff.stopped,
    SignOff.ended_at,
    SignOff.device_brand,
    SignOff.device_model,
    SignOff.revision_id,
    Revision.digest,
    Acknowledgement.acknowledged_at,
    _LEVELS,
)


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
            *(own.get(column.key, null().label(column.key)) for column in _COLUMNS),
            func.max(Readiness.declared_at).label("declared_at"),
        )
        .where(Readiness.enrolment_id.in_(_IDS))
        .group_by(Readiness.enrolment_id, Readiness.item_id)
    )


# One statement, for pages that show many trainees: sign-offs in their order, and the last readiness of each.
_STATES = union_all(
    _with_revision(*_COLUMNS, cast(null(), UtcDateTime()).label("declared_at")).where(
        SignOff.enrolment_id.in_(_IDS), counting()
    ),
    _last_readiness(),
).order_by("ended_at", "id")


def _state(declared_at: datetime | None, rows: Rows) -> PracticalState:
    if not rows:
        return PracticalState(declared_at, None, None, acknowledged=False, successes=0)
    last, devices = rows[-1], _devices(rows)
    waits = declared_at is not None and declared_at > last.ended_at
    return PracticalState(
        ready_since=declared_at if waits else None,
        last_sign_off_id=last.id,
        outcome=last.outcome,
        acknowledged=last.acknowledged_at is not None,
        successes=successes(_practical(last), devices),
        stopped=bool(last.stopped),
        devices=tuple(devices),
        retake_spent=retake_spent([_acquired(row) for row in rows]),
    )


def _acquired(row: Row[*tuple[Any, ...]]) -> Literal["competent", "not_yet", "unsafe"]:
    if row.outcome == "competent":
        return "competent"
    given = dict(each.split("=") for each in (row.levels or "").split())
    critical = (each for each in _practical(row).criteria if each.critical and each.id in given)
    missed = any(int(given[each.id]) < least_level(each) for each in critical)
    return "unsafe" if row.stopped or missed else "not_yet"


def _earned(rows: Rows) -> dict[str, datetime]:
    """When one enrolment had enough successes in each practical, by the id that it had then."""
    earned: dict[str, datetime] = {}
    for number, row in enumerate(rows, 1):
        practical = _practical(row)
        own = [each for each in rows[:number] if each.item_id in practical.names]
        if successes(practical, _devices(own)) >= practical.successes:
            earned.setdefault(row.item_id, row.ended_at)
    return earned


def _devices(rows: Rows) -> list[tuple[str, str]]:
    return [(row.device_brand, row.device_model) for row in rows if row.outcome == "competent"]


def _practical(row: Row[*tuple[Any, ...]]) -> Practical:
    item = curriculum_by_digest(row.digest, row.revision_id).items[row.item_id]
    if not isinstance(item, Practical):
        raise TypeError(f"sign-off {row.id} judges {row.item_id}, which is no practical")
    return item

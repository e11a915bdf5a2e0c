"""Declaring ready, signing off, acknowledging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.facts import SeenSignOff, practical_of
from app.assessments.practicals.judgement import Judgement, gaps, verdict_of
from app.assessments.practicals.models import (
    Acknowledgement,
    CriterionLevel,
    Evidence,
    Readiness,
    SignOff,
    SignOffRemark,
)
from app.assessments.practicals.photos import MEDIA_TYPE, KeptPhoto
from app.assessments.practicals.queries import practical_state, repeated_sign_off
from app.courses.facts import EnrolledItem, item_named
from app.courses.operations.enrolments import lock_enrolment, record_completion, refuse_ended, refuse_locked
from app.db import db
from app.notices.operations import News, notify, notify_each, settle
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal
from app.shared.ids import new_id


class AlreadyCompetent(Refusal):
    """The trainee was signed off in this practical as often as it takes."""

    code = "already-competent"


class OwnWork(Refusal):
    """Nobody signs off their own work."""

    status = 403
    code = "own-work"


class IncompleteSignOff(Refusal):
    """Something is missing in the judgement; `missing` names it."""

    status = 422
    code = "incomplete-sign-off"


class OtherSignOff(Refusal):
    """A sign-off with this id was recorded already, and says something else."""

    code = "other-sign-off"


def declare_ready(found: EnrolledItem, *, readiness_id: UUID, by: UUID, at: datetime) -> None:
    """The trainee asks to be assessed. While they wait already, asking again changes nothing.

    Raises Withdrawn, CohortClosed, ItemLocked, AlreadyCompetent.
    """
    practical = practical_of(found)
    lock_enrolment(found.enrolled.id)
    refuse_locked(found)
    state = practical_state(found)
    if state.ready_since is not None or db.session.get(Readiness, readiness_id) is not None:
        return
    if state.successes >= practical.successes:
        raise AlreadyCompetent(item=practical)
    db.session.add(Readiness(id=readiness_id, enrolment_id=found.enrolled.id, item_id=practical.id, declared_at=at))
    db.session.flush()
    detail = {"enrolment": str(found.enrolled.id), "item": practical.id}
    write_journal("readiness.declared", by=by, at=at, kind="readiness", id=readiness_id, detail=detail)
    _tell_instructors(found, readiness_id, at)


def sign_off(
    found: EnrolledItem,
    *,
    sign_off_id: UUID,
    by: UUID,
    at: datetime,
    begun_at: datetime,
    judgement: Judgement,
    photos: Sequence[KeptPhoto] = (),
) -> SignOff:
    """The record of what an assessor judged; delivered twice, it is recorded once.

    The item is completed when enough sign-offs as competent count. A beginning after `at`, from a clock
    that goes wrong, becomes `at`. Raises Withdrawn, CohortClosed, ItemLocked, OwnWork, IncompleteSignOff,
    OtherSignOff.
    """
    lock_enrolment(found.enrolled.id)
    recorded = repeated_sign_off(sign_off_id)
    if recorded is not None:
        return _refuse_other(recorded, found, judgement)
    if by == found.enrolled.person_id:
        raise OwnWork
    refuse_locked(found)
    missing = gaps(practical_of(found), judgement, photos=len(photos))
    if missing:
        raise IncompleteSignOff(missing=missing)
    made = _record(found, sign_off_id, by, at, min(begun_at, at), judgement)
    _record_levels(made, found, judgement)
    _record_photos(made, photos)
    db.session.flush()
    _journal(made, judgement, photos)
    _tell_trainee(found, made)
    if practical_state(found).successes >= practical_of(found).successes:
        record_completion(found.enrolled.id, item_id=found.item.id, at=at)
    return made


def acknowledge(seen: SeenSignOff, *, by: UUID, at: datetime) -> None:
    """The trainee says that they have seen the outcome. The first time counts. Raises Withdrawn, CohortClosed."""
    lock_enrolment(seen.enrolled.id)
    if db.session.get(Acknowledgement, seen.id) is not None:
        return
    refuse_ended(seen.enrolled.id)
    db.session.add(Acknowledgement(sign_off_id=seen.id, acknowledged_at=at))
    db.session.flush()
    write_journal("sign_off.acknowledged", by=by, at=at, kind="sign_off", id=seen.id)
    settle([seen.enrolled.person_id], kind="outcome", subjects=[str(seen.id)], at=at)


def _tell_instructors(found: EnrolledItem, readiness_id: UUID, at: datetime) -> None:
    trainee_id = found.enrolled.person_id
    named = item_named(found.enrolled.curriculum, found.item.id)
    details = {"person": str(trainee_id), "cohort": found.enrolled.cohort.name, **named}
    path = f"{found.prefix}/sign-offs/new"
    instructors = found.enrolled.cohort.instructor_ids - {trainee_id}
    notify_each([News(each, "ready", str(readiness_id), path, details) for each in instructors], at=at)


def _tell_trainee(found: EnrolledItem, made: SignOff) -> None:
    """Tell the trainee the outcome; to the instructors it is no news any more that they were ready."""
    notify(
        found.enrolled.person_id,
        kind="outcome",
        subject=str(made.id),
        details={"outcome": made.outcome, **item_named(found.enrolled.curriculum, found.item.id)},
        path=f"/sign-offs/{made.id}",
        at=made.delivered_at,
    )
    declared = select(Readiness.id).where(
        Readiness.enrolment_id == found.enrolled.id, Readiness.item_id.in_(found.item.names)
    )
    subjects = [str(readiness_id) for readiness_id in db.session.scalars(declared)]
    settle(found.enrolled.cohort.instructor_ids, kind="ready", subjects=subjects, at=made.delivered_at)


def _refuse_other(recorded: SignOff, found: EnrolledItem, judgement: Judgement) -> SignOff:
    """`recorded`, if it says the same: a browser's Back button brings an old form back, with its id."""
    verdict, overruled = verdict_of(practical_of(found), judgement)
    same = (
        recorded.enrolment_id == found.enrolled.id
        and recorded.item_id in found.item.names
        and {given.criterion_id: given.level for given in recorded.levels} == judgement.levels
        and (recorded.device_brand, recorded.device_model) == judgement.device
        and (recorded.outcome, recorded.overruled) == (verdict, overruled)
        and (recorded.remark.text if recorded.remark else "") == judgement.remark
    )
    if not same:
        raise OtherSignOff(sign_off_id=recorded.id)
    return recorded


def _record(
    found: EnrolledItem, sign_off_id: UUID, by: UUID, at: datetime, begun_at: datetime, judgement: Judgement
) -> SignOff:
    verdict, overruled = verdict_of(practical_of(found), judgement)
    salt = new_salt()
    made = SignOff(
        id=sign_off_id,
        enrolment_id=found.enrolled.id,
        item_id=found.item.id,
        revision_id=found.enrolled.cohort.revision_id,
        assessor_id=by,
        device_brand=judgement.device_brand,
        device_model=judgement.device_model,
        outcome=verdict,
        overruled=overruled,
        remark_digest=salted(judgement.remark, salt) if judgement.remark else None,
        begun_at=begun_at,
        ended_at=at,
        delivered_at=at,
    )
    db.session.add(made)
    db.session.flush()
    if judgement.remark:
        db.session.add(SignOffRemark(sign_off_id=sign_off_id, text=judgement.remark, salt=salt))
    return made


def _record_levels(made: SignOff, found: EnrolledItem, judgement: Judgement) -> None:
    db.session.add_all(
        CriterionLevel(
            sign_off_id=made.id,
            criterion_id=criterion.id,
            criterion_digest=criterion.digest,
            level=judgement.levels[criterion.id],
        )
        for criterion in practical_of(found).criteria
    )


def _record_photos(made: SignOff, photos: Sequence[KeptPhoto]) -> None:
    db.session.add_all(
        Evidence(
            id=new_id(),
            sign_off_id=made.id,
            position=position,
            received_digest=photo.received_digest,
            stored_digest=photo.stored_digest,
            media_type=MEDIA_TYPE,
        )
        for position, photo in enumerate(photos, 1)
    )


def _journal(made: SignOff, judgement: Judgement, photos: Sequence[KeptPhoto]) -> None:
    write_journal(
        "sign_off.made",
        by=made.assessor_id,
        at=made.delivered_at,
        kind="sign_off",
        id=made.id,
        detail={
            "enrolment": str(made.enrolment_id),
            "item": made.item_id,
            "revision": made.revision_id,
            "outcome": made.outcome,
            "overruled": made.overruled,
            "levels": dict(judgement.levels),
            "remark": made.remark_digest,
            "photos": [photo.stored_digest for photo in photos],
        },
    )

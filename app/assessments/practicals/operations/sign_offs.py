"""Signing off: the record of what an assessor judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.facts import RETAKE, JudgedBy, closed_before, practical_of
from app.assessments.practicals.judgement import Gap, Judgement, gaps, settled, verdict_of
from app.assessments.practicals.models import Readiness, SignOff
from app.assessments.practicals.operations.clashes import note_clashes
from app.assessments.practicals.operations.following import follow_sign_offs
from app.assessments.practicals.operations.moderations import draw
from app.assessments.practicals.operations.readiness import RetakeSpent
from app.assessments.practicals.operations.recording import Signing, record
from app.assessments.practicals.photos import KeptPhoto
from app.assessments.practicals.queries import counting, practical_state, repeated_sign_off
from app.courses.facts import EnrolledItem, item_named
from app.courses.operations.enrolments import lock_enrolment, refuse_ended, refuse_gates
from app.courses.operations.gates import suspend_licence
from app.courses.progress import LICENCE
from app.courses.queries.enrolments import done_by
from app.courses.queries.licences import stood_before_held
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Practical
from app.db import db
from app.notices.operations import notify, settle
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


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


class AlreadyCorrected(Refusal):
    """Somebody corrected that sign-off already: `sign_off_id` is what counts instead."""

    code = "already-corrected"


class NothingToCorrect(Refusal):
    """There is no such sign-off of this work, or it was set aside."""

    code = "nothing-to-correct"


def sign_off(
    found: EnrolledItem,
    *,
    sign_off_id: UUID,
    by: UUID,
    at: datetime,
    begun_at: datetime,
    ended_at: datetime | None = None,
    judgement: Judgement,
    photos: Sequence[KeptPhoto] = (),
    signed_with: str = "account",
    corrects: UUID | None = None,
    judged_by: JudgedBy | None = None,
    override: str = "",
    reason: str = "",
) -> SignOff:
    """The record of what an assessor judged; delivered twice, it is recorded once.

    `at` is when it is delivered, `ended_at` (without one: `at`) when the device says that the assessment was over.
    A beginning or end after `at`, from a clock that goes wrong, becomes `at`, an end before the beginning that.
    `override`: why it is signed off although it is locked. `corrects`: the sign-off that this one takes the place of,
    for that `reason` or, without one, the remark's; it is judged by the practical as it was, and keeps the times.
    `judged_by`: the practical by which it was judged, where that isn't the one of the trainee's course today.

    The item is completed when enough sign-offs as competent count. A safety stop suspends the trainee's licence.
    Raises Withdrawn, CohortClosed, LicenceSuspended, ItemLocked, RetakeSpent, OwnWork, IncompleteSignOff, OtherSignOff,
    AlreadyCorrected, NothingToCorrect.
    """
    lock_enrolment(found.enrolled.id)
    old = db.session.get(SignOff, corrects) if corrects else None
    judged = _as_it_was(found, old, judged_by)
    whole = settled(judged.practical, judgement)
    if (recorded := repeated_sign_off(sign_off_id)) is not None:
        return _refuse_other(recorded, found, judged.practical, whole, corrects)
    closed = _refuse(found, by, old, corrects, override, stop_id=sign_off_id if whole.stopped else None)
    why = reason or judgement.remark
    _refuse_gaps(judged.practical, judgement, photos, lacks_reason=old is not None and not why)
    begun, ended = (old.begun_at, old.ended_at) if old else _told_times(begun_at, ended_at or at, at)
    signing = Signing(
        enrolled=found.enrolled,
        judged_by=judged,
        id=sign_off_id,
        by=by,
        at=at,
        begun_at=begun,
        ended_at=ended,
        judgement=whole,
        photos=tuple(photos),
        signed_with=signed_with,
        corrects=old,
        overridden=closed,
    )
    return _recorded(signing, override=override, reason=why)


def refuse_corrected(sign_off_id: UUID) -> None:
    """Raises AlreadyCorrected where another one took the place of that sign-off, NothingToCorrect where it was set
    aside."""
    later = db.session.scalar(select(SignOff.id).where(SignOff.corrects_id == sign_off_id))
    if later is not None:
        raise AlreadyCorrected(sign_off_id=later)
    if db.session.scalar(select(SignOff.id).where(SignOff.id == sign_off_id, counting())) is None:
        raise NothingToCorrect


def says_the_same(recorded: SignOff, practical: Practical, judgement: Judgement) -> bool:
    """Whether this whole judgement of the practical is what was recorded, its photos aside."""
    verdict, overruled = verdict_of(practical, judgement)
    return (
        {given.criterion_id: given.level for given in recorded.levels} == judgement.levels
        and (recorded.device_brand, recorded.device_model) == judgement.device
        and (recorded.outcome, recorded.overruled, recorded.stopped) == (verdict, overruled, judgement.stopped)
        and (recorded.remark.text if recorded.remark else "") == judgement.remark
    )


def _as_it_was(found: EnrolledItem, old: SignOff | None, judged_by: JudgedBy | None) -> JudgedBy:
    """The practical before the trainee; of the revision that `old` was made in, where there is one to correct."""
    if old is None or old.enrolment_id != found.enrolled.id:
        return judged_by or JudgedBy(practical_of(found), found.enrolled.cohort.revision_id)
    then = EnrolledItem(found.enrolled, curriculum_of(old.revision_id).items[old.item_id])
    return JudgedBy(practical_of(then), old.revision_id)


def _told_times(begun_at: datetime, ended_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """When it began and ended, as a device tells that may be wrong: the beginning before the end, and both not after
    `at`."""
    begun = min(begun_at, at)
    return begun, min(max(ended_at, begun), at)


def _refuse_other(
    recorded: SignOff, found: EnrolledItem, practical: Practical, judgement: Judgement, corrects: UUID | None
) -> SignOff:
    """`recorded`, if it says the same: a browser's Back button brings an old form back, with its id."""
    same = (
        recorded.enrolment_id == found.enrolled.id
        and recorded.item_id in practical.names
        and says_the_same(recorded, practical, judgement)
        and recorded.corrects_id == corrects
    )
    if not same:
        raise OtherSignOff(sign_off_id=recorded.id)
    return recorded


def _refuse(
    found: EnrolledItem, by: UUID, old: SignOff | None, corrects: UUID | None, override: str, *, stop_id: UUID | None
) -> tuple[str, ...]:
    """The closed gates that a reason stands against. A correction judges nothing new: gates don't keep it back. What
    the stop itself suspended while it was held doesn't either."""
    if by == found.enrolled.person_id:
        raise OwnWork
    refuse_ended(found.enrolled.id)
    if corrects is not None:
        _refuse_correction(found, old)
        return ()
    closed = closed_before(found.item, done_by(found.enrolled), practical_state(found))
    if stop_id and LICENCE in closed and stood_before_held(found.enrolled.id, held_id=stop_id):
        closed = tuple(gate for gate in closed if gate != LICENCE)
    if not override:
        refuse_gates(found, [gate for gate in closed if gate != RETAKE])
    if closed and not override:
        raise RetakeSpent(item=found.item)
    return closed


def _refuse_correction(found: EnrolledItem, old: SignOff | None) -> None:
    if old is None or old.enrolment_id != found.enrolled.id or old.item_id not in found.item.names:
        raise NothingToCorrect
    refuse_corrected(old.id)


def _refuse_gaps(
    practical: Practical, judgement: Judgement, photos: Sequence[KeptPhoto], *, lacks_reason: bool
) -> None:
    missing = gaps(practical, judgement, photos=len(photos))
    if lacks_reason:
        missing = (*missing, Gap("reason"))
    if missing:
        raise IncompleteSignOff(missing=missing)


def _recorded(signing: Signing, *, override: str, reason: str) -> SignOff:
    made = record(signing)
    _journal_reasons(made, signing, override=override, reason=reason)
    _follow(made, signing)
    draw(made, signing.place)
    return made


def _journal_reasons(made: SignOff, signing: Signing, *, override: str, reason: str) -> None:
    """Why it was signed off although it was locked, or in the place of another one."""
    if signing.overridden:
        gates = {"gates": list(signing.overridden)}
        _journal("sign_off.overridden", made, detail=gates, reason=override)
    if made.corrects_id is not None:
        _journal("sign_off.corrected", made, detail={"corrects": str(made.corrects_id)}, reason=reason)


def _journal(act: str, made: SignOff, *, detail: dict[str, Any], reason: str) -> None:
    write_journal(
        act, by=made.assessor_id, at=made.delivered_at, kind="sign_off", id=made.id, detail=detail, reason=reason
    )


def _follow(made: SignOff, signing: Signing) -> None:
    """The trainee is told, completions follow, and a stop that is no correction of one suspends the licence."""
    old = signing.corrects
    _tell_trainee(signing, made)
    note_clashes(made, signing.place)
    if made.outcome == "competent" or old is not None:
        follow_sign_offs(made.enrolment_id, because_of=made, by=made.assessor_id, at=made.delivered_at)
    if made.stopped and not (old is not None and old.stopped):
        suspend_licence(made.enrolment_id, sign_off_id=made.id, by=made.assessor_id, at=made.delivered_at)


def _tell_trainee(signing: Signing, made: SignOff) -> None:
    """Tell the trainee the outcome; to the instructors it is no news any more that they were ready."""
    enrolled, corrected = signing.place.enrolled, made.corrects_id
    if corrected is not None:
        settle([enrolled.person_id], kind="outcome", subjects=[str(corrected)], at=made.delivered_at)
    outcome = "stopped" if made.stopped else made.outcome
    named = item_named(curriculum_of(made.revision_id), made.item_id)
    notify(
        enrolled.person_id,
        kind="outcome",
        subject=str(made.id),
        details={"outcome": outcome, "corrected": corrected is not None, **named},
        path=f"/sign-offs/{made.id}",
        at=made.delivered_at,
    )
    present = enrolled.curriculum.item_called(made.item_id)
    declared = select(Readiness.id).where(
        Readiness.enrolment_id == enrolled.id,
        Readiness.item_id.in_({*signing.place.item.names, *(present.names if present else ())}),
        Readiness.declared_at <= made.ended_at,
    )
    subjects = [str(readiness_id) for readiness_id in db.session.scalars(declared)]
    settle(enrolled.cohort.instructor_ids, kind="ready", subjects=subjects, at=made.delivered_at)

"""What a coordinator decides about a sign-off: that it counts for nothing, or counts again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.disputes import Decision
from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.models import SignOff, SignOffDecision
from app.assessments.practicals.operations.following import follow_sign_offs
from app.assessments.practicals.operations.sign_offs import AlreadyCorrected
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.assessments.practicals.queries.disputes import head_of
from app.courses.facts import item_named
from app.courses.operations.enrolments import lock_enrolment
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.notices.operations import News, notify_each
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class OwnJudgement(Refusal):
    """Nobody decides on what they judged, or on their own work."""

    status = 403
    code = "own-judgement"


@dataclass(frozen=True)
class Ruling:
    """That somebody decides, when, and why."""

    by: UUID
    at: datetime
    reason: str


def decide_sign_off(seen: SeenSignOff, *, decision: Decision, reason: str, by: UUID, at: datetime) -> bool:
    """Let the sign-off count for nothing, or count again; what was earned by it follows at once. Whether it is new.

    A safety licence that it suspended stays suspended: an instructor restores it. Raises OwnJudgement,
    AlreadyCorrected.
    """
    lock_enrolment(seen.enrolled.id)
    refuse_own((seen.assessor_id, seen.enrolled.person_id), by=by)
    head = head_of(seen.id)
    if head != seen.id:
        raise AlreadyCorrected(sign_off_id=head)
    number = settle_sign_off(seen.id, decision, Ruling(by, at, reason))
    if number:
        told = {seen.enrolled.person_id: seen.id, seen.assessor_id: seen.id}
        tell_decision(seen, decision, subject=f"{seen.id} {number}", told=told, ruling=Ruling(by, at, reason))
    return number > 0


def settle_sign_off(sign_off_id: UUID, decision: Decision, ruling: Ruling) -> int:
    """Write the decision down, and let completions follow; its number, 0 where it is so already. The caller holds the
    enrolment's lock."""
    decisions = select(SignOffDecision).where(SignOffDecision.sign_off_id == sign_off_id)
    last = db.session.scalar(decisions.order_by(SignOffDecision.number.desc()).limit(1))
    if (last.decision if last else "restored") == decision:
        return 0
    number = last.number + 1 if last else 1
    made = SignOffDecision(
        sign_off_id=sign_off_id, number=number, decision=decision, decided_at=ruling.at, decided_by=ruling.by
    )
    db.session.add(made)
    db.session.flush()
    act = f"sign_off.{decision}"
    write_journal(act, by=ruling.by, at=ruling.at, kind="sign_off", id=sign_off_id, reason=ruling.reason, covers=[made])
    sign_off = db.session.get_one(SignOff, sign_off_id)
    follow_sign_offs(sign_off.enrolment_id, because_of=sign_off, by=ruling.by, at=ruling.at)
    return number


def refuse_own(concerned: Collection[UUID], *, by: UUID) -> None:
    """Raises OwnJudgement where `by` is among those whose work or judgement it is."""
    if by in concerned:
        raise OwnJudgement


def tell_decision(seen: SeenSignOff, act: str, *, subject: str, told: dict[UUID, UUID], ruling: Ruling) -> None:
    """Tell these people, each with the sign-off that their notice leads to, what was decided. `act`: stands,
    set_aside, restored, both or one."""
    named = item_named(curriculum_of(seen.revision_id), seen.practical.id)
    trainee_id = seen.enrolled.person_id
    own, theirs = {"act": act, **named}, {"act": act, "person": str(trainee_id), **named}
    news = [
        News(person_id, "decision", subject, f"/sign-offs/{sign_off_id}", own if person_id == trainee_id else theirs)
        for person_id, sign_off_id in told.items()
        if person_id != ruling.by
    ]
    notify_each(news, at=ruling.at)


def head_seen(sign_off_id: UUID) -> SeenSignOff:
    """What stands in the place of that sign-off now: itself, or its last correction."""
    return seen_sign_off_by_id(head_of(sign_off_id))

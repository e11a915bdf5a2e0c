"""Finding one piece of work that is judged again: before a moderator judged it, and after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.models import (
    BenchText,
    Evidence,
    ModeratedLevel,
    Moderation,
    ModerationAnswer,
    ModeratorJudgement,
    SignOff,
    SignOffRemark,
)
from app.assessments.practicals.moderating import Answer, Moderated, WorkToJudge
from app.assessments.practicals.queries.drawn import waits_for_a_moderator
from app.assessments.practicals.queries.moderations import (
    PLACE,
    compared,
    impartial,
    moderations,
    practical_of_row,
    told_to,
)
from app.assessments.practicals.queries.sign_offs import device_name, seen_sign_off_by_id
from app.db import db
from app.people.member import Member

_WORK = moderations(
    Moderation.id,
    SignOff.id.label("sign_off_id"),
    SignOff.enrolment_id,
    SignOff.device_brand,
    SignOff.device_model,
    SignOffRemark.text,
    *PLACE,
).outerjoin(SignOffRemark, SignOffRemark.sign_off_id == SignOff.id)


def work_to_judge(member: Member, *, moderation_id: UUID) -> WorkToJudge | None:
    """That work, if the member could judge it while it was open. Two queries."""
    row = db.session.execute(_WORK.where(Moderation.id == moderation_id, impartial(member))).one_or_none()
    if row is None:
        return None
    photos = select(Evidence.id).where(Evidence.sign_off_id == row.sign_off_id).order_by(Evidence.position)
    return WorkToJudge(
        id=row.id,
        practical=practical_of_row(row, member.language),
        revision_id=row.revision_id,
        device=device_name(row),
        remark=row.text or "",
        photo_ids=tuple(db.session.scalars(photos)),
        done_at=row.ended_at,
        site_name=row.site_name,
        time_zone=row.time_zone,
        enrolment_id=row.enrolment_id,
    )


def moderated_seen_by(member: Member, *, moderation_id: UUID) -> Moderated | None:
    """The two judgements of that work, once a moderator has judged it, if the member may see them. Eight queries."""
    row = db.session.execute(
        compared(Moderation.why, ModerationAnswer.answered_at, SignOff.id.label("sign_off_id"))
        .where(Moderation.id == moderation_id, ModeratorJudgement.moderation_id.is_not(None), told_to(member))
        .add_columns(ModeratorJudgement.moderator_id, SignOff.assessor_id, waits_for_a_moderator().label("closed"))
    ).one_or_none()
    return _moderated(row, member) if row else None


def _moderated(row: Any, member: Member) -> Moderated:
    texts = select(BenchText.kind, BenchText.text).where(
        BenchText.owner_id == row.id, BenchText.kind.in_(("moderation", "moderation_answer"))
    )
    words = {text.kind: text.text for text in db.session.execute(texts)}
    levels = select(ModeratedLevel.criterion_id, ModeratedLevel.level).where(ModeratedLevel.moderation_id == row.id)
    return Moderated(
        id=row.id,
        why=row.why,
        first=seen_sign_off_by_id(row.sign_off_id, language=member.language),
        assessor_id=row.assessor_id,
        second=row.second,
        agreed=row.agrees,
        levels={given.criterion_id: given.level for given in db.session.execute(levels)},
        words=words.get("moderation", ""),
        moderator=row.moderator,
        moderator_id=row.moderator_id,
        judged_at=row.judged_at,
        answer=Answer(words.get("moderation_answer", ""), row.answered_at) if row.answered_at else None,
        closed=row.closed,
    )

"""Drawing sign-offs for moderation, judging them again, and answering the moderator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import selectinload

from app.assessments.practicals.facts import practical_of
from app.assessments.practicals.models import (
    BenchText,
    ModeratedLevel,
    Moderation,
    ModerationAnswer,
    ModeratorJudgement,
    SignOff,
)
from app.assessments.practicals.moderating import (
    Moderated,
    SecondJudgement,
    SiteShare,
    WorkToJudge,
    agrees,
    second_gaps,
    second_outcome,
)
from app.assessments.practicals.queries.standing import counting
from app.assessments.practicals.sampling import Why, why_drawn
from app.courses.facts import EnrolledItem, item_named
from app.courses.models import Site
from app.courses.operations.enrolments import lock_enrolment
from app.courses.queries.revisions import curriculum_of
from app.db import Base, db
from app.notices.operations import notify, settle
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal
from app.shared.ids import new_id
from app.shared.keys import keys

NOTICE = "moderation"


class AlreadyModerated(Refusal):
    """A moderator has judged this work already: another one, or the same with other words."""

    code = "already-moderated"


class NothingToModerate(Refusal):
    """The sign-off was corrected or set aside meanwhile: it needs no moderation any more."""

    code = "nothing-to-moderate"


class IncompleteModeration(Refusal):
    """Something is missing in the moderator's judgement; `missing` names it."""

    status = 422
    code = "incomplete-moderation"


class ModerationSettled(Refusal):
    """The disagreement needs no answer any more: it has one, or the sign-off was corrected or set aside."""

    code = "moderation-settled"


def draw(made: SignOff, found: EnrolledItem) -> None:
    """Put a sign-off that was just made, in its own transaction, into the sample, if it is drawn.

    A correction takes the place of what it corrects, and is moderated if that was to be: nobody has seen this judgement
    yet. Only where it answers a moderator who came to another outcome, it isn't.
    """
    before = _moderation_of(made.corrects_id) if made.corrects_id else None
    if before and before.ModeratorJudgement and _answers(before.ModeratorJudgement):
        _settle_corrected(before.ModeratorJudgement, made)
        return
    why: Why | None = before.why if before else _why(made, found)
    if why is None:
        return
    drawn = Moderation(id=new_id(), sign_off_id=made.id, why=why, drawn_at=made.delivered_at)
    db.session.add(drawn)
    db.session.flush()
    detail = {"sign_off": str(made.id), "why": why}
    _journal("moderation.drawn", drawn.id, by=None, at=drawn.drawn_at, detail=detail, covers=[drawn])


def refuse_settled(work: WorkToJudge) -> None:
    """Raises AlreadyModerated when somebody has judged that work, NothingToModerate when it needs it no more."""
    if _judgement_of(work.id) is not None:
        raise AlreadyModerated(moderation_id=work.id)
    if db.session.scalar(_settled_since().where(Moderation.id == work.id)):
        raise NothingToModerate


def moderate(work: WorkToJudge, *, judged: SecondJudgement, by: UUID, at: datetime) -> None:
    """Record what a moderator judged without knowing the first judgement. Once; the same sent again changes nothing.

    The assessor of another outcome is told. Raises AlreadyModerated, NothingToModerate, IncompleteModeration.
    """
    lock_enrolment(work.enrolment_id)
    recorded = _judgement_of(work.id)
    if recorded is not None and _is_the_same(recorded, work, judged, by):
        return
    refuse_settled(work)
    missing = second_gaps(work.practical, judged)
    if missing:
        raise IncompleteModeration(missing=missing)
    first = db.session.scalars(select(SignOff).join(Moderation).where(Moderation.id == work.id)).one()
    made = _record(work, first, judged, by, at)
    if not made.agrees:
        _tell(first.assessor_id, made, first, act="differs", about=by, at=at)


def keep_to_judgement(seen: Moderated, *, words: str, by: UUID, at: datetime) -> None:
    """The assessor keeps to their judgement, and says why. Once; the same sent again changes nothing.

    The moderator is told. Raises ModerationSettled.
    """
    lock_enrolment(seen.first.enrolled.id)
    recorded = db.session.get(ModerationAnswer, seen.id, populate_existing=True)
    if recorded is not None and (recorded.answered_by, _words("moderation_answer", seen.id)) == (by, words):
        return
    settled = db.session.scalar(_settled_since().where(Moderation.id == seen.id))
    if recorded is not None or settled or seen.agreed:
        raise ModerationSettled(moderation_id=seen.id)
    digest = _write_words("moderation_answer", seen.id, words)
    answer = ModerationAnswer(moderation_id=seen.id, answered_at=at, answered_by=by, stands=True, text_digest=digest)
    db.session.add(answer)
    db.session.flush()
    _journal("moderation.answered", seen.id, by=by, at=at, detail={"stands": True, "words": digest}, covers=[answer])
    settle([by], kind=NOTICE, subjects=[str(seen.id)], at=at)
    made = db.session.get_one(ModeratorJudgement, seen.id)
    first = db.session.get_one(SignOff, seen.first.id)
    _tell(seen.moderator_id, made, first, act="stands", about=by, at=at)


def set_share(site: SiteShare, *, percent: int, by: UUID, at: datetime) -> None:
    """From now on that many of a hundred sign-offs are drawn at random at the site: 0 to 100."""
    found = db.session.get_one(Site, site.id, with_for_update=True, populate_existing=True)
    if percent == found.moderated_percent:
        return
    detail = {"from": found.moderated_percent, "to": percent}
    found.moderated_percent = percent
    db.session.flush()
    write_journal("site.moderated-percent-changed", by=by, at=at, kind="site", id=site.id, detail=detail)


def _moderation_of(sign_off_id: UUID) -> Row[*tuple[Any, ...]] | None:
    return db.session.execute(
        select(Moderation.why, ModeratorJudgement)
        .outerjoin(ModeratorJudgement, ModeratorJudgement.moderation_id == Moderation.id)
        .where(Moderation.sign_off_id == sign_off_id)
    ).one_or_none()


def _why(made: SignOff, found: EnrolledItem) -> Why | None:
    """Corrections are not counted among somebody's first sign-offs: they are about work that is counted already."""
    earlier = select(func.count(SignOff.id)).where(
        SignOff.assessor_id == made.assessor_id, SignOff.corrects_id.is_(None), SignOff.id != made.id
    )
    row = db.session.execute(
        select(Site.moderated_percent, earlier.scalar_subquery().label("earlier")).where(
            Site.id == found.enrolled.cohort.site_id
        )
    ).one()
    lot = keys.digest("moderation", str(made.id))
    return why_drawn(practical_of(found), earlier=row.earlier, lot=lot, percent=row.moderated_percent)


def _answers(judged: ModeratorJudgement) -> bool:
    """Whether correcting what this moderator judged answers them: they came to another outcome, and wait."""
    return not judged.agrees and db.session.get(ModerationAnswer, judged.moderation_id) is None


def _settle_corrected(judged: ModeratorJudgement, made: SignOff) -> None:
    """The correction of a sign-off with which a moderator didn't agree: the moderator is told."""
    first = db.session.get_one(SignOff, made.corrects_id)
    settle([first.assessor_id], kind=NOTICE, subjects=[str(judged.moderation_id)], at=made.delivered_at)
    if judged.moderator_id != made.assessor_id:
        _tell(judged.moderator_id, judged, made, act="corrected", about=made.assessor_id, at=made.delivered_at)


def _judgement_of(moderation_id: UUID) -> ModeratorJudgement | None:
    return db.session.scalar(
        select(ModeratorJudgement)
        .where(ModeratorJudgement.moderation_id == moderation_id)
        .options(selectinload(ModeratorJudgement.levels))
        .execution_options(populate_existing=True)
    )


def _settled_since() -> Select[UUID]:
    """Moderations of sign-offs that were corrected, or set aside, since."""
    return select(Moderation.id).join(SignOff, SignOff.id == Moderation.sign_off_id).where(~counting())


def _is_the_same(recorded: ModeratorJudgement, work: WorkToJudge, judged: SecondJudgement, by: UUID) -> bool:
    return (
        recorded.moderator_id == by
        and {given.criterion_id: given.level for given in recorded.levels} == judged.levels
        and recorded.outcome == second_outcome(work.practical, judged)
        and _words("moderation", work.id) == judged.words
    )


def _record(work: WorkToJudge, first: SignOff, judged: SecondJudgement, by: UUID, at: datetime) -> ModeratorJudgement:
    outcome = second_outcome(work.practical, judged)
    made = ModeratorJudgement(
        moderation_id=work.id,
        moderator_id=by,
        judged_at=at,
        outcome=outcome,
        agrees=agrees(first.outcome, outcome),
        text_digest=_write_words("moderation", work.id, judged.words),
    )
    levels = [
        ModeratedLevel(moderation_id=work.id, criterion_id=each.id, level=judged.levels[each.id])
        for each in work.practical.criteria
    ]
    db.session.add(made)
    db.session.flush()
    db.session.add_all(levels)
    db.session.flush()
    detail = {"outcome": outcome, "agrees": made.agrees, "levels": dict(judged.levels), "words": made.text_digest}
    _journal("moderation.judged", work.id, by=by, at=at, detail=detail, covers=[made, *levels])
    return made


def _tell(
    person_id: UUID, judged: ModeratorJudgement, sign_off: SignOff, *, act: str, about: UUID, at: datetime
) -> None:
    named = item_named(curriculum_of(sign_off.revision_id), sign_off.item_id)
    details = {"act": act, "person": str(about), **named}
    path = f"/moderations/{judged.moderation_id}"
    notify(person_id, kind=NOTICE, subject=str(judged.moderation_id), details=details, path=path, at=at)


def _words(kind: str, moderation_id: UUID) -> str | None:
    return db.session.scalar(select(BenchText.text).where(BenchText.kind == kind, BenchText.owner_id == moderation_id))


def _write_words(kind: str, moderation_id: UUID, words: str) -> str:
    """Put them beside; returns their salted digest."""
    salt = new_salt()
    db.session.add(BenchText(kind=kind, owner_id=moderation_id, text=words, salt=salt))
    return salted(words, salt)


def _journal(
    act: str, moderation_id: UUID, *, by: UUID | None, at: datetime, detail: dict[str, Any], covers: Iterable[Base]
) -> None:
    write_journal(act, by=by, at=at, kind="moderation", id=moderation_id, detail=detail, covers=covers)

"""Lists and counts of work that a moderator judges again, and of what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import aliased

from app.assessments.practicals.models import (
    Moderation,
    ModerationAnswer,
    ModeratorJudgement,
    SignOff,
)
from app.assessments.practicals.moderating import (
    Counts,
    JudgedLine,
    OpenLine,
    standing_of,
)
from app.assessments.practicals.queries.drawn import corrected_by, held_at, to_be_judged
from app.assessments.practicals.queries.standing import counting, is_set_aside
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import followed_by
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db
from app.people.member import Member
from app.people.models import Person

T = TypeVar("T")
Statement: TypeAlias = Select[*tuple[Any, ...]]
ON_A_PAGE = 25


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A page of a list."""

    lines: tuple[T, ...]
    number: int
    pages: int


def moderation_counts(member: Member) -> Counts:
    """What there is of moderation for the member, in numbers. One query; none for whoever has no part in it."""
    if not any(member.is_a(role) for role in ("moderator", "coordinator", "instructor")):
        return Counts()
    differs = ModeratorJudgement.agrees.is_(False) & told_to(member)
    row = db.session.execute(
        moderations(
            func.count().filter(_judged_by(member)),
            func.count().filter(_overseen_by(member) & to_be_judged()),
            func.count().filter(ModeratorJudgement.moderation_id.is_not(None) & told_to(member)),
            func.count().filter(differs),
            func.count().filter(differs & _unanswered()),
            func.count().filter(differs & _unanswered() & (SignOff.assessor_id == member.id)),
        )
    ).one()
    return Counts(*row)


def work_list(member: Member, *, page: int, total: int) -> Listed[OpenLine]:
    """That page of what the member can judge, of `total`, what was drawn first at the top. One query."""
    number, pages = _page(page, total)
    rows = db.session.execute(
        _of_a_page(moderations(Moderation.id, *PLACE).where(_judged_by(member)), number).order_by(
            Moderation.drawn_at, Moderation.id
        )
    )
    lines = (
        OpenLine(row.id, practical_of_row(row, member.language), row.ended_at, row.site_name, row.time_zone)
        for row in rows
    )
    return Listed(tuple(lines), number, pages)


def judged_list(member: Member, *, page: int, total: int, differing: bool) -> Listed[JudgedLine]:
    """That page of what was judged, of `total`: the newest first, or, of those `differing`, what waits for an answer
    before the rest. One query."""
    number, pages = _page(page, total)
    wanted = ModeratorJudgement.agrees.is_(False) if differing else ModeratorJudgement.moderation_id.is_not(None)
    newest = (ModeratorJudgement.judged_at.desc(), Moderation.id)
    rows = db.session.execute(
        _of_a_page(compared(*PLACE).where(wanted, told_to(member)), number).order_by(
            *((_unanswered().desc(), *newest) if differing else newest)
        )
    )
    return Listed(tuple(_judged_line(row, member.language) for row in rows), number, pages)


Assessor, _Moderator, _Trainee = aliased(Person), aliased(Person), aliased(Person)
PLACE = (
    SignOff.item_id,
    SignOff.revision_id,
    SignOff.ended_at,
    Revision.digest,
    Site.name.label("site_name"),
    Site.time_zone,
)


def moderations(*columns: Any) -> Statement:
    """Moderations with what belongs to them: sign-off, place, the moderator's judgement, the assessor's answer."""
    return (
        select(*columns)
        .select_from(Moderation)
        .join(SignOff, SignOff.id == Moderation.sign_off_id)
        .join(Revision, Revision.id == SignOff.revision_id)
        .join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .outerjoin(ModeratorJudgement, ModeratorJudgement.moderation_id == Moderation.id)
        .outerjoin(ModerationAnswer, ModerationAnswer.moderation_id == Moderation.id)
    )


def compared(*columns: Any) -> Statement:
    """What was judged, with who was who and what happened since."""
    return (
        moderations(
            Moderation.id,
            SignOff.outcome.label("first"),
            ModeratorJudgement.outcome.label("second"),
            ModeratorJudgement.agrees,
            ModeratorJudgement.judged_at,
            ModerationAnswer.stands,
            corrected_by().label("corrected_by"),
            is_set_aside().label("set_aside"),
            Assessor.name.label("assessor"),
            _Moderator.name.label("moderator"),
            _Trainee.name.label("trainee"),
            *columns,
        )
        .join(Assessor, Assessor.id == SignOff.assessor_id)
        .join(_Trainee, _Trainee.id == Enrolment.person_id)
        .join(_Moderator, _Moderator.id == ModeratorJudgement.moderator_id)
    )


def _of_a_page(statement: Statement, number: int) -> Statement:
    return statement.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)


def _page(wanted: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // ON_A_PAGE))
    return min(max(wanted, 1), pages), pages


def impartial(member: Member) -> ColumnElement[bool]:
    """The condition that the member moderates at the site, and knows nothing of the first judgement: it isn't theirs,
    nor was any other of that work, nor is the work, and they don't see its outcome as those do who teach or coordinate
    the cohort."""
    own = aliased(SignOff)
    same_work = (own.enrolment_id == SignOff.enrolment_id, own.item_id == SignOff.item_id)
    judged_it = exists().where(own.assessor_id == member.id, *same_work).correlate(SignOff)
    return held_at(member, "moderator") & (Enrolment.person_id != member.id) & ~judged_it & ~followed_by(member)


def _judged_by(member: Member) -> ColumnElement[bool]:
    """It is for the member to judge, now."""
    return impartial(member) & to_be_judged() if member.is_a("moderator") else false()


def _overseen_by(member: Member) -> ColumnElement[bool]:
    oversees = held_at(member, "moderator") | held_at(member, "coordinator")
    return oversees & (Enrolment.person_id != member.id)


def told_to(member: Member) -> ColumnElement[bool]:
    """The condition that the member is shown what came of it: they oversee it, or it was their judgement."""
    return _overseen_by(member) | (SignOff.assessor_id == member.id)


def _unanswered() -> ColumnElement[bool]:
    return ModerationAnswer.moderation_id.is_(None) & counting()


def practical_of_row(row: Any, language: str) -> Practical:
    """The practical that a row with the columns `PLACE` is about. Raises TypeError for an item of another kind."""
    item = curriculum_by_digest(row.digest, row.revision_id).in_language(language).items[row.item_id]
    if not isinstance(item, Practical):
        raise TypeError(f"{row.item_id} of revision {row.revision_id} is no practical")
    return item


def _open_line(row: Any, language: str) -> OpenLine:
    return OpenLine(row.id, practical_of_row(row, language), row.ended_at, row.site_name, row.time_zone)


def _judged_line(row: Any, language: str) -> JudgedLine:
    return JudgedLine(
        id=row.id,
        practical=practical_of_row(row, language),
        trainee=row.trainee,
        assessor=row.assessor,
        moderator=row.moderator,
        judged_at=row.judged_at,
        time_zone=row.time_zone,
        first=row.first,
        second=row.second,
        standing=standing_of(
            row.second,
            agreed=row.agrees,
            stands=bool(row.stands),
            corrected=row.corrected_by is not None,
            set_aside=row.set_aside,
        ),
    )

"""Conditions on sign-offs: whether one still needs a moderator, and what happened to it since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, select, true
from sqlalchemy.orm import aliased

from app.assessments.practicals.models import Moderation, ModeratorJudgement, SignOff
from app.assessments.practicals.queries.standing import counting
from app.courses.models import Cohort
from app.people.member import Member


def held_at(member: Member, role: str) -> ColumnElement[bool]:
    """The condition that a cohort is at a site where the member has the role."""
    site_ids = [site_id for held, site_id in member.roles if held == role]
    return true() if None in site_ids else Cohort.site_id.in_(site_ids)


def waits_for_a_moderator() -> ColumnElement[bool]:
    """The condition that a sign-off is of work, a trainee's in one practical, that a moderator has still to judge.

    Until then moderators find none of its sign-offs: one that was corrected, or another, may tell what they would.
    """
    drawn = aliased(SignOff)
    waiting = (
        select(Moderation.id)
        .join(drawn, drawn.id == Moderation.sign_off_id)
        .where(drawn.enrolment_id == SignOff.enrolment_id, drawn.item_id == SignOff.item_id, to_be_judged(drawn))
    )
    return exists(waiting.correlate(SignOff))


def to_be_judged(of: Any = SignOff) -> ColumnElement[bool]:
    """The condition that a moderation (joined with its sign-off) was judged by nobody, and that the sign-off counts."""
    judged = exists().where(ModeratorJudgement.moderation_id == Moderation.id)
    return ~judged.correlate(Moderation) & counting(of)


def corrected_by() -> ScalarSelect[Any]:
    """The id of the sign-off that takes the place of this one; NULL: none."""
    later = aliased(SignOff)
    return select(later.id).where(later.corrects_id == SignOff.id).correlate(SignOff).scalar_subquery()

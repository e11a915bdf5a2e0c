"""How often moderators agree with assessors, and how much is drawn at each site."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func

from app.assessments.practicals.models import ModeratorJudgement, SignOff
from app.assessments.practicals.moderating import Agreement, SiteShare
from app.assessments.practicals.queries.drawn import held_at
from app.assessments.practicals.queries.moderations import Assessor, moderations, practical_of_row
from app.courses.models import Revision
from app.courses.queries.cohorts import sites_coordinated_by
from app.db import db
from app.people.member import Member

_TOLD = ModeratorJudgement.outcome != "cannot_tell"
_WHOSE = (
    SignOff.assessor_id,
    Assessor.name.label("assessor"),
    SignOff.item_id,
    SignOff.revision_id,
    Revision.digest,
    Revision.course_id,
)
_COUNTED = (
    moderations(
        *_WHOSE,
        func.count().label("judged"),
        func.count().filter(_TOLD).label("told"),
        func.count().filter(_TOLD & ModeratorJudgement.agrees).label("agreed"),
    )
    .join(Assessor, Assessor.id == SignOff.assessor_id)
    .group_by(*_WHOSE)
    .order_by(SignOff.revision_id)
)


def agreements(member: Member) -> tuple[Agreement, ...]:
    """How often moderators agreed with each assessor in each practical, at the sites that the member coordinates. By
    name and by week. One query."""
    theirs = _COUNTED.where(ModeratorJudgement.moderation_id.is_not(None), held_at(member, "coordinator"))
    found: dict[tuple[UUID, str, str], list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(theirs):
        found[row.assessor_id, row.course_id, row.item_id].append(row)
    summed = (_agreement(own, member.language) for own in found.values())
    return tuple(sorted(summed, key=lambda each: (each.assessor.casefold(), each.practical.week, each.practical.id)))


def site_shares(member: Member) -> tuple[SiteShare, ...]:
    """How many sign-offs are drawn at random at each site that the member coordinates. One query."""
    return tuple(SiteShare(site.id, site.name, site.moderated_percent) for site in sites_coordinated_by(member))


def site_share(member: Member, *, site_id: UUID) -> SiteShare | None:
    """The same for that site, if they coordinate it."""
    return next((each for each in site_shares(member) if each.id == site_id), None)


def _agreement(rows: list[Row[Any]], language: str) -> Agreement:
    newest = rows[-1]
    return Agreement(
        newest.assessor_id,
        newest.assessor,
        practical_of_row(newest, language),
        judged=sum(row.judged for row in rows),
        told=sum(row.told for row in rows),
        agreed=sum(row.agreed for row in rows),
    )

"""The cohorts that somebody follows, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.assessments.practicals.queries import count_held, disputes_to_settle, held_to_settle, testimonies_to_decide
from app.courses.calendar import Calendar, mondays
from app.courses.models import Cohort, Revision, Site
from app.courses.queries.cohorts import cohort_followed_by, cohorts_followed_by, followed_by
from app.courses.queries.revisions import curriculum_by_digest
from app.db import db
from app.people.member import Member
from app.today.glance import CohortGlance
from app.today.queries.glances import cohort_glances

A_PAGE = 6
"""Cohorts: as many as one looks after at a time, and few enough that the page costs the same in a large school."""

Show = Literal["running", "coming", "closed"]
SHOWS: tuple[Show, ...] = ("running", "coming", "closed")
"""Cohorts by where the calendar stands; those after their last week are among the closed ones."""


@dataclass(frozen=True)
class Waits:
    """How much waits for somebody to decide on it."""

    testimonies: int = 0
    held: int = 0
    """Records from the bench of which they say what becomes of them."""
    disputes: int = 0
    """Outcomes that a trainee disagrees with, and clashes."""


@dataclass(frozen=True)
class Overview:
    """A page of the cohorts that somebody follows."""

    show: Show
    counts: Mapping[Show, int]
    page: int
    pages: int
    cohorts: tuple[CohortGlance, ...]
    waits: Waits
    """For the member, whatever page is shown."""


def overview(member: Member, *, show: str, page: int, at: datetime) -> Overview:
    """That page of the cohorts that the member follows: running and closed ones the newest first, coming ones the
    soonest first. What isn't there (`show`, `page`) becomes the nearest that is. Five queries, however many
    cohorts and trainees there are; two for whoever follows none.
    """
    sorted_out, waits = _sorted_out(member, at)
    shown = next((each for each in SHOWS if each == show), None) or _first_filled(sorted_out)
    ids = sorted_out[shown]
    pages = max(1, -(-len(ids) // A_PAGE))
    page = min(max(page, 1), pages)
    chosen = ids[(page - 1) * A_PAGE : page * A_PAGE]
    cohorts = {cohort.id: cohort for cohort in cohorts_followed_by(member, among=chosen)} if chosen else {}
    glances = cohort_glances([cohorts[each] for each in chosen if each in cohorts], at=at)
    return Overview(shown, {each: len(sorted_out[each]) for each in SHOWS}, page, pages, glances, waits)


def cohort_glance(member: Member, *, cohort_id: UUID, at: datetime) -> CohortGlance | None:
    """That cohort with its trainees, if the member follows it. Four queries."""
    cohort = cohort_followed_by(member, cohort_id=cohort_id)
    return cohort_glances([cohort], at=at)[0] if cohort else None


def _sorted_out(member: Member, at: datetime) -> tuple[dict[Show, list[UUID]], Waits]:
    """The ids of all cohorts that the member follows, and how much waits for them. Only what the calendar takes is
    read of the cohorts: they may be hundreds."""
    rows = db.session.execute(
        select(
            Cohort.id,
            Cohort.first_day,
            Cohort.closed_weeks,
            Cohort.closed_at,
            Cohort.revision_id,
            Revision.digest,
            Site.time_zone,
            testimonies_to_decide(member).label("testimonies"),
            held_to_settle(member).label("held"),
            disputes_to_settle(member).label("disputes"),
        )
        .join(Site, Site.id == Cohort.site_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .where(followed_by(member))
        .order_by(Cohort.first_day.desc(), Cohort.name, Cohort.id)
    ).all()
    found: dict[Show, list[UUID]] = {each: [] for each in SHOWS}
    for row in rows:
        found["closed" if row.closed_at else _by_calendar(row, at)].append(row.id)
    found["coming"].reverse()
    if not rows:  # who taught a cohort once may have brought something from its bench since
        return found, Waits(held=count_held(member))
    return found, Waits(rows[0].testimonies, rows[0].held, rows[0].disputes)


def _by_calendar(row: Any, at: datetime) -> Show:
    today = at.astimezone(ZoneInfo(row.time_zone)).date()
    if today < row.first_day:
        return "coming"
    weeks = len(curriculum_by_digest(row.digest, row.revision_id).weeks)
    calendar = Calendar(row.first_day, mondays(row.closed_weeks))
    return "closed" if calendar.week_on(today, weeks=weeks) > weeks else "running"


def _first_filled(sorted_out: Mapping[Show, list[UUID]]) -> Show:
    return next((each for each in SHOWS if sorted_out[each]), SHOWS[0])

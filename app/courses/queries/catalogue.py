"""What anybody may know of the school: its courses, and when they begin next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.courses.facts import RevisionFacts
from app.courses.models import Cohort, Revision, Site
from app.courses.queries.revisions import newest_revisions
from app.db import db

MOST_DATES = 6
"""Of each course: further ones are far away."""


@dataclass(frozen=True)
class NextDate:
    """A cohort that is to begin, without its name: that is the school's own affair."""

    first_day: date
    site_name: str


@dataclass(frozen=True)
class OfferedCourse:
    """A course in its newest revision, and when it begins next."""

    revision: RevisionFacts
    next_dates: tuple[NextDate, ...]


def offered_courses(*, today: date, language: str = "") -> tuple[OfferedCourse, ...]:
    """Every course, by track and title, for those who read `language`. Two queries."""
    dates = _next_dates(today)
    return tuple(OfferedCourse(each, dates.get(each.curriculum.id, ())) for each in newest_revisions(language=language))


def offered_course(course_id: str, *, today: date, language: str = "") -> OfferedCourse | None:
    """That course. Two queries."""
    courses = offered_courses(today=today, language=language)
    return next((each for each in courses if each.revision.curriculum.id == course_id), None)


def _next_dates(today: date) -> dict[str, tuple[NextDate, ...]]:
    place = func.row_number().over(partition_by=Revision.course_id, order_by=(Cohort.first_day, Site.name))
    placed = (
        select(Revision.course_id, Cohort.first_day, Site.name.label("site_name"), place.label("place"))
        .join(Revision, Revision.id == Cohort.revision_id)
        .join(Site, Site.id == Cohort.site_id)
        .where(Cohort.first_day >= today, Cohort.closed_at.is_(None))
        .subquery()
    )
    found: dict[str, tuple[NextDate, ...]] = {}
    for row in db.session.execute(select(placed).where(placed.c.place <= MOST_DATES).order_by(placed.c.place)):
        found[row.course_id] = (*found.get(row.course_id, ()), NextDate(row.first_day, row.site_name))
    return found

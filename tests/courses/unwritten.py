"""An edition of the cast's course with weeks that are still being written, and who follows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.courses.facts import Enrolled
from app.courses.models import Cohort
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.curriculum.model import Curriculum
from app.people.queries import person_by_id
from tests.cast import BEFORE, FIRST_DAY, Cast

UNWRITTEN = pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([4], "Week 4 is still being written, so nobody can earn the certificate with this edition."),
        ([3, 5], "Weeks 3, 5 are still being written, so nobody can earn the certificate with this edition."),
    ],
)
"""Weeks that are still being written, and what a coordinator reads of them."""
COURSE = Path(__file__).parent.parent / "content" / "mobile" / "tiny-phone-repair"


def without_items(curriculum: Curriculum, weeks: Collection[int]) -> Curriculum:
    """The curriculum as it is before these weeks are written."""
    emptied = tuple(replace(week, items=()) if week.number in weeks else week for week in curriculum.weeks)
    return replace(curriculum, weeks=emptied)


def with_drafts(curriculum: Curriculum, weeks: Collection[int]) -> Curriculum:
    """The curriculum as it is while these weeks have items, and others are to come."""
    drafted = tuple(replace(week, draft=True) if week.number in weeks else week for week in curriculum.weeks)
    return replace(curriculum, weeks=drafted)


def cohort_without_items(cast: Cast, weeks: Collection[int]) -> Cohort:
    """A cohort at the cast's site that follows an edition published before these weeks were written."""
    return _cohort(cast, _sources_without(weeks))


def cohort_with_drafts(cast: Cast, weeks: Collection[int]) -> Cohort:
    """A cohort at the cast's site that follows an edition in which these weeks have items, and are drafts."""
    return _cohort(cast, _sources_with_drafts(weeks))


def _cohort(cast: Cast, sources: Mapping[str, bytes]) -> Cohort:
    revision, _ = publish(sources, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=BEFORE)
    return create_cohort(
        f"Revision {revision.number}",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )


def enrolled_without_items(cast: Cast, weeks: Collection[int]) -> Enrolled:
    """The trainee in such a cohort."""
    return _enrolled(cast, cohort_without_items(cast, weeks))


def enrolled_with_drafts(cast: Cast, weeks: Collection[int]) -> Enrolled:
    """The trainee in a cohort whose edition has drafts."""
    return _enrolled(cast, cohort_with_drafts(cast, weeks))


def _enrolled(cast: Cast, cohort: Cohort) -> Enrolled:
    return enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)


def _sources_with_drafts(weeks: Collection[int]) -> dict[str, bytes]:
    sources = dict(read_course(COURSE).sources)
    for number in weeks:
        name = f"week-{number:02}/week.md"
        sources[name] = sources[name].replace(b"---\n", b"---\ndraft: true\n", 1)
    return sources


def _sources_without(weeks: Collection[int]) -> dict[str, bytes]:
    empty = {f"week-{number:02}" for number in weeks}
    return {
        name: data
        for name, data in read_course(COURSE).sources.items()
        if name.split("/")[0] not in empty or name.endswith("/week.md")
    }

"""The catalogue: what anybody may know of the school."""

from __future__ import annotations

from datetime import date, timedelta

from app.courses.operations.cohorts import create_cohort
from app.courses.queries.catalogue import MOST_DATES, offered_course, offered_courses
from app.db import db
from app.shared.clock import now
from tests.cast import BEFORE, FIRST_DAY, Cast
from tests.conftest import ClientOf, CountQueries

COURSE = "tiny-phone-repair"


def coming(cast: Cast, first_day: date, name: str = "Autumn") -> None:
    """A cohort in Lyon that is to begin."""
    create_cohort(
        name,
        site_id=cast.site_id,
        revision_id=cast.revision_id,
        first_day=first_day,
        instructor_ids=[],
        by=None,
        at=BEFORE,
    )


def dates(today: date) -> list[tuple[date, str]]:
    course = offered_course(COURSE, today=today)
    assert course is not None
    return [(each.first_day, each.site_name) for each in course.next_dates]


def test_the_next_dates_are_those_of_cohorts_that_have_not_begun(cast: Cast) -> None:
    coming(cast, FIRST_DAY + timedelta(weeks=20))
    assert dates(FIRST_DAY + timedelta(days=1)) == [(FIRST_DAY + timedelta(weeks=20), "Lyon")]
    assert dates(FIRST_DAY) == [(FIRST_DAY, "Lyon"), (FIRST_DAY, "Nantes"), (FIRST_DAY + timedelta(weeks=20), "Lyon")]


def test_a_closed_cohort_is_no_date(cast: Cast) -> None:
    from app.courses.models import Cohort

    db.session.get_one(Cohort, cast.cohort_id).closed_at = BEFORE
    db.session.flush()
    assert dates(FIRST_DAY) == [(FIRST_DAY, "Nantes")]


def test_far_dates_are_left_out(cast: Cast) -> None:
    for number in range(MOST_DATES + 2):
        coming(cast, FIRST_DAY + timedelta(weeks=number + 1), f"Cohort {number}")
    assert [day for day, _ in dates(FIRST_DAY + timedelta(days=1))] == [
        FIRST_DAY + timedelta(weeks=number + 1) for number in range(MOST_DATES)
    ]


def test_it_takes_two_queries_however_many_the_dates(cast: Cast, count_queries: CountQueries) -> None:
    for number in range(3):
        coming(cast, FIRST_DAY + timedelta(weeks=number), f"Cohort {number}")
    with count_queries() as queries:
        offered_courses(today=FIRST_DAY)
    assert len(queries) == 2


def test_anybody_reads_the_weeks_and_the_competences_and_no_cohorts_name(cast: Cast, client_of: ClientOf) -> None:
    coming(cast, now().date() + timedelta(weeks=3), "A name of the school's own")
    page = client_of(None).get(f"/catalogue/{COURSE}").text
    week = cast.enrolled().curriculum.weeks[0]
    assert week.title in page
    assert next(iter(cast.enrolled().curriculum.competences.values())).title["en"] in page
    assert "A name of the school" not in page


def test_a_course_that_is_not_there_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(None).get("/catalogue/nothing").status_code == 404

"""Two people who change the same cohort or place in the same moment: one after the other, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Settings
from app.courses.models import Cohort, Enrolment
from app.courses.operations.cohorts import close_cohort, close_week, create_cohort, reopen_cohort, update_cohort
from app.courses.operations.due_dates import move_for_all
from app.courses.operations.enrolments import declare_lesson_done, enrol
from app.courses.operations.places import let_return, move, withdraw
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.db import db, writing
from app.people.operations import add_person
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from tests.cast import BEFORE, FIRST_DAY, NOON, Cast
from tests.side_by_side import at_once, school_apart

Act = Callable[[], object]


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as school:
        yield school


@pytest.fixture
def school(apart: tuple[Flask, Cast]) -> Iterator[tuple[Flask, Cast]]:
    """That school, in which the test can look around."""
    with apart[0].app_context(), writing():
        yield apart
        db.session.rollback()


def newcomer(cast: Cast) -> Enrolment:
    """A new trainee of the cast's cohort."""
    person = add_person("Noa New", email=None, language="en", by=None, at=BEFORE)
    return enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE)


def another_cohort(cast: Cast, name: str) -> Cohort:
    """A cohort of the same course at the same site."""
    return create_cohort(
        name,
        site_id=cast.site_id,
        revision_id=cast.revision_id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )


def entries(act: str, kind_id: object) -> int:
    """How many lines the journal has of that act on that thing."""
    counted = select(func.count()).where(JournalEntry.act == act, JournalEntry.object_id == str(kind_id))
    return db.session.scalar(counted) or 0


def test_moving_and_withdrawing_in_the_same_moment_is_one_of_them(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    place = enrolment_facts(newcomer(cast).id)
    to = cohort_facts(another_cohort(cast, "Moved to").id)
    became = at_once(
        app,
        lambda: move(place, to=to, reason="", by=None, at=NOON),
        lambda: withdraw(place, reason="Gone.", by=None, at=NOON),
    )
    found = enrolment_facts(place.id)
    if became == ["done", "place-moved"]:
        assert (found.cohort.id, found.withdrawn_at) == (to.id, None)
    else:
        assert became == ["withdrawn", "done"]
        assert (found.cohort.id, found.withdrawn_at) == (place.cohort.id, NOON)


def test_the_same_request_twice_in_the_same_moment_is_one(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    place = enrolment_facts(newcomer(cast).id)
    to = cohort_facts(another_cohort(cast, "Twice").id)
    assert at_once(app, *[lambda: move(place, to=to, reason="", by=None, at=NOON)] * 2) == ["done", "done"]
    moved = enrolment_facts(place.id)
    assert at_once(app, *[lambda: withdraw(moved, reason="Gone.", by=None, at=NOON)] * 2) == ["done", "done"]
    assert at_once(app, *[lambda: let_return(moved, reason="", by=None, at=NOON)] * 2) == ["done", "done"]
    acts = ("enrolment.moved", "enrolment.withdrawn", "enrolment.returned")
    assert [entries(act, place.id) for act in acts] == [1, 1, 1]


def test_moving_two_ways_in_the_same_moment_is_one_of_them(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    place = enrolment_facts(newcomer(cast).id)
    here, there = (cohort_facts(another_cohort(cast, name).id) for name in ("One way", "Other way"))
    became = at_once(
        app,
        lambda: move(place, to=here, reason="", by=None, at=NOON),
        lambda: move(place, to=there, reason="", by=None, at=NOON),
    )
    assert sorted(became) == ["done", "place-moved"]
    assert enrolment_facts(place.id).cohort.id == (here.id if became[0] == "done" else there.id)


def test_moving_somewhere_and_being_enrolled_there_in_the_same_moment_is_one_of_them(
    school: tuple[Flask, Cast],
) -> None:
    app, cast = school
    place = enrolment_facts(newcomer(cast).id)
    to = cohort_facts(another_cohort(cast, "Twice there").id)
    became = at_once(
        app,
        lambda: move(place, to=to, reason="", by=None, at=NOON),
        lambda: enrol(person_by_id(place.person_id), cohort_id=to.id, by=None, at=NOON),
    )
    assert sorted(became) == ["already-enrolled", "done"]


def test_what_is_done_while_the_cohort_is_closed_came_before_or_is_refused(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    cohort = cast.enrolled().cohort
    became = at_once(
        app,
        lambda: close_cohort(cohort, by=None, at=NOON),
        lambda: declare_lesson_done(cast.item("the-board"), by=cast.trainee.id, at=NOON),
        lambda: enrol(person_by_id(cast.author.id), cohort_id=cohort.id, by=None, at=NOON),
    )
    acts = db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.number.desc()).limit(3)).all()
    told_after_closing = acts[: acts.index("cohort.closed")]
    assert (became[0], list(told_after_closing)) == ("done", [])
    assert ("the-board" in done_by(cast.enrolled()).completions) == (became[1] == "done")
    reopen_cohort(cohort, by=None, at=NOON)
    db.session.commit()


def test_of_two_who_change_a_cohort_in_the_same_moment_one_is_told(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    stale = cohort_facts(another_cohort(cast, "Changed").id)

    def rename(name: str) -> Act:
        teaching, version = [cast.instructor.id], stale.version
        values = {"first_day": FIRST_DAY + timedelta(days=7), "instructor_ids": teaching, "by": None, "at": NOON}
        return lambda: update_cohort(stale, version=version, name=name, **values)  # type: ignore[arg-type]

    became = at_once(app, rename("By the first"), rename("By the second"))
    assert sorted(became) == ["cohort-changed", "done"]
    names = ("By the first", "By the second")
    assert cohort_facts(stale.id).name == names[became.index("done")]


def test_two_weeks_closed_in_the_same_moment_are_both_closed(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    cohort = cohort_facts(another_cohort(cast, "Holidays").id)
    mondays = [FIRST_DAY, FIRST_DAY + timedelta(weeks=1)]
    first, second = mondays
    became = at_once(
        app,
        lambda: close_week(cohort, monday=first, by=None, at=NOON),
        lambda: close_week(cohort, monday=second, by=None, at=NOON),
    )
    assert (became, cohort_facts(cohort.id).closed_weeks) == (["done", "done"], frozenset(mondays))


def test_a_date_that_two_move_in_the_same_moment_is_moved_by_one(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    cohort = cohort_facts(another_cohort(cast, "Dates").id)
    quiz, friday = cohort.curriculum.items["safety-quiz"], FIRST_DAY + timedelta(days=4)
    became = at_once(
        app,
        lambda: move_for_all(cohort, quiz, to=friday, was=None, by=None, at=NOON),
        lambda: move_for_all(cohort, quiz, to=FIRST_DAY, was=None, by=None, at=NOON),
    )
    assert sorted(became) == ["date-changed", "done"]

"""A safety correction that is pushed while people work: nobody slips through, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Settings
from app.courses.models import SafetyAcknowledgement, SafetyCorrection, SafetyDuty
from app.courses.operations.enrolments import declare_lesson_done, enrol, lock_enrolment
from app.courses.operations.safety_duties import acknowledge_correction
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.db import db, writing
from app.people.operations import add_person
from app.people.queries import person_by_id
from tests.cast import BEFORE, NOON, Cast
from tests.courses.correcting import BATTERY, NEEDS_MORE, SAFER, duty_of, published, pushed
from tests.side_by_side import at_once, school_apart


@pytest.fixture
def school(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed, in which the test can look around."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as (app, cast), app.app_context(), writing():
        yield app, cast
        db.session.rollback()


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_authors_who_push_the_same_push_it_once(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    newest = published(SAFER)
    assert at_once(app, *[lambda: pushed(cast, revision_id=newest)] * 3) == ["done"] * 3
    assert (count(SafetyCorrection), count(SafetyDuty)) == (1, 3)


def test_what_is_done_while_it_is_pushed_came_before_or_is_refused(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    newest = published(SAFER)
    found = cast.item("the-board")
    became = at_once(
        app,
        lambda: pushed(cast, revision_id=newest),
        lambda: declare_lesson_done(found, by=cast.trainee.id, at=NOON),
    )
    assert became in (["done", "done"], ["done", "safety-unread"])
    assert ("the-board" in done_by(cast.enrolled()).completions) == (became[1] == "done")
    assert cast.enrolled().has_to_read


def test_who_is_enrolled_while_it_is_pushed_reads_it_or_reads_the_right_text(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    newest = published({**NEEDS_MORE, "week-03/10-the-screen.md": ("---\n\n", "---\n\nNew.\n\n")})
    assert BATTERY in NEEDS_MORE
    person_id = add_person("Noa New", email=None, language="en", by=None, at=BEFORE).id
    places = []
    became = at_once(
        app,
        lambda: pushed(cast, ["the-battery"], revision_id=newest),
        lambda: places.append(enrol(person_by_id(person_id), cohort_id=cast.cohort_id, by=None, at=NOON).id),
    )
    assert became == ["done", "done"]
    place = enrolment_facts(places[0])
    assert place.cohort.revision_id == cast.revision_id  # it doesn't fit
    assert duty_of(place.id).id == place.unread_duty


def test_reading_it_twice_in_the_same_moment_is_once(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    pushed(cast)
    duty_id = duty_of(cast.enrolment_id).id

    def read() -> None:
        lock_enrolment(cast.enrolment_id)
        acknowledge_correction(duty_id, by=cast.trainee.id, at=NOON)

    assert at_once(app, read, read, read) == ["done"] * 3
    assert count(SafetyAcknowledgement) == 1

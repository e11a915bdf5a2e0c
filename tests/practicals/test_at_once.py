"""Records from the bench that arrive in the same moment: each is there once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.models import Evidence, HeldRecord, SignOff, SignOffClash
from app.config import Settings
from app.courses.models import CohortInstructor
from app.courses.operations.gates import open_gate
from app.db import Base, db, writing
from app.people.member import Member
from app.people.operations import add_person, grant_role
from app.people.queries import member
from tests.cast import BEFORE, NOON, Cast, signed_in
from tests.practicals.sealing import a_photo, delivery, record
from tests.side_by_side import in_the_same_moment, school_apart

COPIES = 4


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed, where the trainee's practical is open."""
    with school_apart(settings, tmp_path_factory.mktemp("bench")) as school:
        app, cast = school
        with app.app_context(), writing():
            open_gate(cast.enrolment_id, gate="safety", at=NOON)
            db.session.commit()
        yield school


def _delivering(app: Flask, assessor: Member, told: dict[str, object]) -> Callable[[], TestResponse]:
    """Delivers the record once, as its assessor."""

    def done() -> TestResponse:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = assessor.get_id()
        sent = delivery(told, assessor=assessor.id, photos=[a_photo()])
        return client.post("/bench/records", data=sent, headers={"Accept": "application/json"})

    return done


def _told(answers: Sequence[TestResponse], name: str) -> list[str]:
    """What each answer says of it; its status where it says nothing."""
    return [each.json[name] if each.json else each.status for each in answers]


def _count(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_record_that_arrives_several_times_at_once_is_recorded_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    told = record(cast.enrolment_id, taken=[a_photo()])
    answers = in_the_same_moment(app, [_delivering(app, cast.instructor, told)] * COPIES)
    assert _told(answers, "state") == ["recorded"] * COPIES
    assert (_count(app, SignOff), _count(app, Evidence)) == (1, 1)


def test_a_record_that_arrives_several_times_at_once_is_held_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    told = record(cast.other_enrolment_id, taken=[a_photo()])
    answers = in_the_same_moment(app, [_delivering(app, cast.instructor, told)] * COPIES)
    assert _told(answers, "why") == ["item-locked"] * COPIES
    assert _count(app, HeldRecord) == 1


def test_two_instructors_who_deliver_at_once_are_found_to_clash_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        person = add_person("Colas Colleague", email=None, language="en", by=None, at=BEFORE)
        grant_role(person, role="instructor", site_id=cast.site_id, by=None, at=BEFORE)
        db.session.add(CohortInstructor(cohort_id=cast.cohort_id, person_id=person.id))
        colleague = member(signed_in(person.id).sign_in_id)
        db.session.commit()
    assert colleague is not None
    before, acts = _count(app, SignOffClash), []
    for each in (cast.instructor, colleague):
        acts.append(_delivering(app, each, record(cast.enrolment_id, taken=[a_photo()])))
    answers = in_the_same_moment(app, acts)
    assert _told(answers, "state") == ["recorded", "recorded"]
    found = _count(app, SignOffClash) - before
    # The colleague's clashes with what the first test recorded, as it was begun before that was delivered.
    assert found == 2

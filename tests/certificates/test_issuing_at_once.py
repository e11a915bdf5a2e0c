"""Issuing in the same moment, by two workers or for two coordinators: nothing is missing, nothing there twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.certificates.facts import School
from app.certificates.issuing import Office, work_off
from app.certificates.models import Certificate, IssuingLine, IssuingRun
from app.certificates.operations import begin_run
from app.config import Settings
from app.courses.queries.cohorts import cohort_facts
from app.db import db, writing
from app.notices.models import Notice
from app.people.operations import grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, PUBLIC_URL, SCHOOL, finish
from tests.certificates.issuing import ask, enrolled_too, states
from tests.side_by_side import in_the_same_moment, school_apart

WORK_OFF = partial(work_off, Office(PUBLIC_URL, School(SCHOOL)))


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as school:
        yield school


def finished(cast: Cast, number: int) -> list[UUID]:
    """The places of so many more trainees who have done everything."""
    places = [enrolled_too(cast, f"Trainee {each}") for each in range(number)]
    for place in places:
        finish(cast, place)
    return places


def begin(cast: Cast, places: list[UUID], by: UUID, run_id: UUID) -> UUID:
    """Ask for these certificates on behalf of that coordinator, as the route does."""
    chosen = dict.fromkeys(places, "")
    run = begin_run(run_id, cohort=cohort_facts(cast.cohort_id), chosen=chosen, by=by, at=ISSUED)
    db.session.commit()
    return run.id


def issued_to(places: list[UUID]) -> list[UUID]:
    """Who of them has a certificate, as often as they have one."""
    return sorted(db.session.scalars(select(Certificate.enrolment_id).where(Certificate.enrolment_id.in_(places))))


def told(places: list[UUID]) -> int:
    """How many of them were told of it, and how often."""
    of_theirs = select(Certificate.id).where(Certificate.enrolment_id.in_(places))
    subjects = [str(each) for each in db.session.scalars(of_theirs)]
    notices = select(func.count()).select_from(Notice).where(Notice.kind == "certificate", Notice.subject.in_(subjects))
    return db.session.scalar(notices) or 0


def test_two_workers_issue_each_certificate_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        places = finished(cast, 6)
        run_id = ask(cast, dict.fromkeys(places, "")).id
        db.session.commit()
    in_the_same_moment(app, [WORK_OFF] * 2)
    with app.app_context():
        run = db.session.get_one(IssuingRun, run_id)
        assert (set(states(run).values()), run.ended_at is None) == ({("issued", "")}, False)
        assert (issued_to(places), told(places)) == (sorted(places), 6)


def test_two_coordinators_who_ask_for_the_same_get_each_certificate_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        places = finished(cast, 3)
        another = person_by_id(cast.outsider_instructor.id)
        grant_role(another, role="coordinator", site_id=cast.site_id, by=None, at=DONE)
        db.session.commit()
    askers = [partial(begin, cast, places, by, new_id()) for by in (cast.coordinator.id, cast.outsider_instructor.id)]
    run_ids = in_the_same_moment(app, askers)
    in_the_same_moment(app, [WORK_OFF] * 2)
    with app.app_context():
        runs = [db.session.get_one(IssuingRun, run_id) for run_id in run_ids]
        assert [set(states(run).values()) for run in runs] == [{("issued", "")}] * 2
        assert [run.ended_at is None for run in runs] == [False, False]
        assert (issued_to(places), told(places)) == (sorted(places), 3)


def test_one_request_that_arrives_twice_in_one_moment_asks_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        places = finished(cast, 2)
        db.session.commit()
    run_id = new_id()
    answers = in_the_same_moment(app, [partial(begin, cast, places, cast.coordinator.id, run_id)] * 2)
    with app.app_context():
        lines = db.session.scalars(select(IssuingLine.enrolment_id).where(IssuingLine.run_id == run_id))
        acts = select(func.count()).select_from(JournalEntry).where(JournalEntry.object_id == str(run_id))
        assert (answers, sorted(lines)) == ([run_id, run_id], sorted(places))
        assert db.session.scalar(acts) == 1

"""Correcting a key in the same moment as others act: each attempt is marked by the right key, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt, Mark, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.operations import close_attempt, save_responses
from app.assessments.quizzes.operations.corrections import NoWrongKey, correct_question, mark_again
from app.assessments.quizzes.queries.corrections import waiting_lines
from app.config import Settings
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import enrol
from app.courses.queries.enrolments import enrolment_facts
from app.db import db, writing
from app.notices.models import Notice
from app.people.operations import add_person
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.quizzes.correcting import ENERGY, LATER, REASON, mark_of, place_of, published
from tests.quizzes.sittings import RIGHT, begin
from tests.side_by_side import in_the_same_moment, school_apart


@pytest.fixture
def apart(settings: Settings, tmp_path: Path) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed."""
    with school_apart(settings, tmp_path) as school:
        yield school


def begun(cast: Cast, number: int) -> list[UUID]:
    """Attempts of so many trainees who answered the energy by the right key, and have not handed in."""
    found = []
    for each in range(number):
        person = add_person(f"Trainee {each}", email=None, language="en", by=None, at=BEFORE)
        place = enrolment_facts(enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE).id)
        attempt = begin(EnrolledItem(place, place.curriculum.items["safety-quiz"]))
        save_responses(attempt, answers=RIGHT | {"energy": "20"}, at=NOON)
        found.append(attempt.id)
    return found


def hand_in(attempt_id: UUID) -> None:
    close_attempt(db.session.get_one(Attempt, attempt_id), by=None, at=LATER)
    db.session.commit()


def correct(cast: Cast, revision_id: int, correction_id: UUID) -> UUID | None:
    """Withdraw the key as the route does; None: somebody was faster."""
    place = place_of(cast, revision_id, "energy")
    try:
        made = correct_question(place, correction_id=correction_id, reason=REASON, by=cast.author.id, at=LATER)
    except NoWrongKey:
        db.session.rollback()
        return None
    db.session.commit()
    return made.id


def work_off() -> None:
    """As the worker does."""
    for correction_id, attempt_id in waiting_lines():
        db.session.rollback()
        mark_again(correction_id, attempt_id, at=LATER)
        db.session.commit()


def scores(attempt_ids: list[UUID]) -> list[int]:
    return [mark_of(each).thousandths for each in attempt_ids]


def test_whoever_hands_in_while_a_key_is_corrected_is_marked_by_the_right_one(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        attempts, revision_id = begun(cast, 6), published(ENERGY)
        db.session.commit()
    acts: list[Callable[[], object]] = [partial(hand_in, each) for each in attempts]
    acts.insert(3, partial(correct, cast, revision_id, new_id()))
    in_the_same_moment(app, acts)
    in_the_same_moment(app, [work_off])
    with app.app_context():
        assert scores(attempts) == [5000] * 6
        lines = db.session.scalars(select(RemarkingLine.attempt_id)).all()
        again = db.session.scalars(select(Mark.attempt_id).where(Mark.number == 2)).all()
        assert sorted(lines) == sorted(again)


def test_two_workers_mark_each_attempt_again_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        attempts = begun(cast, 5)
        for each in attempts:
            hand_in(each)
        correct(cast, published(ENERGY), new_id())
    in_the_same_moment(app, [work_off] * 2)
    with app.app_context():
        assert scores(attempts) == [5000] * 5
        assert db.session.scalar(select(func.count()).select_from(Mark)) == 10
        assert db.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "quiz")) == 5
        assert waiting_lines() == []


def test_two_authors_correct_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        (attempt_id,) = begun(cast, 1)
        hand_in(attempt_id)
        revision_id = published(ENERGY)
        db.session.commit()
    ids = [new_id(), new_id()]
    made = in_the_same_moment(app, [partial(correct, cast, revision_id, each) for each in ids])
    with app.app_context():
        assert sum(each is not None for each in made) == 1
        assert db.session.scalars(select(QuestionCorrection.id)).all() == [each for each in made if each]
        assert len(waiting_lines()) == 1


def test_one_request_that_arrives_twice_in_one_moment_corrects_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        revision_id, correction_id = published(ENERGY), new_id()
        db.session.commit()
    made = in_the_same_moment(app, [partial(correct, cast, revision_id, correction_id)] * 2)
    with app.app_context():
        assert made == [correction_id, correction_id]
        assert db.session.scalars(select(QuestionCorrection.id)).all() == [correction_id]


def test_who_finished_before_is_marked_again_beside_whoever_hands_in(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        first = begun(cast, 3)
        for each in first:
            hand_in(each)
        quiz = cast.item("safety-quiz")
        running = begin(quiz)
        correct(cast, published(ENERGY), new_id())
        running_id = running.id
        db.session.commit()
    acts: list[Callable[[], object]] = [work_off, partial(hand_in, running_id), work_off]
    in_the_same_moment(app, acts)
    with app.app_context():
        assert scores(first) == [5000] * 3
        assert mark_of(running_id).number == 1

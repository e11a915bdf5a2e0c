"""Signatures and decisions in the same moment: each is there once, and of two that differ one is too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.practicals.models import Acknowledgement, BenchText, DisagreementAnswer, SignOffDecision
from app.config import Settings
from app.courses.operations.gates import open_gate
from app.db import Base, db, writing
from app.people.member import Member
from tests.cast import NOON, Cast
from tests.practicals.disputing import disputed, judged
from tests.side_by_side import in_the_same_moment, school_apart


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed, where the trainee's practical is open."""
    with school_apart(settings, tmp_path_factory.mktemp("disputes")) as school:
        app, cast = school
        with app.app_context(), writing():
            open_gate(cast.enrolment_id, gate="safety", at=NOON)
            db.session.commit()
        yield school


def _posting(app: Flask, member: Member, path: str, data: dict[str, str]) -> Callable[[], int]:
    """Sends that form once."""

    def done() -> int:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = member.get_id()
        return client.post(path, data=data).status_code

    return done


def _count(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_signature_sent_several_times_at_once_is_one(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        path = f"/sign-offs/{judged(cast.item('esd-bench'), cast.instructor.id).id}/acknowledgement"
        db.session.commit()
    agreed, disagreed = ({"agrees": "yes"}, {"agrees": "no", "words": "The strap was new."})
    sent = [_posting(app, cast.trainee, path, each) for each in (agreed, disagreed) * 2]
    assert in_the_same_moment(app, sent) == [303] * 4
    with app.app_context():
        agrees = db.session.scalars(select(Acknowledgement.agrees)).one()
    assert _count(app, BenchText) == int(not agrees)


def test_of_two_decisions_at_once_one_is_too_late_and_the_same_twice_is_once(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context(), writing():
        path = f"/disagreements/{disputed(cast.item('esd-bench'), cast, delivered=90).id}/answer"
        db.session.commit()
    answers = [
        _posting(app, cast.coordinator, path, {"answer": answer, "reason": "So it is."})
        for answer in ("stands", "set_aside") * 2
    ]
    assert sorted(in_the_same_moment(app, answers)) == [303, 303, 409, 409]
    with app.app_context():
        answer = db.session.scalars(select(DisagreementAnswer.answer)).one()
    assert _count(app, SignOffDecision) == int(answer == "set_aside")

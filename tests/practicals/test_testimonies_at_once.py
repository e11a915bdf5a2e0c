"""Testimony that is asked for, given and decided in the same moment: each is there once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.practicals.models import Testimony, TestimonyDecision, TestimonyRequest
from app.assessments.practicals.operations import ask_witness, decide_testimony, give_testimony
from app.assessments.practicals.queries.testimonies import testimony_place as place_of
from app.assessments.practicals.witnessing import Account, Witness
from app.config import Settings
from app.db import db
from app.shared.errors import Refusal
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.side_by_side import in_the_same_moment, school_apart

COPIES = 4
DECISIONS: tuple[Literal["accepted", "refused"], ...] = ("accepted", "refused")
SPENT = "testimony-link-spent"
REQUEST = new_id()
PAUL = Witness("Paul Tuteur", "Atelier du Port")


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed."""
    with school_apart(settings, tmp_path_factory.mktemp("witnesses")) as school:
        yield school


def _committed(act: Callable[[], Any]) -> Callable[[], str]:
    """Does the act; what the school answers."""

    def done() -> str:
        try:
            answer = act()
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            return refusal.code
        return answer or "done"

    return done


def _counts(app: Flask) -> list[int]:
    models: tuple[Any, ...] = (TestimonyRequest, Testimony, TestimonyDecision)
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def _give(code: str, account: Account) -> Callable[[], None]:
    return lambda: give_testimony(code, account=account, at=NOON)


def _decide(request_id: UUID, decision: Literal["accepted", "refused"], by: UUID) -> Callable[[], None]:
    return lambda: decide_testimony(place_of(request_id), decision=decision, reason="Seen.", by=by, at=NOON)


def test_of_several_at_once_one_is_asked_one_is_given_and_one_is_decided(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    by = cast.instructor.id
    ask = _committed(lambda: ask_witness(cast.item("esd-bench"), request_id=REQUEST, witness=PAUL, by=by, at=NOON))
    codes = set(in_the_same_moment(app, [ask] * COPIES))
    assert (len(codes), _counts(app)) == (1, [1, 0, 0])
    (code,) = codes
    said = [Account(NOON.date(), "Exemplia", "One", "alone", words) for words in ("One.", "One.", "Other.")]
    answers = in_the_same_moment(app, [_committed(_give(code, each)) for each in said])
    assert sorted(answers) in (["done", "done", SPENT], ["done", SPENT, SPENT])  # as the first one said
    assert _counts(app) == [1, 1, 0]
    decided = in_the_same_moment(app, [_committed(_decide(REQUEST, each, by)) for each in DECISIONS])
    assert sorted(decided) == ["done", "testimony-decided"]
    assert _counts(app) == [1, 1, 1]

"""The throttle counts tries for everybody who asks, also those who ask in the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.db import db
from app.records.models import Throttle
from app.records.operations.throttle import Limit, count_try, forget_old_tries, forget_tries
from tests.cast import NOON, Cast
from tests.side_by_side import in_the_same_moment, school_apart

DOOR = Limit("door", 3, timedelta(minutes=10))
WINDOW = Limit("window", 1, timedelta(minutes=10))
MINUTE = timedelta(minutes=1)


def waits(limit: Limit, key: str, *minutes: int) -> list[int | None]:
    """How many minutes to wait each of the tries is told that are made so many minutes after noon."""
    told = [count_try(limit, key, at=NOON + minute * MINUTE) for minute in minutes]
    return [None if wait is None else wait // MINUTE for wait in told]


def test_tries_are_allowed_up_to_the_limit(cast: Cast) -> None:
    assert waits(DOOR, "tara", 0, 0, 0, 0) == [None, None, None, 10]


def test_the_time_runs_from_the_first_try_and_refused_ones_do_not_lengthen_it(cast: Cast) -> None:
    assert waits(DOOR, "tara", 0, 2, 4, 6, 9) == [None, None, None, 4, 1]
    assert waits(DOOR, "tara", 10, 10, 10, 11) == [None, None, None, 9]


def test_other_keys_and_other_purposes_are_counted_for_themselves(cast: Cast) -> None:
    assert waits(WINDOW, "tara", 0, 0) == [None, 10]
    assert waits(WINDOW, "otto", 0) == [None]
    assert waits(DOOR, "tara", 0) == [None]


def test_tries_that_are_forgotten_are_counted_anew(cast: Cast) -> None:
    assert waits(WINDOW, "tara", 0, 0) == [None, 10]
    forget_tries(WINDOW, "otto")
    assert waits(WINDOW, "tara", 0) == [10]
    forget_tries(WINDOW, "tara")
    assert waits(WINDOW, "tara", 0) == [None]


def test_old_counts_are_dropped(cast: Cast) -> None:
    waits(DOOR, "old", 0)
    waits(DOOR, "new", 1)
    forget_old_tries(before=NOON + MINUTE)
    assert len(db.session.scalars(select(Throttle.key)).all()) == 1
    assert waits(DOOR, "new", 1, 1, 1) == [None, None, 9 + 1]


def test_the_database_tells_nobody_what_was_tried(cast: Cast) -> None:
    waits(DOOR, "tara.trainee@school.example", 0)
    kept = db.session.execute(select(Throttle.__table__)).one()
    assert kept.purpose == "door"
    assert len(kept.key) == 64
    assert "tara" not in repr(kept)


@pytest.fixture
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A school whose changes are really committed."""
    with school_apart(settings, tmp_path_factory.mktemp("throttle")) as (app, _):
        yield app


def test_tries_in_the_same_moment_count_each_other(apart: Flask) -> None:
    def allowed(key: str) -> bool:
        wait = count_try(DOOR, key, at=NOON)
        db.session.commit()
        return wait is None

    for key in ("first", "second"):
        assert sorted(in_the_same_moment(apart, [partial(allowed, key)] * 8)) == [False] * 5 + [True] * 3

"""Two people who publish or compose in the same moment: one after the other, each with a number of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.courses.models import Revision
from app.courses.operations.composing import composed_revision
from app.db import db, writing
from tests.cast import NOON, Cast
from tests.courses.test_composing import published, tiny
from tests.side_by_side import in_the_same_moment, school_apart

BOTH = {"battery": ("minutes: 20", "minutes: 25"), "screen": ("minutes: ", "minutes: 1")}


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast, int]]:
    """A school whose changes are committed, with a newer revision."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as (app, cast):
        with app.app_context(), writing():
            newer_id = published(tiny(**BOTH)).id
            db.session.commit()
        yield app, cast, newer_id


def at_once(app: Flask, *acts: Callable[[], Revision]) -> list[int]:
    """The ids of the revisions that the acts made or found, begun in the same moment."""

    def committed(act: Callable[[], Revision]) -> Callable[[], int]:
        def done() -> int:
            revision_id = act().id
            db.session.commit()
            return revision_id

        return done

    return in_the_same_moment(app, [committed(act) for act in acts])


def composing(cast: Cast, newer_id: int, part: str, by: UUID) -> Callable[[], Revision]:
    return lambda: composed_revision(cast.revision_id, newer_id, accepted=[part], by=by, at=NOON)


def test_the_same_composition_in_the_same_moment_is_one_revision(apart: tuple[Flask, Cast, int]) -> None:
    app, cast, newer_id = apart
    coordinators = (cast.coordinator.id, cast.outsider_coordinator.id)
    made = at_once(app, *(composing(cast, newer_id, "the-battery", by) for by in coordinators))
    assert made[0] == made[1]


def test_composing_and_publishing_in_the_same_moment_both_get_a_number(apart: tuple[Flask, Cast, int]) -> None:
    app, cast, newer_id = apart
    made = at_once(
        app,
        composing(cast, newer_id, "the-screen", cast.coordinator.id),
        lambda: published(tiny(battery=("minutes: 20", "minutes: 35"))),
    )
    with app.app_context():
        numbers = db.session.scalars(select(Revision.number)).all()
    assert len({*made}) == 2
    assert sorted(numbers) == [*range(1, len(numbers) + 1)]

"""Several people in the same moment who change what a cohort follows: one after the other, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.config import Settings
from app.courses.models import Cohort
from app.courses.operations.following import follow_composition, follow_revision
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.revisions import curriculum_of
from app.db import db, writing
from app.records.queries import journal_of
from tests.cast import NOON, Cast
from tests.courses.correcting import BATTERY, SAFER, published, pushed
from tests.side_by_side import at_once, school_apart

MORE = {**SAFER, BATTERY: ("---\n\n", "---\n\nSomething else is new.\n\n")}


@pytest.fixture
def school(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast, int]]:
    """A school whose changes are committed, with a newer revision in which two lessons are otherwise."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as (app, cast), app.app_context(), writing():
        newest = published(MORE)
        db.session.commit()
        yield app, cast, newest
        db.session.rollback()


def taking(cast: Cast, newest: int, part: str) -> Callable[[], bool]:
    """The coordinator takes that part."""
    version, by = cast.revision_id, cast.coordinator.id

    def take() -> bool:
        cohort = cohort_facts(cast.cohort_id)
        return follow_composition(cohort, newer_id=newest, accepted=[part], version=version, by=by, at=NOON)

    return take


def text_of(cast: Cast, item_id: str) -> str:
    """What the lesson says to the cohort."""
    revision_id = db.session.get_one(Cohort, cast.cohort_id, populate_existing=True).revision_id
    return str(curriculum_of(revision_id).items[item_id].body)


def test_of_two_who_take_something_else_one_is_refused(school: tuple[Flask, Cast, int]) -> None:
    app, cast, newest = school
    told = at_once(app, taking(cast, newest, "the-bench"), taking(cast, newest, "the-battery"))
    assert sorted(told) == ["done", "revision-taken"]
    assert len(journal_of("cohort", id=cast.cohort_id, acts=["cohort.revision-taken"])) == 1


def test_of_two_who_take_the_same_both_have_it(school: tuple[Flask, Cast, int]) -> None:
    app, cast, newest = school

    def take_all() -> bool:
        cohort = cohort_facts(cast.cohort_id)
        return follow_revision(cohort, revision_id=newest, version=cast.revision_id, by=None, at=NOON)

    assert at_once(app, take_all, take_all) == ["done", "done"]
    assert len(journal_of("cohort", id=cast.cohort_id, acts=["cohort.revision-taken"])) == 1


def test_a_safety_correction_reaches_the_cohort_whoever_takes_something_else_in_that_moment(
    school: tuple[Flask, Cast, int],
) -> None:
    app, cast, newest = school
    told = at_once(app, lambda: pushed(cast, revision_id=newest), taking(cast, newest, "the-battery"))
    assert told[0] == "done"
    assert told[1] in {"done", "revision-taken"}
    assert "Never work on it alone." in text_of(cast, "the-bench")
    assert ("Something else is new." in text_of(cast, "the-battery")) == (told[1] == "done")


def test_who_pushes_and_who_publishes_in_the_same_moment_never_wait_for_each_other(
    school: tuple[Flask, Cast, int],
) -> None:
    app, cast, newest = school
    pushed_and_published = at_once(app, lambda: pushed(cast, revision_id=newest), lambda: published(SAFER))
    assert pushed_and_published[1] == "done"
    assert pushed_and_published[0] in {"done", "newer-revision"}

"""What is kept to find by, and how it is made anew."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.db import db
from app.search.operations import index_is_missing, rebuild_index
from app.shared.fulltext import search_text
from tests.cast import Cast
from tests.search.making import cohort_on, edition


def owners(kind: str) -> set[str]:
    """Everything of that kind that can be found."""
    return set(db.session.scalars(select(search_text.c.owner).where(search_text.c.kind == kind)))


def revisions_found() -> set[int]:
    """The revisions of which anything can be found."""
    return {int(owner.partition("/")[0]) for kind in ("item", "term") for owner in owners(kind)}


def test_publishing_lets_items_and_terms_be_found(cast: Cast) -> None:
    revision_id = edition()
    items = {f"{revision_id}/{item_id}" for item_id in cast.enrolled().curriculum.items}
    assert {owner for owner in owners("item") if owner.startswith(f"{revision_id}/")} == items
    assert owners("term") == {f"{revision_id}/0", f"{revision_id}/1"}


def test_of_the_revisions_the_newest_and_those_in_use_are_kept(cast: Cast) -> None:
    first = edition(battery="Edition 1.")
    cohort_on(cast, first)
    later = [edition(battery=f"Edition {number}.") for number in range(2, 7)]
    assert revisions_found() == {cast.revision_id, first, *later[-3:]}


def test_other_courses_are_left_alone(cast: Cast) -> None:
    other = edition(course_id="another-course")
    for number in range(5):
        edition(battery=f"Edition {number}.")
    assert other in revisions_found()


def test_a_rebuilt_index_is_the_same(cast: Cast) -> None:
    cohort_on(cast, edition())
    rows = select(search_text.c.kind, search_text.c.owner, search_text.c.text).order_by("kind", "owner")
    before = db.session.execute(rows).all()
    db.session.execute(delete(search_text))
    assert rebuild_index() == (9, 2)
    assert db.session.execute(rows).all() == before
    assert rebuild_index() == (9, 2)
    assert db.session.execute(rows).all() == before


@pytest.mark.parametrize("kind", ["person", "item"])
def test_a_database_from_before_there_was_an_index_is_noticed(cast: Cast, kind: str) -> None:
    assert index_is_missing() is False
    db.session.execute(delete(search_text).where(search_text.c.kind == kind))
    assert index_is_missing() is True
    rebuild_index()
    assert index_is_missing() is False


def test_the_index_is_rebuilt_from_the_command_line(app: Flask, cast: Cast) -> None:
    db.session.execute(delete(search_text))
    told = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert (told.exit_code, told.output) == (0, "9 people and 1 revisions can be found.\n")
    assert str(cast.trainee.id) in owners("person")

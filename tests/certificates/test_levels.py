"""What certificates say of the level reached in a practical."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assessments.practicals.models import CriterionLevel, SignOff
from app.certificates.queries import successes_of
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from tests.cast import Cast
from tests.certificates.finished import DONE, sign_off
from tests.conftest import CountQueries

TOP: dict[str, int | None] = {"strap-safe": 1, "strap-tested": 3, "explains": 1}


def judged(cast: Cast, levels: dict[str, int | None], *, days: int = 0) -> None:
    """A sign-off as competent with these levels, so many days later."""
    at = DONE + timedelta(days=days)
    sign_off(cast, cast.enrolment_id, outcome="competent", at=at, model=f"A{days}")
    made = db.session.scalars(select(SignOff).where(SignOff.ended_at == at)).one()
    for criterion, level in levels.items():
        db.session.add(
            CriterionLevel(sign_off_id=made.id, criterion_id=criterion, criterion_digest="0" * 64, level=level)
        )
    db.session.flush()


def levels_of(cast: Cast) -> list[str]:
    """Of the trainee's successes at the cast's practical, in order."""
    successes = successes_of([cast.enrolled()])[cast.enrolment_id]
    return [each.level for each in successes.get("esd-bench", ())]


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (TOP, "100"),
        (TOP | {"strap-tested": 2}, "83.3"),  # the mean of 2/3 and 1: a condition without levels has no share
        (TOP | {"strap-tested": None}, "100"),
        ({"strap-safe": 1}, ""),  # not all criteria are there to be read
        ({}, ""),
    ],
)
def test_it_is_the_mean_of_the_criteria_in_per_cent(cast: Cast, levels: dict[str, int | None], said: str) -> None:
    judged(cast, levels)
    assert levels_of(cast) == [said]


def test_each_success_has_its_own(cast: Cast) -> None:
    judged(cast, TOP | {"strap-tested": 2})
    judged(cast, TOP, days=1)
    assert levels_of(cast) == ["83.3", "100"]


def test_it_takes_two_queries_for_one_trainee_and_for_more(cast: Cast, count_queries: CountQueries) -> None:
    judged(cast, TOP)
    places = [cast.enrolled(), enrolment_facts(cast.other_enrolment_id)]
    for few in (places[:1], places):
        with count_queries() as queries:
            successes_of(few)
        assert len(queries) == 2

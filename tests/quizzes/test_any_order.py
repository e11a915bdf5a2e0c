"""Forms and devices that save, retry and hand in, in any order: the last answers count, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt, LateResponse, Mark, Response
from app.assessments.quizzes.operations import Given, deliver, hand_in, save_responses
from app.assessments.quizzes.queries import answers_of, last_mark, last_responses
from app.courses.facts import EnrolledItem
from app.db import db
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, quiz_with

SECOND = timedelta(seconds=1)
PHONE, DESK = uuid4(), uuid4()
FORM = None
ORDERS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Act:
    """What is answered somewhere, so many seconds after the attempt began, and when it arrives: a form at once, what a
    device keeps at these later seconds, each time it is sent."""

    question: str
    answer: object
    device: UUID | None
    second: int
    arrivals: tuple[int, ...]
    given: UUID


@st.composite
def acts(draw: st.DrawFn) -> list[Act]:
    """One after the other."""
    made = []
    for second in sorted(draw(st.sets(st.integers(1, 300), min_size=1, max_size=8))):
        question = draw(st.sampled_from(sorted(RIGHT)))
        answer = draw(st.sampled_from([RIGHT[question], UNSAFE[question], None]))
        device = draw(st.sampled_from([FORM, PHONE, DESK]))
        later = draw(st.lists(st.integers(0, 400), min_size=1, max_size=3))
        arrivals = (second,) if device is FORM else tuple(second + each for each in later)
        made.append(Act(question, answer, device, second, arrivals, uuid4()))
    return made


@pytest.fixture
def unhurried(cast: Cast) -> EnrolledItem:
    """The trainee before a quiz without a time limit."""
    return quiz_with(cast)


def arrive(attempt: Attempt, act: Act, *, sequence: int, at: datetime) -> bool:
    """Save it as a form or a device does; whether it was an answer. In a form, what stands there already is none."""
    if act.device is FORM:
        if answers_of(attempt.id).get(act.question) == act.answer:
            return False
        seen = {act.question: last.number} if (last := last_responses(attempt.id).get(act.question)) else {}
        save_responses(attempt, answers={act.question: act.answer}, seen=seen, at=at)
    else:
        age = at - NOON - act.second * SECOND
        deliver(attempt, given=[Given(act.given, act.question, act.answer, act.device, sequence, age)], at=at)
    return True


def there() -> set[UUID]:
    """The ids of everything that devices brought."""
    tables = (Response, LateResponse)
    return {one for table in tables for one in db.session.scalars(select(table.id).where(table.device_id.is_not(None)))}


@ORDERS
@given(made=acts(), ends=st.lists(st.integers(1, 700), min_size=1, max_size=3))
def test_the_last_answers_that_were_there_in_time_count_once_and_for_good(
    unhurried: EnrolledItem, made: list[Act], ends: list[int]
) -> None:
    with db.session.begin_nested() as savepoint:
        attempt = begin(unhurried)
        by = unhurried.enrolled.person_id
        arriving = [(second, sequence, act) for sequence, act in enumerate(made) for second in act.arrivals]
        in_time = {
            sequence
            for second, sequence, act in sorted(arriving, key=lambda each: each[:2])
            if second <= min(ends) and arrive(attempt, act, sequence=sequence, at=NOON + second * SECOND)
        }
        last = {made[sequence].question: made[sequence].answer for sequence in sorted(in_time)}
        counting = {question: answer for question, answer in last.items() if answer}
        assert answers_of(attempt.id) == counting
        marks = {
            hand_in(attempt, answers={}, incomplete=True, by=by, at=NOON + second * SECOND) for second in sorted(ends)
        }
        for second, sequence, act in arriving:
            arrive(attempt, act, sequence=sequence, at=NOON + max(second, *ends) * SECOND)
        assert (marks, answers_of(attempt.id)) == ({last_mark(attempt.id)}, counting)
        assert db.session.scalar(select(func.count()).select_from(Mark)) == 1
        assert there() == {act.given for act in made if act.device is not FORM}
        savepoint.rollback()

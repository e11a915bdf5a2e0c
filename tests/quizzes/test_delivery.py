"""Answers that devices kept: delivered in any order, any number of times, and late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt, LateResponse, Mark, Response
from app.assessments.quizzes.operations import (
    Given,
    MarkWouldFall,
    ResponseIdTaken,
    UnknownQuestion,
    close_overdue,
    count_late_answers,
    deliver,
    hand_in,
    save_responses,
)
from app.assessments.quizzes.queries import answers_of, counted_answers, last_mark, late_answers, responses_of
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import done_by
from app.db import db
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, quiz_with

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
DEADLINE = NOON + 10 * MINUTE
PHONE, DESK = uuid4(), uuid4()
ORDERS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


@pytest.fixture
def unhurried(cast: Cast) -> EnrolledItem:
    """The same without a time limit."""
    return quiz_with(cast)


def kept(
    answer: Any, sequence: int = 1, *, question: str = "energy", device: UUID = PHONE, age: timedelta = SECOND
) -> Given:
    """An answer that a device kept."""
    return Given(uuid4(), question, answer, device, sequence, age)


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def late(attempt: Attempt) -> dict[str, Any]:
    return {each.question_id: each.answer for each in late_answers(attempt.id)}


def test_an_answer_keeps_the_id_that_its_device_gave_it_and_when_it_was_given(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    one = kept("19", 7, age=3 * MINUTE)
    deliver(attempt, given=[one], at=NOON + 5 * MINUTE)
    row = db.session.scalars(select(Response)).one()
    assert (row.id, row.device_id, row.sequence) == (one.id, PHONE, 7)
    assert (row.given_at, row.saved_at) == (NOON + 2 * MINUTE, NOON + 5 * MINUTE)


def test_a_device_whose_clock_is_wrong_gave_nothing_before_the_attempt_began(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    deliver(attempt, given=[kept("19", age=timedelta(days=400))], at=NOON + MINUTE)
    assert db.session.scalars(select(Response.given_at)).one() == NOON


def test_what_is_delivered_twice_is_saved_once(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    first, second = kept("1", 1), kept("2", 2)
    for delivery in ([first], [first, second], [second, first], [first]):
        deliver(attempt, given=delivery, at=NOON + MINUTE)
    assert [row.answer for row in responses_of(attempt.id, ["energy"])["energy"]] == ["1", "2"]
    assert count(LateResponse) == 0


def test_an_older_answer_of_the_same_device_that_comes_later_is_kept_beside(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    deliver(attempt, given=[kept("new", 2)], at=NOON + MINUTE)
    deliver(attempt, given=[kept("old", 1, age=timedelta())], at=NOON + 2 * MINUTE)
    assert answers_of(attempt.id) == {"energy": "new"}
    assert db.session.execute(select(LateResponse.answer, LateResponse.overtaken)).all() == [("old", True)]
    assert late(attempt) == {}


def test_of_two_devices_the_later_answer_counts_whichever_arrives_first(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    desk, phone = kept("desk", device=DESK, age=MINUTE), kept("phone", age=5 * MINUTE)
    deliver(attempt, given=[desk], at=NOON + 6 * MINUTE)
    deliver(attempt, given=[phone], at=NOON + 7 * MINUTE)
    assert answers_of(attempt.id) == {"energy": "desk"}


def test_an_answer_from_a_form_is_overtaken_only_by_what_was_given_after_it(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    save_responses(attempt, answers={"energy": "form"}, at=NOON + 3 * MINUTE)
    deliver(attempt, given=[kept("before", 1, age=2 * MINUTE)], at=NOON + 4 * MINUTE)
    assert answers_of(attempt.id) == {"energy": "form"}
    deliver(attempt, given=[kept("after", 2, age=MINUTE)], at=NOON + 5 * MINUTE)
    assert answers_of(attempt.id) == {"energy": "after"}


def test_an_id_of_another_attempt_saves_nothing(cast: Cast, quiz: EnrolledItem) -> None:
    other, attempt = begin(quiz_with(cast)), begin(quiz)
    one = kept("19")
    deliver(other, given=[one], at=NOON)
    with pytest.raises(ResponseIdTaken):
        deliver(attempt, given=[kept("1"), one], at=NOON)
    assert answers_of(attempt.id) == {}


def test_a_question_that_was_not_asked_saves_nothing(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    with pytest.raises(UnknownQuestion):
        deliver(attempt, given=[kept("1"), kept("2", 2, question="bench-check")], at=NOON)
    assert answers_of(attempt.id) == {}


def test_what_arrives_after_the_deadline_is_kept_beside_with_when_it_was_given(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    one = kept("19.25", age=4 * MINUTE)
    for later in (3, 30):
        deliver(attempt, given=[one], at=DEADLINE + later * MINUTE)
    assert (attempt.closed_at, answers_of(attempt.id)) == (DEADLINE, {})
    (found,) = late_answers(attempt.id)
    assert (found.answer, found.given_at, found.received_at) == ("19.25", DEADLINE - MINUTE, DEADLINE + 3 * MINUTE)


def test_handing_in_late_keeps_what_the_form_said_beside(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    mark = finish(attempt, quiz, RIGHT, at=DEADLINE)
    assert (mark.thousandths, late(attempt)) == (0, RIGHT)


@dataclass(frozen=True)
class Act:
    """An answer somebody gives at some device, so many seconds after the attempt began."""

    question: str
    device: UUID
    second: int
    given: Given


@st.composite
def acts(draw: st.DrawFn) -> list[Act]:
    """What is answered on two devices, one after the other."""
    seconds = sorted(draw(st.sets(st.integers(1, 500), min_size=1, max_size=8)))
    questions, devices = st.sampled_from(["energy", "no-path"]), st.sampled_from([PHONE, DESK])
    made = []
    for sequence, second in enumerate(seconds, 1):
        question, device = draw(questions), draw(devices)
        answer = draw(st.sampled_from(["", "1", "19.25", "open circuit"]))
        made.append(Act(question, device, second, Given(uuid4(), question, answer, device, sequence, timedelta())))
    return made


def delivered(attempt: Attempt, act: Act, *, at: datetime) -> None:
    """Deliver it at that time."""
    age = at - NOON - act.second * SECOND
    one = act.given
    deliver(attempt, given=[Given(one.id, one.question_id, one.answer, one.device_id, one.sequence, age)], at=at)


def last_answers(of: list[Act]) -> dict[str, str]:
    last = {act.question: act.given.answer for act in of}
    return {question: answer for question, answer in last.items() if answer}


@ORDERS
@given(made=acts(), data=st.data())
def test_any_order_of_deliveries_and_retries_ends_in_the_last_answers(
    unhurried: EnrolledItem, made: list[Act], data: st.DataObject
) -> None:
    with db.session.begin_nested() as savepoint:
        attempt = begin(unhurried)
        again = data.draw(st.lists(st.sampled_from(made), max_size=6))
        for place, act in enumerate(data.draw(st.permutations([*made, *again]))):
            delivered(attempt, act, at=NOON + (600 + place) * SECOND)
        assert answers_of(attempt.id) == last_answers(made)
        assert count(Response) + count(LateResponse) == len(made)
        for rows in responses_of(attempt.id, ["energy", "no-path"]).values():
            assert [row.number for row in rows] == list(range(1, len(rows) + 1))
            assert all(one.saved_at <= other.saved_at for one, other in pairwise(rows))
        savepoint.rollback()


@ORDERS
@given(made=acts(), data=st.data())
def test_whenever_it_is_handed_in_nothing_is_lost_and_what_came_in_time_counts(
    unhurried: EnrolledItem, made: list[Act], data: st.DataObject
) -> None:
    with db.session.begin_nested() as savepoint:
        attempt = begin(unhurried)
        when = data.draw(st.integers(0, len(made)))
        order = list(data.draw(st.permutations(made)))
        for place, act in enumerate(order[:when]):
            delivered(attempt, act, at=NOON + (600 + place) * SECOND)
        counting = answers_of(attempt.id)
        marks = [
            hand_in(attempt, answers={}, incomplete=True, by=unhurried.enrolled.person_id, at=NOON + later * MINUTE)
            for later in (12, 13)
        ]
        for act in order:
            delivered(attempt, act, at=NOON + 14 * MINUTE)
        assert (answers_of(attempt.id), count(Mark)) == (counting, 1)
        assert marks[0] is marks[1] is last_mark(attempt.id)
        assert count(Response) + count(LateResponse) == len(made)
        savepoint.rollback()


def test_whoever_closes_it_the_mark_is_the_same_and_so_is_what_came_late(cast: Cast) -> None:
    seen = []
    for found, by_worker in ((cast.item("safety-quiz"), True), (quiz_with(cast, minutes="10", wait="1 hour"), False)):
        attempt = begin(found)
        deliver(attempt, given=[kept("19.25")], at=NOON + MINUTE)
        if by_worker:
            close_overdue(attempt.id, at=DEADLINE + MINUTE)
        deliver(attempt, given=[kept("open circuit", 2, question="no-path")], at=DEADLINE + 2 * MINUTE)
        mark = last_mark(attempt.id)
        assert mark is not None
        seen.append((attempt.closed_at, mark.thousandths, late(attempt)))
    assert seen == [(DEADLINE, 1000, {"no-path": "open circuit"})] * 2


def test_an_instructor_counts_late_answers_and_the_attempt_passes(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    wrong = {question: RIGHT[question] for question in ("bags", "energy", "no-path")}
    deliver(attempt, given=[kept(RIGHT[name], place, question=name) for place, name in enumerate(wrong, 1)], at=NOON)
    strap = kept([1], 9, question="strap-near-mains", age=2 * MINUTE)
    deliver(attempt, given=[strap], at=DEADLINE + MINUTE)
    before = last_mark(attempt.id)
    assert before is not None
    assert (before.passed, list(done_by(quiz.enrolled).completions)) == (False, [])
    marks = [
        count_late_answers(attempt, late_ids=[strap.id], reason="The network broke.", by=cast.instructor.id, at=NOON)
        for _ in range(2)
    ]
    assert marks[0] is marks[1]
    assert marks[0] is not None
    assert (marks[0].number, marks[0].thousandths, marks[0].passed) == (2, 5000, True)
    assert (counted_answers(attempt.id), answers_of(attempt.id)) == (RIGHT, wrong)
    assert list(done_by(quiz.enrolled).completions) == ["safety-quiz"]


def test_counting_never_takes_points_away(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    worse = kept(UNSAFE["strap-near-mains"], question="strap-near-mains")
    deliver(attempt, given=[worse], at=NOON + MINUTE)
    with db.session.begin_nested() as savepoint:
        with pytest.raises(MarkWouldFall):
            count_late_answers(attempt, late_ids=[worse.id], reason="Why?", by=cast.instructor.id, at=NOON)
        savepoint.rollback()
    assert counted_answers(attempt.id) == RIGHT


def test_only_late_answers_of_that_attempt_are_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, other = begin(quiz), begin(quiz_with(cast))
    for each in (attempt, other):
        finish(each, quiz, {})
    elsewhere = kept("19.25")
    deliver(other, given=[elsewhere], at=NOON + MINUTE)
    mark = count_late_answers(attempt, late_ids=[elsewhere.id], reason="?", by=cast.instructor.id, at=NOON)
    assert (mark, count(Mark)) == (last_mark(attempt.id), 2)

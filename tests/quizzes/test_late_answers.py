"""Counting answers that came after the end of their attempt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.assessments.quizzes.models import Attempt, LateCount, Mark
from app.assessments.quizzes.operations import Given, MarkWouldFall, count_late_answers, deliver
from app.assessments.quizzes.queries import counted_answers, last_mark, late_counts_on
from app.courses.facts import EnrolledItem
from app.courses.queries.history import Happened
from app.db import db
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, begin, finish

MINUTE = timedelta(minutes=1)
LATER = NOON + 60 * MINUTE


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


def answered(quiz: EnrolledItem, in_time: dict[str, Any], late: dict[str, Any]) -> tuple[Attempt, list[UUID]]:
    """A closed attempt with these answers, and the ids of those that came late."""
    attempt = begin(quiz)
    finish(attempt, quiz, in_time)
    phone = new_id()
    given = [
        Given(new_id(), question_id, answer, phone, number, age=2 * MINUTE)
        for number, (question_id, answer) in enumerate(late.items(), 1)
    ]
    deliver(attempt, given=given, at=NOON + MINUTE)
    return attempt, [each.id for each in given]


def counted(cast: Cast, attempt: Attempt, late_ids: list[UUID]) -> Mark | None:
    by = cast.instructor.id
    return count_late_answers(attempt, late_ids=late_ids, reason="The network broke.", by=by, at=LATER)


def test_the_journal_says_which_were_counted_by_whom_and_why_and_what_came_of_it(
    cast: Cast, quiz: EnrolledItem
) -> None:
    attempt, late_ids = answered(quiz, {"strap-near-mains": [1], "bags": [0, 2]}, {"energy": "19.25"})
    mark = counted(cast, attempt, late_ids)
    assert mark is not None
    assert (mark.number, mark.marked_at, mark.thousandths) == (2, LATER, 4000)
    detail = {
        "enrolment": str(quiz.enrolled.id),
        "item": "safety-quiz",
        "late": [str(late_ids[0])],
        "thousandths": 4000,
        "passed": True,
    }
    assert late_counts_on(attempt.id) == (
        Happened(LATER, "attempt.late-answers-counted", "Ines Instructor", "The network broke.", detail),
    )
    rows = db.session.execute(select(LateCount.late_response_id, LateCount.mark_id))
    assert [tuple(row) for row in rows] == [(late_ids[0], mark.id)]


def test_only_those_that_were_chosen_are_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, late_ids = answered(quiz, {"bags": [0, 2]}, {"energy": "19.25", "no-path": "Open circuit"})
    counted(cast, attempt, late_ids[:1])
    assert counted_answers(attempt.id) == {"bags": [0, 2], "energy": "19.25"}


def test_what_was_counted_before_stays_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, late_ids = answered(quiz, {}, {"energy": "19.25", "no-path": "Open circuit"})
    for number, late_id in enumerate(late_ids, 2):
        mark = counted(cast, attempt, [late_id])
        assert mark is not None
        assert (mark.number, mark.thousandths) == (number, 1000 * (number - 1))
    assert counted_answers(attempt.id) == {"energy": "19.25", "no-path": "Open circuit"}


def test_while_an_attempt_runs_there_is_nothing_to_count(cast: Cast, quiz: EnrolledItem) -> None:
    assert counted(cast, begin(quiz), [new_id()]) is None


def test_an_answer_that_earns_nothing_may_be_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, late_ids = answered(quiz, {"bags": [0, 2]}, {"energy": "7"})
    mark = counted(cast, attempt, late_ids)
    assert mark is not None
    assert (mark.number, mark.thousandths, mark.passed) == (2, 2000, False)


def test_nobody_who_passed_fails_by_it_not_even_with_more_points(cast: Cast, quiz: EnrolledItem) -> None:
    late = {"strap-near-mains": [0], "energy": "19.25", "no-path": "Open circuit"}
    attempt, late_ids = answered(quiz, {"strap-near-mains": [1], "bags": [0, 2]}, late)
    with db.session.begin_nested() as savepoint:
        with pytest.raises(MarkWouldFall):
            counted(cast, attempt, late_ids)
        savepoint.rollback()
    before = last_mark(attempt.id)
    assert before is not None
    assert (before.number, before.thousandths, before.passed) == (1, 3000, True)


def test_nobody_loses_points_by_it(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, late_ids = answered(quiz, RIGHT, {"energy": "7"})
    with db.session.begin_nested() as savepoint:
        with pytest.raises(MarkWouldFall):
            counted(cast, attempt, late_ids)
        savepoint.rollback()
    assert counted_answers(attempt.id) == RIGHT

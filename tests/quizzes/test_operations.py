"""Attempts: starting, saving, handing in, and what passing brings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from app.assessments.quizzes.models import Attempt, LateResponse, Mark, QuestionMark, Response
from app.assessments.quizzes.operations import (
    AttemptIdTaken,
    NoAttemptsLeft,
    UnknownQuestion,
    WaitNotOver,
    close_attempt,
    hand_in,
    save_responses,
    start_attempt,
)
from app.assessments.quizzes.queries import answers_of, late_answers
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import ItemLocked
from app.courses.operations.gates import open_gate
from app.courses.queries.enrolments import done_by
from app.db import db
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, locked_quiz, quiz_with

MINUTE = timedelta(minutes=1)
DEADLINE = NOON + 10 * MINUTE


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def acts(attempt_id: UUID) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.object_id == str(attempt_id)).order_by(JournalEntry.number)
    )
    return [(entry.act, entry.actor_id, entry.detail) for entry in entries]


def test_an_attempt_remembers_what_it_asks_and_when_it_ends(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    assert (attempt.number, attempt.revision_id, attempt.deadline, attempt.closed_at) == (
        1,
        cast.revision_id,
        DEADLINE,
        None,
    )
    assert sorted(each["question"] for each in attempt.asked) == [
        "bags",
        "energy",
        "no-path",
        "strap-near-mains",
    ]


def test_starting_twice_with_one_id_starts_once(quiz: EnrolledItem) -> None:
    named = new_id()
    first = start_attempt(quiz, attempt_id=named, by=quiz.enrolled.person_id, at=NOON)
    again = start_attempt(quiz, attempt_id=named, by=quiz.enrolled.person_id, at=NOON + MINUTE)
    assert (first.id, again.id, again.started_at, count(Attempt)) == (named, named, NOON, 1)
    assert [act for act, _, _ in acts(named)] == ["attempt.started"]


def test_while_an_attempt_runs_starting_goes_on_with_it(quiz: EnrolledItem) -> None:
    running = begin(quiz)
    assert begin(quiz, at=NOON + MINUTE).id == running.id


def test_the_id_of_a_closed_attempt_gives_it_back_and_starts_nothing(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    again = start_attempt(quiz, attempt_id=attempt.id, by=quiz.enrolled.person_id, at=NOON + MINUTE)
    assert (again.closed_at, count(Attempt)) == (NOON, 1)


def test_the_id_of_somebody_elses_attempt_is_refused(cast: Cast, quiz: EnrolledItem) -> None:
    taken = begin(quiz).id
    with pytest.raises(AttemptIdTaken):
        start_attempt(quiz_with(cast), attempt_id=taken, by=cast.trainee.id, at=NOON)


def test_starting_after_the_deadline_closes_the_old_attempt_and_begins_another(quiz: EnrolledItem) -> None:
    old = begin(quiz)
    new = begin(quiz, at=DEADLINE + MINUTE)
    db.session.refresh(old)
    assert (old.closed_at, new.number, new.deadline) == (DEADLINE, 2, DEADLINE + 11 * MINUTE)


def test_a_locked_quiz_cannot_be_started_until_its_gate_is_open(cast: Cast) -> None:
    locked = locked_quiz(cast)
    with pytest.raises(ItemLocked) as refused:
        begin(locked)
    assert refused.value.values == {"item": locked.item, "openers": [locked.enrolled.curriculum.openers["safety"]]}
    open_gate(locked.enrolled.id, gate="safety", at=NOON)
    assert begin(locked).item_id == "battery-quiz"


def test_after_the_last_attempt_there_is_no_other(cast: Cast) -> None:
    found = quiz_with(cast, attempts="2")
    for _ in range(2):
        finish(begin(found), found, UNSAFE)
    with pytest.raises(NoAttemptsLeft):
        begin(found)


def test_between_two_attempts_the_quiz_makes_people_wait(cast: Cast) -> None:
    found = quiz_with(cast, wait="1 hour")
    finish(begin(found), found, UNSAFE)
    with pytest.raises(WaitNotOver) as refused:
        begin(found, at=NOON + 59 * MINUTE)
    assert refused.value.values["until"] == NOON + 60 * MINUTE
    assert begin(found, at=NOON + 60 * MINUTE).number == 2


def test_saving_appends_what_changed_and_nothing_else(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    save_responses(attempt, answers={"energy": "19", "bags": [0]}, at=NOON)
    save_responses(attempt, answers={"energy": "19", "bags": [0, 2], "no-path": None}, at=NOON + MINUTE)
    rows = db.session.execute(
        select(Response.question_id, Response.number, Response.answer, Response.saved_at).order_by(
            Response.question_id, Response.number
        )
    ).all()
    assert [tuple(row) for row in rows] == [
        ("bags", 1, [0], NOON),
        ("bags", 2, [0, 2], NOON + MINUTE),
        ("energy", 1, "19", NOON),
    ]


def test_an_answer_can_be_taken_back(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    save_responses(attempt, answers={"bags": [0], "energy": "1"}, at=NOON)
    save_responses(attempt, answers={"bags": [], "energy": None}, at=NOON)
    save_responses(attempt, answers={"bags": None, "energy": ""}, at=NOON)
    assert (answers_of(attempt.id), count(Response)) == ({}, 4)


def test_an_answer_to_a_question_that_was_not_asked_is_refused_with_all_the_others(
    quiz: EnrolledItem,
) -> None:
    attempt = begin(quiz)
    with pytest.raises(UnknownQuestion):
        save_responses(attempt, answers={"energy": "19", "bench-check": [0]}, at=NOON)
    assert count(Response) == 0


def test_what_comes_after_handing_in_is_kept_beside(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    in_time = [save_responses(attempt, answers=RIGHT, at=NOON + MINUTE) for _ in range(2)]
    kept = [(late.question_id, late.answer, late.received_at) for late in late_answers(attempt.id)]
    assert (in_time, kept) == ([False, False], [("strap-near-mains", [1], NOON + MINUTE)])
    assert (answers_of(attempt.id), count(LateResponse)) == (UNSAFE, 1)


def test_an_answer_at_the_deadline_is_late_and_the_attempt_closed_as_of_then(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    assert save_responses(attempt, answers=UNSAFE, at=DEADLINE - timedelta(seconds=1)) is True
    assert save_responses(attempt, answers=RIGHT, at=DEADLINE) is False
    assert (attempt.closed_at, answers_of(attempt.id)) == (DEADLINE, UNSAFE)
    assert [late.question_id for late in late_answers(attempt.id)] == ["strap-near-mains"]


def test_an_attempt_can_be_handed_in_although_the_clock_was_set_back(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    hand_in(attempt, answers={}, incomplete=True, by=cast.trainee.id, at=NOON - MINUTE)
    assert attempt.closed_at == attempt.started_at == NOON


def test_the_database_itself_keeps_responses_out_of_a_closed_attempt(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    late = insert(Response).values(
        id=new_id(), attempt_id=attempt.id, question_id="energy", number=9, answer="19.25", saved_at=NOON
    )
    with db.session.begin_nested() as savepoint:
        with pytest.raises(DBAPIError, match="the attempt is closed"):
            db.session.execute(late)
        savepoint.rollback()
    assert answers_of(attempt.id) == UNSAFE


def test_handing_in_saves_closes_and_marks(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    mark = finish(attempt, quiz, RIGHT | {"bags": [0]}, at=NOON + MINUTE)
    assert (mark.number, mark.thousandths, mark.possible_thousandths) == (1, 4000, 5000)
    assert (mark.critical_missed, mark.passed, attempt.closed_at) == (False, True, NOON + MINUTE)
    earned = {row.question_id: row.thousandths for row in db.session.scalars(select(QuestionMark))}
    assert earned == {"strap-near-mains": 1000, "bags": 1000, "energy": 1000, "no-path": 1000}
    assert acts(attempt.id)[-1] == (
        "attempt.closed",
        quiz.enrolled.person_id,
        {"enrolment": str(quiz.enrolled.id), "item": "safety-quiz", "thousandths": 4000, "passed": True},
    )


def test_handing_in_twice_hands_in_once(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    first = finish(attempt, quiz, UNSAFE)
    again = finish(attempt, quiz, RIGHT, at=NOON + MINUTE)
    assert (again.id, count(Mark), attempt.closed_at) == (first.id, 1, NOON)
    assert [act for act, _, _ in acts(attempt.id)] == ["attempt.started", "attempt.closed"]


def test_handing_in_with_questions_left_saves_and_asks_whether_it_is_meant(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    by = quiz.enrolled.person_id
    assert hand_in(attempt, answers={"energy": "19.25"}, incomplete=False, by=by, at=NOON) is None
    assert (attempt.closed_at, answers_of(attempt.id)) == (None, {"energy": "19.25"})
    meant = hand_in(attempt, answers={}, incomplete=True, by=by, at=NOON)
    assert meant is not None
    assert meant.thousandths == 1000


def test_handing_in_late_counts_what_was_saved_in_time(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    save_responses(attempt, answers={"energy": "19.25"}, at=NOON)
    mark = finish(attempt, quiz, RIGHT, at=DEADLINE + MINUTE)
    assert (mark.thousandths, mark.marked_at, attempt.closed_at) == (1000, DEADLINE + MINUTE, DEADLINE)


def test_whoever_closes_an_overdue_attempt_whenever_the_mark_is_the_same(cast: Cast, quiz: EnrolledItem) -> None:
    marks = []
    for found, later in ((quiz, MINUTE), (quiz_with(cast, minutes="10"), timedelta(days=30))):
        attempt = begin(found)
        save_responses(attempt, answers=RIGHT, at=NOON)
        mark = close_attempt(attempt, by=None, at=DEADLINE + later)
        completed_at = done_by(found.enrolled).completions["safety-quiz"]
        marks.append((mark.thousandths, mark.passed, attempt.closed_at, completed_at))
    assert marks == [(5000, True, DEADLINE, DEADLINE)] * 2


def test_passing_completes_the_quiz_and_opens_its_gate(quiz: EnrolledItem) -> None:
    finish(begin(quiz), quiz, RIGHT, at=NOON + MINUTE)
    done = done_by(quiz.enrolled)
    assert done.completions == {"safety-quiz": NOON + MINUTE}
    assert done.gates == {"safety": "opened"}


def test_a_missed_safety_question_opens_nothing_whatever_the_score(quiz: EnrolledItem) -> None:
    mark = finish(begin(quiz), quiz, UNSAFE)
    done = done_by(quiz.enrolled)
    assert (mark.thousandths, mark.critical_missed, mark.passed) == (4000, True, False)
    assert (done.completions, done.gates) == ({}, {})


def test_passing_again_changes_neither_completion_nor_gate(quiz: EnrolledItem) -> None:
    finish(begin(quiz), quiz, RIGHT)
    before = (done_by(quiz.enrolled), count(JournalEntry))
    finish(begin(quiz, at=NOON + MINUTE), quiz, UNSAFE, at=NOON + 2 * MINUTE)
    finish(begin(quiz, at=NOON + 3 * MINUTE), quiz, RIGHT, at=NOON + 4 * MINUTE)
    assert done_by(quiz.enrolled) == before[0]
    assert count(JournalEntry) == before[1] + 4  # two starts, two ends


def test_an_attempt_is_marked_by_the_revision_it_was_made_with(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    quiz_with(cast, attempts="1")  # a newer revision of the same course
    assert finish(attempt, quiz, RIGHT).passed
    assert attempt.revision_id == cast.revision_id

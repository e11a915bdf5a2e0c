"""What is counted of each question stays in step with the attempts that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.assessments.quizzes.models import Attempt, LateResponse, QuestionTally
from app.assessments.quizzes.operations import Given, close_attempt, deliver, save_responses
from app.assessments.quizzes.operations.judgements import decide
from app.assessments.quizzes.operations.late import count_late_answers
from app.assessments.quizzes.operations.tallies import rebuild_tallies, tallies_are_missing
from app.assessments.quizzes.queries import EnrolledAttempt, enrolled_attempt
from app.assessments.quizzes.queries.statistics import QuizStatistics, quiz_statistics
from app.assessments.quizzes.statistics.tallies import step_of
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import enrol
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.people.operations import add_person
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import CountQueries
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, quiz_with

MINUTE = timedelta(minutes=1)
Rows = dict[tuple[str, str, str], int]


def rows() -> Rows:
    """Every tally."""
    found = db.session.execute(
        select(QuestionTally.question_digest, QuestionTally.kind, QuestionTally.value, QuestionTally.number)
    )
    return {(digest, kind, value): number for digest, kind, value, number in found}


@pytest.fixture(autouse=True)
def rebuilt_the_same(cast: Cast) -> Iterator[None]:
    """After every one of these tests: made anew, the tallies are what they were."""
    yield
    before = rows()
    rebuild_tallies()
    assert rows() == before


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


def somebody(cast: Cast, number: int = 0) -> EnrolledItem:
    """Somebody new in the trainee's cohort, before the safety quiz."""
    person = add_person(f"Somebody {number}", email=None, language="en", by=None, at=NOON)
    enrolled = enrolment_facts(enrol(person, cohort_id=cast.cohort_id, by=None, at=NOON).id)
    return EnrolledItem(enrolled, enrolled.curriculum.items["safety-quiz"])


def statistics(cast: Cast, revision_id: int | None = None) -> QuizStatistics:
    found = quiz_statistics(cast.author, revision_id=revision_id or cast.revision_id, item_id="safety-quiz")
    assert found is not None
    return found


def told(found: QuizStatistics) -> dict[str, tuple[int, int]]:
    """How many were asked each question, and how many were right."""
    return {each.question.id: (each.asked, each.right) for each in found.figures}


def test_marking_counts_what_an_attempt_asked(cast: Cast, quiz: EnrolledItem) -> None:
    finish(begin(quiz), quiz, UNSAFE)
    assert told(statistics(cast)) == {
        "strap-near-mains": (1, 0),
        "bags": (1, 1),
        "energy": (1, 1),
        "no-path": (1, 1),
    }


def test_what_is_said_while_an_attempt_runs_is_not_counted(cast: Cast, quiz: EnrolledItem) -> None:
    save_responses(begin(quiz), answers=RIGHT, at=NOON)
    assert rows() == {}


def test_an_attempt_that_ran_out_of_time_is_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    save_responses(attempt, answers={"bags": [0, 2]}, at=NOON + MINUTE)
    close_attempt(attempt, by=None, at=NOON + 30 * MINUTE)
    found = {each.question.id: each for each in statistics(cast).figures}
    assert (found["bags"].right, found["bags"].timed, found["energy"].unanswered is not None) == (1, 1, True)


def test_a_second_attempt_counts_only_what_the_first_did_not_ask(cast: Cast) -> None:
    quiz = quiz_with(cast)
    finish(begin(quiz), quiz, UNSAFE)
    first = rows()
    finish(begin(quiz, at=NOON + MINUTE), quiz, RIGHT, at=NOON + 2 * MINUTE)
    assert rows() == first


def test_cohorts_are_counted_together_while_a_question_is_written_the_same(cast: Cast) -> None:
    changed = quiz_with(cast)
    other = somebody(cast)
    finish(begin(changed), changed, RIGHT)
    finish(begin(other), other, UNSAFE)
    assert told(statistics(cast)) == told(statistics(cast, changed.enrolled.cohort.revision_id))
    assert told(statistics(cast))["strap-near-mains"] == (2, 1)


def test_in_another_cohort_somebody_meets_the_same_question_again(cast: Cast, quiz: EnrolledItem) -> None:
    again = quiz_with(cast)
    finish(begin(quiz), quiz, UNSAFE)
    finish(begin(again, at=NOON + MINUTE), again, RIGHT, at=NOON + 2 * MINUTE)
    assert told(statistics(cast))["strap-near-mains"] == (1, 0)


def test_an_annulled_attempt_is_not_counted_until_it_is_restored(cast: Cast, quiz: EnrolledItem) -> None:
    other = somebody(cast)
    finish(begin(other), other, RIGHT)
    without = rows()
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    with_it = rows()
    judge(cast, attempt, "annulled")
    assert rows() == without
    judge(cast, attempt, "restored")
    assert rows() == with_it


def judge(cast: Cast, attempt: Attempt, decision: Any) -> None:
    found = enrolled_attempt(cast.instructor, attempt_id=attempt.id)
    assert isinstance(found, EnrolledAttempt)
    decide(found, decision=decision, reason="The light went out.", by=cast.instructor.id, at=NOON + 20 * MINUTE)


def test_the_answer_that_counts_is_the_last_one(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    for second, chosen in enumerate(([1], [0]), 1):
        save_responses(attempt, answers={"strap-near-mains": chosen}, at=NOON + second * MINUTE)
    finish(attempt, quiz, {}, at=NOON + 5 * MINUTE)
    strap = statistics(cast).figures[0]
    assert ([choice.number for choice in strap.choices], strap.timed) == ([1, 0], 1)


def test_the_time_that_answers_waited_for_the_network_is_not_counted(cast: Cast, quiz: EnrolledItem) -> None:
    attempt, phone = begin(quiz), new_id()
    given = [
        Given(new_id(), question_id, RIGHT[question_id], phone, number, age=(9 - 2 * number) * MINUTE)
        for number, question_id in enumerate(("bags", "energy"), 1)
    ]
    deliver(attempt, given=given, at=NOON + 9 * MINUTE)
    finish(attempt, quiz, {}, at=NOON + 9 * MINUTE)
    times = [key for key in rows() if key[1] == "time"]
    digests = {each.question.digest for each in statistics(cast).figures if each.question.id in ("bags", "energy")}
    assert ({digest for digest, *_ in times}, {value for *_, value in times}) == (digests, {str(step_of(120))})


def test_tallies_that_were_lost_are_missed_and_made_anew(cast: Cast, quiz: EnrolledItem) -> None:
    assert not tallies_are_missing()
    finish(begin(quiz), quiz, RIGHT)
    assert not tallies_are_missing()
    before = rows()
    db.session.execute(QuestionTally.__table__.delete())  # type: ignore[attr-defined]
    assert tallies_are_missing()
    assert rebuild_tallies() == 1
    assert rows() == before


def test_statistics_are_two_queries_for_whatever_number_of_people(
    cast: Cast, quiz: EnrolledItem, count_queries: CountQueries
) -> None:
    for number in range(3):
        with count_queries() as queries:
            statistics(cast)
        assert len(queries) == 2, number
        one = somebody(cast, number)
        finish(begin(one), one, RIGHT)


def test_handing_in_reads_no_more_for_more_answers_of_others(
    cast: Cast, quiz: EnrolledItem, count_queries: CountQueries
) -> None:
    counts = []
    for number in range(3):
        one = somebody(cast, number)
        attempt = begin(one)
        with count_queries() as queries:
            finish(attempt, one, RIGHT)
        counts.append(len(queries))
    assert counts[1:] == [counts[1]] * 2


def test_an_answer_that_came_late_is_counted_with_the_mark_that_counts_it(cast: Cast, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    close_attempt(attempt, by=None, at=NOON + 30 * MINUTE)
    late = LateResponse(
        attempt_id=attempt.id,
        question_id="strap-near-mains",
        answer=[1],
        overtaken=False,
        given_at=NOON + MINUTE,
        received_at=NOON + 31 * MINUTE,
    )
    db.session.add(late)
    db.session.flush()
    assert told(statistics(cast))["strap-near-mains"] == (1, 0)
    by = cast.instructor.id
    count_late_answers(attempt, late_ids=[late.id], reason="No network.", by=by, at=NOON + 40 * MINUTE)
    strap = statistics(cast).figures[0]
    assert (strap.asked, strap.right, [each.number for each in strap.choices], strap.unanswered) == (1, 1, [0, 1], None)

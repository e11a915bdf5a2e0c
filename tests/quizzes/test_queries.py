"""What other rooms may know of quizzes, and what completions can be rebuilt from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

from app.assessments.quizzes.queries import (
    QuizState,
    attempts_of,
    earned_completions,
    earned_gates,
    enrolled_attempt,
    quiz_item,
    quiz_states,
)
from app.courses.facts import EnrolledItem
from app.courses.operations.gates import open_gate
from app.courses.queries.enrolments import done_by, enrolment_facts
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, locked_quiz

MINUTE = timedelta(minutes=1)
Counting = Callable[[], AbstractContextManager[list[str]]]


def of_other_trainee(cast: Cast) -> EnrolledItem:
    enrolled = enrolment_facts(cast.other_enrolment_id)
    return EnrolledItem(enrolled, enrolled.curriculum.items["safety-quiz"])


def test_a_quiz_that_nobody_began_has_no_state(cast: Cast) -> None:
    assert quiz_states([cast.enrolled()]) == {}


def test_a_running_attempt_is_told_and_not_yet_marked(cast: Cast) -> None:
    running = begin(cast.item("safety-quiz"))
    assert quiz_states([cast.enrolled()]) == {
        (cast.enrolment_id, "safety-quiz"): QuizState(running.id, 1, None, passed=False, last_id=None)
    }


def test_the_best_mark_counts_and_the_last_closed_attempt_is_named(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    last = begin(quiz)
    finish(last, quiz, UNSAFE)
    running = begin(quiz)
    running = begin(quiz)
    assert quiz_states([cast.enrolled()]) == {
        (cast.enrolment_id, "safety-quiz"): QuizState(
            running.id,
            3,
            Decimal(100),
            True,
            last.id,
            coming_back={"strap-near-mains": (NOON + timedelta(days=1)).date()},
        )
    }


def test_states_take_one_query_however_many_trainees_and_attempts(cast: Cast, count_queries: Counting) -> None:
    for found in (cast.item("safety-quiz"), of_other_trainee(cast)):
        for _ in range(3):
            finish(begin(found), found, UNSAFE)
    ids = (cast.enrolment_id, cast.other_enrolment_id, cast.outsider_enrolment_id)
    places = [enrolment_facts(enrolment_id) for enrolment_id in ids]
    with count_queries() as queries:
        states = quiz_states(places)
    assert {key: state.attempts for key, state in states.items()} == {
        (cast.enrolment_id, "safety-quiz"): 3,
        (cast.other_enrolment_id, "safety-quiz"): 3,
    }
    assert len(queries) == 1


def test_the_attempts_of_a_trainee_are_listed_newest_first(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, UNSAFE)
    begin(quiz)
    other = of_other_trainee(cast)
    finish(begin(other), other, RIGHT)
    listed = attempts_of(cast.item("safety-quiz"))
    assert [(each.number, each.percent, each.passed) for each in listed] == [
        (2, None, None),
        (1, Decimal(80), False),
    ]


def test_completions_are_earned_by_the_first_attempt_that_passed(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, UNSAFE)
    finish(begin(quiz), quiz, RIGHT, at=NOON + MINUTE)
    finish(begin(quiz, at=NOON + 2 * MINUTE), quiz, RIGHT, at=NOON + 3 * MINUTE)
    other = of_other_trainee(cast)
    finish(begin(other), other, UNSAFE)
    assert earned_completions() == [(cast.enrolment_id, "safety-quiz", NOON + MINUTE)]
    assert earned_gates() == [(cast.enrolment_id, "safety")]


def test_a_failed_quiz_earns_nothing(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, UNSAFE)
    assert (earned_completions(), earned_gates()) == ([], [])


def test_a_quiz_without_a_gate_earns_a_completion_only(cast: Cast) -> None:
    quiz = locked_quiz(cast)
    open_gate(quiz.enrolled.id, gate="safety", at=NOON)
    finish(begin(quiz), quiz, {f"{question_id}-again": answer for question_id, answer in RIGHT.items()})
    assert done_by(quiz.enrolled).gates == {"safety": "opened"}
    assert earned_completions() == [(quiz.enrolled.id, "battery-quiz", NOON)]
    assert earned_gates() == []


def test_only_quizzes_are_found_as_quizzes(cast: Cast) -> None:
    found = quiz_item(cast.trainee, enrolment_id=cast.enrolment_id, item_id="safety-quiz")
    assert found is not None
    assert found.item.id == "safety-quiz"
    assert quiz_item(cast.trainee, enrolment_id=cast.enrolment_id, item_id="the-bench") is None
    assert quiz_item(cast.outsider_trainee, enrolment_id=cast.enrolment_id, item_id="safety-quiz") is None


def test_an_attempt_is_found_by_the_trainee_and_by_who_follows_the_cohort(cast: Cast) -> None:
    attempt = begin(cast.item("safety-quiz"))
    finders = {
        name
        for name, member in cast.members.items()
        if member is not None and enrolled_attempt(member, attempt_id=attempt.id)
    }
    assert finders == {"trainee", "instructor", "coordinator"}

"""What is arranged for one trainee, and what an instructor does about an attempt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from app.assessments.quizzes.arranging import Terms
from app.assessments.quizzes.models import Arrangement, Attempt, AttemptDecision, AttemptRemark, FurtherAttempt
from app.assessments.quizzes.operations import NoAttemptsLeft
from app.assessments.quizzes.operations.arrangements import NothingToGrant, arrange, grant_attempt
from app.assessments.quizzes.operations.judgements import AttemptUnderWay, Decision, decide, remark
from app.assessments.quizzes.queries import (
    EnrolledAttempt,
    attempts_of,
    earned_completions,
    earned_gates,
    last_mark,
    quiz_states,
)
from app.assessments.quizzes.queries.arrangements import arranged_for, arranging_story
from app.assessments.quizzes.queries.judgements import decisions_on, remarks_on
from app.courses.facts import EnrolledItem
from app.courses.models import GateDecision
from app.courses.operations.completions import rebuild_completions
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.places import withdraw
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.curriculum.model import Quiz
from app.db import db
from app.notices.models import Notice
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, quiz_with

Counting = Callable[[], AbstractContextManager[list[str]]]
LATER = NOON + timedelta(hours=1)
WHY = "She reads slowly."


def quiz_of(found: EnrolledItem) -> Quiz:
    assert isinstance(found.item, Quiz)
    return found.item


def arranged(cast: Cast, found: EnrolledItem, *, for_all: bool = False, at: datetime = NOON, **terms: Any) -> bool:
    terms = dict[str, Any](more_time="none", read_aloud=False) | terms
    quiz = None if for_all else quiz_of(found)
    return arrange(found.enrolled, quiz, **terms, reason=WHY, by=cast.instructor.id, at=at)


def granted(cast: Cast, found: EnrolledItem, further_id: UUID | None = None) -> bool:
    further_id = further_id or new_id()
    return grant_attempt(
        found.enrolled, quiz_of(found), further_id=further_id, reason=WHY, by=cast.instructor.id, at=NOON
    )


def decided(cast: Cast, found: EnrolledItem, attempt: Attempt, decision: Decision, at: datetime = LATER) -> bool:
    seen = EnrolledAttempt(found.enrolled, quiz_of(found), attempt)
    return decide(seen, decision=decision, reason="The key lay on the bench.", by=cast.instructor.id, at=at)


def told(cast: Cast) -> list[str]:
    notices = db.session.scalars(select(Notice).where(Notice.kind == "quiz", Notice.person_id == cast.trainee.id))
    return sorted(str(notice.details["act"]) for notice in notices)


def earned(found: EnrolledItem) -> tuple[bool, str | None]:
    """Whether the quiz is completed, and what was decided on its gate last."""
    done = done_by(found.enrolled)
    return found.item.id in done.completions, done.gates.get("safety")


def rebuilt(at: datetime = LATER) -> int:
    return rebuild_completions(earned_completions(), gates=earned_gates(), at=at)


def test_a_third_more_time_holds_for_that_trainee_alone(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    arranged(cast, quiz, more_time="third", for_all=True)
    assert begin(quiz).deadline == NOON + timedelta(seconds=800)
    assert arranged_for(enrolment_facts(cast.other_enrolment_id)).terms("safety-quiz") == Terms()


def test_an_attempt_under_way_gets_the_time_at_once_and_never_loses_any(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    running = begin(quiz)
    arranged(cast, quiz, more_time="half")
    assert running.deadline == NOON + timedelta(minutes=15)
    arranged(cast, quiz, more_time="none")
    assert running.deadline == NOON + timedelta(minutes=15)


def test_an_attempt_whose_time_is_over_gets_none(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    running = begin(quiz)
    arranged(cast, quiz, more_time="double", at=NOON + timedelta(minutes=10))
    assert running.deadline == NOON + timedelta(minutes=10)


def test_arranging_the_same_twice_is_arranging_it_once(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    assert [arranged(cast, quiz, read_aloud=True) for _ in range(2)] == [True, False]
    assert (db.session.scalar(select(func.count()).select_from(Arrangement)), told(cast)) == (1, ["arranged"])


def test_another_attempt_is_given_once_and_holds_for_that_trainee_alone(cast: Cast) -> None:
    quiz = quiz_with(cast, attempts="1")
    finish(begin(quiz), quiz, UNSAFE)
    with pytest.raises(NoAttemptsLeft):
        begin(quiz)
    further_id = new_id()
    assert [granted(cast, quiz, further_id) for _ in range(2)] == [True, False]
    again = begin(quiz)
    finish(again, quiz, UNSAFE)
    with pytest.raises(NoAttemptsLeft):
        begin(quiz)
    assert (again.number, told(cast)) == (2, ["further"])


def test_a_quiz_without_a_limit_has_no_further_attempt_to_give(cast: Cast) -> None:
    with pytest.raises(NothingToGrant):
        granted(cast, cast.item("safety-quiz"))


def test_nothing_is_arranged_for_who_is_gone(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    withdraw(quiz.enrolled, reason="Moved", by=None, at=NOON)
    with pytest.raises(Withdrawn):
        arranged(cast, quiz, read_aloud=True)


def test_what_was_arranged_is_told_with_who_and_why(cast: Cast) -> None:
    quiz = quiz_with(cast, attempts="1")
    arranged(cast, quiz, more_time="third")
    granted(cast, quiz)
    story = [(each.act, each.who, each.why) for each in arranging_story(quiz.enrolled.id)]
    assert story == [
        ("further_attempt.granted", "Ines Instructor", WHY),
        ("arrangement.made", "Ines Instructor", WHY),
    ]


def test_the_best_attempt_that_counts_counts(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    best = begin(quiz)
    finish(best, quiz, RIGHT)
    finish(begin(quiz), quiz, UNSAFE)
    decided(cast, quiz, best, "annulled")
    state = quiz_states([cast.enrolled()])[cast.enrolment_id, "safety-quiz"]
    assert (state.best_percent, state.passed, state.attempts) == (Decimal(80), False, 2)
    listed = attempts_of(quiz)
    assert [(each.number, each.percent, each.passed, each.annulled) for each in listed] == [
        (2, Decimal(80), False, False),
        (1, Decimal(100), True, True),
    ]


def test_what_only_an_annulled_attempt_earned_is_taken_back_at_once_and_by_rebuilding(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    passed = begin(quiz)
    finish(passed, quiz, RIGHT)
    assert earned(quiz) == (True, "opened")
    decided(cast, quiz, passed, "annulled")
    assert (earned(quiz), rebuilt(), earned(quiz)) == ((False, "suspended"), 0, (False, "suspended"))


def test_what_another_attempt_earned_too_stays(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    first = begin(quiz)
    finish(first, quiz, RIGHT)
    finish(begin(quiz), quiz, RIGHT, at=NOON + timedelta(minutes=5))
    decided(cast, quiz, first, "annulled")
    assert earned(quiz) == (True, "opened")
    assert done_by(cast.enrolled()).completions == {"safety-quiz": NOON + timedelta(minutes=5)}
    assert rebuilt() == 0


@pytest.mark.parametrize("way", ["restored", "passed again"])
def test_what_was_taken_back_can_be_earned_again(cast: Cast, way: str) -> None:
    quiz = cast.item("safety-quiz")
    passed = begin(quiz)
    finish(passed, quiz, RIGHT)
    decided(cast, quiz, passed, "annulled")
    if way == "restored":
        decided(cast, quiz, passed, "restored")
    else:
        finish(begin(quiz), quiz, RIGHT)  # it ended before the decision was made
    assert (earned(quiz), rebuilt(), earned(quiz)) == ((True, "restored"), 0, (True, "restored"))


def test_a_gate_that_a_person_decided_on_is_left_alone(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    passed = begin(quiz)
    finish(passed, quiz, RIGHT)
    by_hand = {"decided_at": NOON + timedelta(minutes=1), "decided_by": cast.instructor.id}
    db.session.add(GateDecision(enrolment_id=cast.enrolment_id, gate="safety", decision="overridden", **by_hand))
    db.session.flush()
    decided(cast, quiz, passed, "annulled")
    assert (earned(quiz), rebuilt(), earned(quiz)) == ((False, "overridden"), 0, (False, "overridden"))


def test_rebuilding_closes_what_is_open_without_a_mark_that_counts(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    passed = begin(quiz)
    finish(passed, quiz, RIGHT)
    db.session.add(AttemptDecision(attempt_id=passed.id, number=1, decision="annulled", decided_at=LATER))
    db.session.flush()
    assert (rebuilt(), earned(quiz)) == (1, (False, "suspended"))


def test_nothing_disappears_when_an_attempt_is_annulled(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    passed = begin(quiz)
    mark = finish(passed, quiz, RIGHT)
    assert [decided(cast, quiz, passed, "annulled") for _ in range(2)] == [True, False]
    kept = last_mark(passed.id)
    assert kept is not None
    assert (kept.id, kept.passed) == (mark.id, True)
    assert [(each.act, each.who, each.why) for each in decisions_on(passed.id)] == [
        ("attempt.annulled", "Ines Instructor", "The key lay on the bench.")
    ]
    assert told(cast) == ["annulled"]


def test_an_attempt_under_way_is_neither_annulled_nor_remarked_on(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    running = begin(quiz)
    with pytest.raises(AttemptUnderWay):
        decided(cast, quiz, running, "annulled")
    seen = EnrolledAttempt(quiz.enrolled, quiz_of(quiz), running)
    with pytest.raises(AttemptUnderWay):
        remark(seen, remark_id=new_id(), text="Well done", by=cast.instructor.id, at=NOON)


def test_a_remark_is_added_once_and_its_words_are_not_in_the_journal(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    seen, remark_id = EnrolledAttempt(quiz.enrolled, quiz_of(quiz), attempt), new_id()
    added = [
        remark(seen, remark_id=remark_id, text="Read the page on straps.", by=cast.instructor.id, at=LATER)
        for _ in range(2)
    ]
    assert (added, told(cast)) == ([True, False], ["remark"])
    assert [(each.who, each.text) for each in remarks_on(attempt.id)] == [
        ("Ines Instructor", "Read the page on straps.")
    ]
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "attempt.remarked")).one()
    row = db.session.get_one(AttemptRemark, remark_id)
    assert entry.detail["remark"] == row.text_digest


@pytest.mark.parametrize("table", [Arrangement, FurtherAttempt, AttemptDecision, AttemptRemark])
def test_what_was_arranged_and_said_is_never_changed_or_removed(cast: Cast, table: type[Any]) -> None:
    quiz = quiz_with(cast, attempts="1")
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    arranged(cast, quiz, read_aloud=True)
    granted(cast, quiz)
    decided(cast, quiz, attempt, "annulled")
    seen = EnrolledAttempt(quiz.enrolled, quiz_of(quiz), attempt)
    remark(seen, remark_id=new_id(), text="Again, please", by=cast.instructor.id, at=LATER)
    first = next(iter(table.__table__.c))
    for statement in (update(table).values({first.name: first}), delete(table)):
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(statement)


def test_the_terms_take_two_queries(cast: Cast, count_queries: Counting) -> None:
    quiz = quiz_with(cast, attempts="1")
    for _ in range(3):
        granted(cast, quiz)
    with count_queries() as queries:
        found = arranged_for(quiz.enrolled)
    assert (len(queries), found.own("safety-quiz").further_attempts) == (2, 3)

"""Practice: safety questions that come back, what was got wrong, and where a trainee is weakest."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.assessments.quizzes.models import Attempt, PracticeAnswer, ReturningQuestion
from app.assessments.quizzes.operations.following import rebuild_returning_questions
from app.assessments.quizzes.operations.judgements import decide
from app.assessments.quizzes.operations.practice import NotToPractise, answer_again
from app.assessments.quizzes.practising import Practice
from app.assessments.quizzes.queries import EnrolledAttempt
from app.assessments.quizzes.queries.practice import practice_of
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.places import withdraw
from app.curriculum.model import Quiz
from app.db import db
from app.people.member import Member
from app.shared.ids import new_id
from app.today.queries.standings import standings_of
from tests.cast import NOON, Cast
from tests.lint import PageClient
from tests.quizzes.practising import CRITICAL, asked, practise
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, quiz_with

ClientOf = Callable[[Member | None], PageClient]
Counting = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)
SAFE, WRONG = [1], [0]


@pytest.fixture
def missed(cast: Cast) -> EnrolledItem:
    """The safety quiz, sat with the safety question wrong."""
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, UNSAFE)
    return quiz


def back_on(cast: Cast) -> date | None:
    rows = select(ReturningQuestion.due_on).where(ReturningQuestion.enrolment_id == cast.enrolment_id)
    return db.session.scalar(rows)


def practice(cast: Cast, at: datetime = NOON) -> Practice:
    return practice_of(cast.enrolled(), at=at)


def ids(rows: tuple[Any, ...]) -> list[str]:
    return [each.question.id for each in rows]


def test_a_missed_safety_question_is_back_the_next_day_and_today_says_so(cast: Cast, missed: EnrolledItem) -> None:
    told = [standings_of(cast.trainee, at=NOON + DAY * days)[0].back_today for days in (0, 1, 2)]
    assert (told, back_on(cast)) == ([0, 1, 1], (NOON + DAY).date())


def test_it_comes_back_until_it_was_right_twice_some_days_apart(cast: Cast, missed: EnrolledItem) -> None:
    days = []
    for day in (1, 2, 4):
        practise(cast, CRITICAL, SAFE, at=NOON + DAY * day)
        days.append(back_on(cast))
    assert days == [(NOON + DAY * 4).date(), (NOON + DAY * 4).date(), None]


def test_a_right_answer_in_a_later_attempt_counts_too(cast: Cast, missed: EnrolledItem) -> None:
    finish(begin(missed, at=NOON + DAY), missed, RIGHT, at=NOON + DAY)
    practise(cast, CRITICAL, SAFE, at=NOON + DAY * 4)
    assert back_on(cast) is None


def test_the_day_is_the_one_at_the_site(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    late = datetime(2026, 5, 5, 22, 30, tzinfo=NOON.tzinfo)  # after midnight in Paris
    finish(begin(quiz, at=late), quiz, UNSAFE, at=late)
    assert back_on(cast) == date(2026, 5, 7)


def test_what_an_annulled_attempt_missed_does_not_come_back(cast: Cast, missed: EnrolledItem) -> None:
    finish(begin(missed), missed, RIGHT)
    assert isinstance(missed.item, Quiz)
    first = db.session.scalars(select(Attempt).where(Attempt.number == 1)).one()
    seen = EnrolledAttempt(missed.enrolled, missed.item, first)
    decide(seen, decision="annulled", reason="Disturbed", by=cast.instructor.id, at=NOON)
    assert back_on(cast) is None


def test_rebuilding_gives_the_same(cast: Cast, missed: EnrolledItem) -> None:
    practise(cast, CRITICAL, SAFE, at=NOON + DAY)
    before = back_on(cast)
    db.session.execute(ReturningQuestion.__table__.delete())  # type: ignore[attr-defined]
    assert (rebuild_returning_questions(), back_on(cast)) == (1, before)


def test_practice_has_what_is_due_and_what_was_wrong_the_last_time(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, UNSAFE | {"energy": "1"})
    tomorrow = practice(cast, NOON + DAY)
    assert (ids(tomorrow.due), ids(tomorrow.missed), ids(practice(cast).coming)) == ([CRITICAL], ["energy"], [CRITICAL])
    practise(cast, "energy", "19,25", at=NOON + DAY)
    assert ids(practice(cast, NOON + DAY).missed) == []


def test_nobody_practises_what_they_were_never_asked(cast: Cast) -> None:
    assert (asked(cast, "energy"), practice(cast).answered) == (None, 0)


def test_a_quiz_that_is_being_taken_is_not_practised(cast: Cast, missed: EnrolledItem) -> None:
    found = asked(cast, CRITICAL)
    assert found is not None
    begin(missed, at=NOON + DAY)
    assert (asked(cast, CRITICAL), practice(cast, NOON + DAY).open) == (None, ())
    assert standings_of(cast.trainee, at=NOON + DAY)[0].back_today == 0


def test_an_answer_is_kept_once(cast: Cast, missed: EnrolledItem) -> None:
    answer_id = new_id()
    rows = [practise(cast, CRITICAL, SAFE, at=NOON + DAY, answer_id=answer_id).id for _ in range(2)]
    assert rows == [answer_id, answer_id]
    assert len(db.session.scalars(select(PracticeAnswer.id)).all()) == 1


@pytest.mark.parametrize("feedback", ["never", "passed"])
def test_of_a_quiz_that_keeps_its_answers_only_what_is_due_is_asked(cast: Cast, feedback: str) -> None:
    quiz = quiz_with(cast, feedback=feedback)
    finish(begin(quiz), quiz, UNSAFE | {"energy": "1"})
    found = practice_of(quiz.enrolled, at=NOON + DAY)
    assert (ids(found.due), ids(found.missed), found.due[0].shows_key) == ([CRITICAL], [], False)


def test_of_a_quiz_that_keeps_its_answers_a_question_is_asked_once_a_day_and_its_key_not_told(
    cast: Cast, client_of: ClientOf
) -> None:
    quiz = quiz_with(cast, feedback="never")
    finish(begin(quiz), quiz, UNSAFE)
    db.session.commit()
    address = f"/enrolments/{quiz.enrolled.id}/practice/safety-quiz/{CRITICAL}"
    with time_machine.travel(NOON + DAY, tick=False):
        client = client_of(cast.trainee)
        answered = client.post(address, data={"answer": "0"})
        page = client.get(answered.location).text
        again = client.post(address, data={"answer": "1"})
        closed = client.get(address).text
    assert (answered.status_code, again.status_code, '<form id="practise"' in closed) == (303, 409, False)
    assert ["Right answer" in page, "A strap makes a path" in page, "Not right" in page] == [False, False, True]


def test_an_answer_shows_the_key_where_the_quiz_does_and_what_comes_next(
    cast: Cast, missed: EnrolledItem, client_of: ClientOf
) -> None:
    db.session.commit()
    address = f"/enrolments/{cast.enrolment_id}/practice"
    with time_machine.travel(NOON + DAY, tick=False):
        client = client_of(cast.trainee)
        index = client.get(address).text
        nothing = client.post(f"{address}/safety-quiz/{CRITICAL}", data={})
        answered = client.post(f"{address}/safety-quiz/{CRITICAL}", data={"answer": "1"})
        page = client.get(answered.location).text
    assert "1 safety question is back" in index
    assert (nothing.status_code, "Choose or type an answer first." in nothing.text) == (422, True)
    assert ["Right answer" in page, "comes back on Saturday 9 May" in page] == [True, True]


def test_today_says_what_is_back_and_leads_there(cast: Cast, missed: EnrolledItem, client_of: ClientOf) -> None:
    db.session.commit()
    with time_machine.travel(NOON + DAY, tick=False):
        page = client_of(cast.trainee).get("/").text
    assert "1 safety question is back today" in page
    assert f'href="/enrolments/{cast.enrolment_id}/practice"' in page


def test_who_follows_the_trainee_sees_their_practice_and_cannot_answer(
    cast: Cast, missed: EnrolledItem, client_of: ClientOf
) -> None:
    db.session.commit()
    with time_machine.travel(NOON + DAY, tick=False):
        page = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/practice").text
    assert "What Tara Trainee has to practise" in page
    assert re.findall(r'href="[^"]*/practice/[^"]*"', page) == []


def test_the_page_takes_as_many_queries_for_three_attempts_as_for_one(
    cast: Cast, missed: EnrolledItem, count_queries: Counting
) -> None:
    counts = []
    for _ in range(2):
        place = cast.enrolled()
        with count_queries() as queries:
            practice_of(place, at=NOON)
        counts.append(len(queries))
        for _ in range(2):
            finish(begin(missed), missed, UNSAFE)
    assert counts == [3, 3]


def test_a_question_whose_quiz_was_begun_meanwhile_is_not_answered(cast: Cast, missed: EnrolledItem) -> None:
    found = asked(cast, "energy")
    assert found is not None
    begin(missed)
    with pytest.raises(NotToPractise):
        answer_again(found, answer_id=new_id(), answer="19,25", at=NOON)


def test_who_is_gone_practises_no_more(cast: Cast, missed: EnrolledItem) -> None:
    withdraw(missed.enrolled, reason="Moved", by=None, at=NOON)
    with pytest.raises(Withdrawn):
        practise(cast, "energy", "19,25", at=NOON)
    assert standings_of(cast.trainee, at=NOON + DAY)[0].back_today == 0

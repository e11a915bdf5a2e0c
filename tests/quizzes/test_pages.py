"""The pages of quizzes, as trainees and the people who follow them get them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import save_responses
from app.assessments.quizzes.queries import answers_of, last_mark
from app.courses.facts import EnrolledItem
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import Cast
from tests.lint import PageClient
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, locked_quiz, quiz_with

Counting = Callable[[], AbstractContextManager[list[str]]]
ClientOf = Callable[[Member | None], PageClient]
KEYS = (
    "A strap makes a path through you.",
    "Near live mains a strap ties you to ground.",
    "Only a conducting skin shields.",
    "A pink bag only makes no charge itself.",
    "19.25",
    "The meter finds no path.",
    "open circuit",
    "no connection",
)
"""Every explanation, feedback and typed key of the safety quiz."""
FORM = {
    "answer-strap-near-mains": "1",
    "answer-bags": ["", "0", "2"],
    "answer-energy": "19,25",
    "answer-no-path": "Open circuit",
}


@pytest.fixture
def trainee(cast: Cast, client_of: ClientOf) -> PageClient:
    return client_of(cast.trainee)


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


def attempt(attempt_id: UUID) -> Attempt:
    db.session.expire_all()
    found = db.session.get(Attempt, attempt_id)
    assert found is not None
    return found


def page(client: PageClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def shown(text: str, *phrases: str) -> list[bool]:
    return [phrase in text for phrase in phrases]


def test_the_quiz_page_tells_the_rules_and_offers_to_start(trainee: PageClient, quiz: EnrolledItem) -> None:
    text = page(trainee, quiz.prefix)
    assert shown(
        text,
        "Four questions before you work at the bench.",
        "<dt>Questions</dt><dd>4</dd>",
        "10 minutes, from the moment you start",
        "60 % of the points, and every safety question right",
        "As many as you like; the best one counts",
        "Start the quiz",
        "Your attempts",
    ) == [True, True, True, True, True, True, False]


def test_starting_leads_to_the_attempt_that_the_page_named(trainee: PageClient, quiz: EnrolledItem) -> None:
    named = new_id()
    for _ in range(2):
        response = trainee.post(f"{quiz.prefix}/attempts", data={"id": str(named)})
        assert (response.status_code, response.location) == (303, f"/attempts/{named}")
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


@pytest.mark.parametrize("data", [{}, {"id": "no id at all"}])
def test_starting_works_without_an_id_from_the_browser(
    trainee: PageClient, quiz: EnrolledItem, data: dict[str, str]
) -> None:
    response = trainee.post(f"{quiz.prefix}/attempts", data=data)
    started = db.session.scalars(select(Attempt.id)).one()
    assert (response.status_code, response.location) == (303, f"/attempts/{started}")


def test_the_quiz_page_offers_to_go_on_with_a_running_attempt(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    text = page(trainee, quiz.prefix)
    assert shown(text, "Continue the quiz", f'href="/attempts/{running.id}"', "Start the quiz") == [
        True,
        True,
        False,
    ]


def test_the_quiz_page_lists_attempts_with_their_marks(trainee: PageClient, quiz: EnrolledItem) -> None:
    failed = begin(quiz)
    finish(failed, quiz, UNSAFE)
    text = page(trainee, quiz.prefix)
    assert shown(
        text, f'href="/attempts/{failed.id}">Attempt 1 · 80 %</a>', "Not passed yet", "Try the quiz again"
    ) == [
        True,
        True,
        True,
    ]


def test_the_quiz_page_takes_the_same_queries_however_many_attempts(
    trainee: PageClient, quiz: EnrolledItem, count_queries: Counting
) -> None:
    taken = []
    for more in (1, 2):
        for _ in range(more):
            finish(begin(quiz), quiz, UNSAFE)
        with count_queries() as queries:
            page(trainee, quiz.prefix)
        taken.append(len(queries))
    assert taken == [7, 7]


def test_a_passed_quiz_tells_what_it_opened(trainee: PageClient, cast: Cast, quiz: EnrolledItem) -> None:
    finish(begin(quiz), quiz, RIGHT)
    text = page(trainee, quiz.prefix)
    bench = f'<a href="/enrolments/{cast.enrolment_id}/items/esd-bench">'
    assert shown(text, "You have passed this quiz", bench, "Take the quiz again, for practice") == [
        True,
        True,
        True,
    ]


def test_a_locked_quiz_says_what_opens_it_and_does_not_start(cast: Cast, trainee: PageClient) -> None:
    locked = locked_quiz(cast)
    opener = f'<a href="/enrolments/{locked.enrolled.id}/items/safety-quiz">Safety quiz</a>'
    text = page(trainee, locked.prefix)
    assert shown(text, "This quiz is locked", opener, "Start the quiz") == [True, True, False]
    assert trainee.post(f"{locked.prefix}/attempts").status_code == 403


def test_when_attempts_are_used_up_the_page_says_so_and_starting_is_refused(cast: Cast, trainee: PageClient) -> None:
    found = quiz_with(cast, attempts="1")
    finish(begin(found), found, UNSAFE)
    text = page(trainee, found.prefix)
    assert shown(text, "You have used all your attempts", "0 of 1 left", "Try the quiz again") == [
        True,
        True,
        False,
    ]
    refused = trainee.post(f"{found.prefix}/attempts")
    assert refused.status_code == 409
    assert "You have used all your attempts at this quiz." in refused.get_data(as_text=True)


def test_during_the_wait_the_page_says_until_when(cast: Cast, trainee: PageClient) -> None:
    found = quiz_with(cast, wait="36 hours")
    at = now()
    finish(begin(found, at=at), found, UNSAFE, at=at)
    text = page(trainee, found.prefix)
    assert shown(text, "<dd>36 hours</dd>", "You can try again from", "Try the quiz again") == [
        True,
        True,
        False,
    ]
    refused = trainee.post(f"{found.prefix}/attempts")
    assert refused.status_code == 409
    assert "You can try this quiz again from" in refused.get_data(as_text=True)


def test_no_key_and_no_explanation_reaches_the_browser_before_marking(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    text = page(trainee, quiz.prefix) + page(trainee, f"/attempts/{running.id}")
    assert shown(text, *KEYS) == [False] * len(KEYS)


def test_questions_are_shown_in_the_order_of_the_attempt(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    text = page(trainee, f"/attempts/{running.id}")
    places = [text.index(f'id="question-{each["question"]}"') for each in running.asked]
    assert places == sorted(places)
    bags = next(each["options"] for each in running.asked if each["question"] == "bags")
    boxes = [text.index(f'name="answer-bags" value="{place}"') for place in bags]
    assert boxes == sorted(boxes)


def test_a_saved_answer_is_there_again_when_the_page_is_loaded_again(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    saved = trainee.post(f"/attempts/{running.id}/responses", data=FORM)
    assert (saved.status_code, saved.location) == (303, f"/attempts/{running.id}")
    assert answers_of(running.id) == RIGHT | {"no-path": "Open circuit"}
    text = page(trainee, f"/attempts/{running.id}")
    assert shown(
        text,
        'name="answer-strap-near-mains" value="1" checked',
        'name="answer-bags" value="0" checked',
        'name="answer-bags" value="1" checked',
        'name="answer-energy" value="19,25"',
    ) == [True, True, False, True]


@pytest.mark.parametrize("act", ["responses", "mark"])
def test_an_older_page_speaks_only_of_what_was_changed_on_it(trainee: PageClient, quiz: EnrolledItem, act: str) -> None:
    running = begin(quiz, at=now())
    save_responses(running, answers={"no-path": "short"}, at=now())
    save_responses(running, answers=RIGHT, at=now())
    older = {"answer-bags": ["", "0"], "answer-energy": "", "answer-no-path": "short"}
    seen = {"seen-bags": "0", "seen-energy": "0", "seen-no-path": "1"}
    trainee.post(f"/attempts/{running.id}/{act}", data=older | seen)
    assert answers_of(running.id) == RIGHT | {"bags": [0]}


def test_the_page_tells_how_often_each_question_had_been_answered_when_it_was_made(
    trainee: PageClient, quiz: EnrolledItem
) -> None:
    running = begin(quiz, at=now())
    for given in ("1", "2"):
        save_responses(running, answers={"energy": given}, at=now())
    text = page(trainee, f"/attempts/{running.id}")
    assert shown(text, 'name="seen-energy" value="2"', 'name="seen-bags" value="0"') == [True, True]


def test_a_body_of_one_question_leaves_the_others_alone(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    save_responses(running, answers=RIGHT, at=now())
    trainee.post(f"/attempts/{running.id}/responses", data={"answer-bags": ""})
    assert answers_of(running.id) == {key: answer for key, answer in RIGHT.items() if key != "bags"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"answer-bags": "9"}, "Choose from the answers shown here."),
        ({"answer-bags": "-1"}, "Choose from the answers shown here."),
        ({"answer-strap-near-mains": ["0", "1"]}, "Choose one answer only."),
        ({"answer-bench-check": "0"}, "This question is not part of this quiz."),
    ],
)
@pytest.mark.parametrize("act", ["responses", "mark"])
def test_what_cannot_be_an_answer_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    trainee: PageClient, quiz: EnrolledItem, act: str, data: dict[str, object], sentence: str
) -> None:
    running = begin(quiz, at=now())
    save_responses(running, answers={"no-path": "Open circuit"}, at=now())
    response = trainee.post(f"/attempts/{running.id}/{act}", data={"answer-energy": "7.5"} | data)
    text = response.get_data(as_text=True)
    assert response.status_code == 422
    assert shown(text, sentence, 'value="7.5"', 'value="Open circuit"') == [True, True, True]
    assert (answers_of(running.id), attempt(running.id).closed_at) == ({"no-path": "Open circuit"}, None)


def test_handing_in_without_scripts_loses_no_answer(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    response = trainee.post(f"/attempts/{running.id}/mark", data=FORM)
    assert (response.status_code, response.location) == (303, f"/attempts/{running.id}")
    assert answers_of(running.id) == RIGHT
    mark = last_mark(running.id)
    assert mark is not None
    assert (mark.thousandths, mark.passed) == (5000, True)


def test_with_questions_left_handing_in_asks_once_and_saves_meanwhile(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    asked = trainee.post(f"/attempts/{running.id}/mark", data={"answer-energy": "19.25"})
    assert (asked.status_code, asked.location) == (303, f"/attempts/{running.id}?check=1")
    assert answers_of(running.id) == {"energy": "19.25"}
    text = page(trainee, asked.location)
    assert shown(
        text, "Hand in anyway", 'name="sure" value="1"', 'href="#question-bags"', 'href="#question-energy"'
    ) == [
        True,
        True,
        True,
        False,
    ]
    trainee.post(f"/attempts/{running.id}/mark", data={"answer-energy": "19.25", "sure": "1"})
    assert attempt(running.id).closed_at is not None


def test_after_marking_the_trainee_sees_what_was_right_and_why(trainee: PageClient, quiz: EnrolledItem) -> None:
    closed = begin(quiz)
    finish(closed, quiz, UNSAFE | {"bags": [0, 1, 2]})
    text = page(trainee, f"/attempts/{closed.id}")
    assert shown(text, *KEYS) == [True] * len(KEYS)
    assert shown(
        text,
        '<p class="score-number">60 %</p>',
        "Not passed yet",
        "3 of 5 points.",
        "A safety question was not right",
        "Partly right · 1 / 2",
        "Hand in",
    ) == [True, True, True, True, True, False]


def test_a_marked_attempt_keeps_the_order_in_which_it_was_asked(trainee: PageClient, quiz: EnrolledItem) -> None:
    closed = begin(quiz)
    finish(closed, quiz, RIGHT)
    text = page(trainee, f"/attempts/{closed.id}")
    places = [text.index(f'id="question-{each["question"]}"') for each in closed.asked]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("rule", "answers", "with_key"),
    [("never", RIGHT, False), ("never", UNSAFE, False), ("passed", UNSAFE, False), ("passed", RIGHT, True)],
)
def test_the_key_is_shown_as_the_quiz_says(
    cast: Cast, client_of: ClientOf, rule: str, answers: dict[str, object], *, with_key: bool
) -> None:
    found = quiz_with(cast, feedback=rule)
    closed = begin(found)
    finish(closed, found, answers | {"energy": "1", "no-path": "short"})
    own = page(client_of(cast.trainee), f"/attempts/{closed.id}")
    assert shown(own, *KEYS[2:]) == [with_key, False, with_key, with_key, with_key, with_key]
    assert "marked-right" not in own or with_key
    staff = page(client_of(cast.instructor), f"/attempts/{closed.id}")
    assert shown(staff, KEYS[2], "19.25", "open circuit") == [True, True, True]


def test_loading_the_page_after_the_deadline_closes_the_attempt_as_of_then(
    trainee: PageClient, quiz: EnrolledItem
) -> None:
    overdue = begin(quiz, at=now() - timedelta(hours=1))
    save_responses(overdue, answers=RIGHT, at=overdue.started_at)
    text = page(trainee, f"/attempts/{overdue.id}")
    assert shown(text, "The time was over", "Every answer was right.") == [True, True]
    assert attempt(overdue.id).closed_at == overdue.deadline


def test_the_quiz_page_closes_an_overdue_attempt_too(trainee: PageClient, quiz: EnrolledItem) -> None:
    overdue = begin(quiz, at=now() - timedelta(hours=1))
    assert "Try the quiz again" in page(trainee, quiz.prefix)
    assert attempt(overdue.id).closed_at == overdue.deadline


def test_saving_after_the_deadline_is_refused_and_handing_in_counts_what_was_saved(
    trainee: PageClient, quiz: EnrolledItem
) -> None:
    overdue = begin(quiz, at=now() - timedelta(hours=1))
    save_responses(overdue, answers={"energy": "19.25"}, at=overdue.started_at)
    refused = trainee.post(f"/attempts/{overdue.id}/responses", data=FORM)
    assert refused.status_code == 409
    assert "What was saved until then counts." in refused.get_data(as_text=True)
    response = trainee.post(f"/attempts/{overdue.id}/mark", data=FORM)
    assert (response.status_code, response.location) == (303, f"/attempts/{overdue.id}")
    assert answers_of(overdue.id) == {"energy": "19.25"}
    assert attempt(overdue.id).closed_at == overdue.deadline


def test_who_follows_the_cohort_sees_no_answers_in_the_making(cast: Cast, client_of: ClientOf) -> None:
    running = begin(cast.item("safety-quiz"), at=now())
    save_responses(running, answers={"no-path": "a guess"}, at=now())
    for member in (cast.instructor, cast.coordinator):
        text = page(client_of(member), f"/attempts/{running.id}")
        assert shown(text, "This attempt is under way", "a guess") == [True, False]


def test_who_follows_the_cohort_sees_a_closed_attempt_with_its_answers(cast: Cast, client_of: ClientOf) -> None:
    found = cast.item("safety-quiz")
    closed = begin(found)
    finish(closed, found, RIGHT | {"no-path": "a guess"})
    for member in (cast.instructor, cast.coordinator):
        text = page(client_of(member), f"/attempts/{closed.id}")
        assert shown(text, "Tara Trainee", "a guess", "open circuit", "Go on with the course") == [
            True,
            True,
            True,
            False,
        ]


@pytest.mark.parametrize("act", ["responses", "mark"])
def test_nobody_answers_for_the_trainee(cast: Cast, client_of: ClientOf, act: str) -> None:
    running = begin(cast.item("safety-quiz"), at=now())
    statuses = {
        name: client_of(member).post(f"/attempts/{running.id}/{act}", data=FORM).status_code
        for name, member in cast.members.items()
        if name != "trainee"
    }
    assert statuses == {
        "other_trainee": 404,
        "instructor": 403,
        "coordinator": 403,
        "author": 404,
        "moderator": 404,
        "outsider_trainee": 404,
        "outsider_instructor": 404,
        "outsider_coordinator": 404,
        "stranger": 302,
    }
    assert answers_of(running.id) == {}

"""What a page with scripts sends and asks while an attempt runs, and the page of late answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import save_responses
from app.assessments.quizzes.queries import answers_of, counted_answers, late_answers
from app.courses.facts import EnrolledItem
from app.shared.clock import now
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.lint import PageClient
from tests.quizzes.sittings import RIGHT, begin

DEVICE = str(uuid4())
JSON = {"Accept": "application/json"}


@pytest.fixture
def quiz(cast: Cast) -> EnrolledItem:
    return cast.item("safety-quiz")


@pytest.fixture
def trainee(cast: Cast, client_of: ClientOf) -> PageClient:
    return client_of(cast.trainee)


@pytest.fixture
def overdue(quiz: EnrolledItem) -> Attempt:
    """An attempt whose time was over long ago, with one answer in time."""
    attempt = begin(quiz, at=now() - timedelta(hours=1))
    save_responses(attempt, answers={"energy": "19.25"}, at=attempt.started_at)
    return attempt


def entry(question: str, *values: str, **more: Any) -> dict[str, Any]:
    """An answer as a page sends it."""
    return {"id": str(uuid4()), "question": question, "sequence": 1, "values": list(values), "age": 1500} | more


def deliver(client: PageClient, attempt: Attempt, *answers: Any, device: Any = DEVICE) -> TestResponse:
    sent = {"device": device, "answers": list(answers)}
    return client.post(f"/attempts/{attempt.id}/responses", json=sent, headers=JSON)


def test_a_delivery_is_answered_with_everything_that_is_saved(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    save_responses(running, answers={"energy": "7"}, at=now())
    one = entry("bags", "2", "0")
    for _ in range(2):
        response = deliver(trainee, running, one)
        assert (response.status_code, response.json) == (
            200,
            {
                "closed": False,
                "deadline": (running.started_at + timedelta(minutes=10)).isoformat(),
                "refused": {},
                "answers": {"bags": {"number": 1, "values": ["0", "2"]}, "energy": {"number": 1, "values": ["7"]}},
            },
        )
    asked = trainee.get(f"/attempts/{running.id}/responses", headers=JSON)
    assert (asked.json or {}) | {"refused": {}} == response.json


def test_what_cannot_be_an_answer_is_told_and_the_others_are_saved(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    wrong = [entry("bags", "9"), entry("strap-near-mains", "0", "1"), entry("bench-check", "0")]
    response = deliver(trainee, running, *wrong, entry("energy", "19"))
    sentences = [
        "Choose from the answers shown here.",
        "Choose one answer only.",
        "This question is not part of this quiz.",
    ]
    assert response.json is not None
    assert response.json["refused"] == {each["id"]: words for each, words in zip(wrong, sentences, strict=True)}
    assert answers_of(running.id) == {"energy": "19"}


@pytest.mark.parametrize(
    "answers",
    [
        None,
        "energy",
        [None],
        [{}],
        [entry("energy", id="no id")],
        [entry("energy", sequence=-1)],
        [entry("energy", sequence=2**40)],
        [entry("energy", sequence=True)],
        [entry("energy", age="long")],
        [entry("energy", age=float("nan"))],
        [entry("energy", age=float("inf"))],
        [entry("energy", values="19")],
        [entry("energy", values=[19])],
        [entry("energy")] * 201,
    ],
)
def test_what_no_page_sends_saves_nothing(trainee: PageClient, quiz: EnrolledItem, answers: Any) -> None:
    running = begin(quiz, at=now())
    sent = {"device": DEVICE, "answers": answers}
    response = trainee.post(f"/attempts/{running.id}/responses", json=sent, headers=JSON)
    assert (response.status_code, answers_of(running.id)) == (422, {})


def test_a_delivery_after_the_end_is_taken_and_says_that_the_attempt_is_closed(
    trainee: PageClient, overdue: Attempt
) -> None:
    response = deliver(trainee, overdue, entry("no-path", "open circuit", age=3_500_000))
    assert response.json == {"closed": True, "answers": {}, "refused": {}}
    assert [(late.question_id, late.answer) for late in late_answers(overdue.id)] == [("no-path", "open circuit")]
    text = trainee.get(f"/attempts/{overdue.id}").text
    assert ("1 answer came late" in text, "Look at the late answers" in text) == (True, False)


def test_whoever_is_signed_out_is_told_so_and_not_sent_to_a_page(client_of: ClientOf, overdue: Attempt) -> None:
    stranger = client_of(None)
    asked = stranger.get(f"/attempts/{overdue.id}/responses", headers=JSON)
    assert (deliver(stranger, overdue, entry("energy", "1")).status_code, asked.status_code) == (401, 401)


def test_a_script_that_hands_in_is_told_where_to_go(trainee: PageClient, quiz: EnrolledItem) -> None:
    running = begin(quiz, at=now())
    address = f"/attempts/{running.id}"
    answers = [trainee.post(f"{address}/mark", data=data, headers=JSON).json for data in ({}, {"sure": "1"}, {})]
    assert answers == [{"address": f"{address}?check=1"}, {"address": address}, {"address": address}]


def test_an_instructor_looks_at_late_answers_and_counts_them(
    cast: Cast, client_of: ClientOf, trainee: PageClient, overdue: Attempt
) -> None:
    deliver(
        trainee,
        overdue,
        *(entry(question, *given) for question, given in (("strap-near-mains", ["1"]), ("bags", ["0", "2"]))),
        entry("energy", "7"),
    )
    instructor = client_of(cast.instructor)
    address = f"/attempts/{overdue.id}/late-answers"
    text = instructor.get(address).text
    assert text.count(" checked>") == 3
    assert [phrase in text for phrase in ("In time there was no answer.", "In time there was another answer.")] == [
        True,
        True,
    ]
    ids = [str(late.id) for late in late_answers(overdue.id) if late.question_id != "energy"]
    for data, sentence in (({"late": ids}, "Write a few words."), ({"reason": "Why"}, "Choose one or more.")):
        refused = instructor.post(address, data=data)
        assert (refused.status_code, sentence in refused.text) == (422, True)
    for _ in range(2):
        counted = instructor.post(address, data={"late": ids, "reason": "The router broke."})
    assert counted.location == f"/attempts/{overdue.id}"
    assert counted_answers(overdue.id) == {name: RIGHT[name] for name in ("strap-near-mains", "bags")} | {
        "energy": "19.25"
    }
    text = trainee.get(f"/attempts/{overdue.id}").text
    assert (text.count("Counted by"), text.count(": The router broke.</p>")) == (1, 1)


def test_without_late_answers_the_page_says_so(cast: Cast, client_of: ClientOf, overdue: Attempt) -> None:
    text = client_of(cast.instructor).get(f"/attempts/{overdue.id}/late-answers").text
    assert ("No answer came late" in text, "Count the chosen answers" in text) == (True, False)


def test_the_service_worker_has_an_address_that_stays(client_of: ClientOf) -> None:
    response = client_of(None).get("/service-worker.js")
    assert (response.status_code, response.mimetype) == (200, "text/javascript")
    assert response.headers["Cache-Control"] == "private, no-cache"

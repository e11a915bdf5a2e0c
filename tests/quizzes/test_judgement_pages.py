"""The pages on which instructors arrange, remark and annul, and what the trainee sees of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.assessments.quizzes.queries.arrangements import arranged_for
from app.courses.queries.enrolments import done_by
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import Cast
from tests.courses.pages import errors
from tests.lint import PageClient
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish, quiz_with

ClientOf = Callable[[Member | None], PageClient]


def test_an_instructor_annuls_with_a_reason_and_lets_it_count_again(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, RIGHT)
    client, trainee = client_of(cast.instructor), client_of(cast.trainee)
    address = f"/attempts/{attempt.id}/annulment"
    without = client.post(address, data={"reason": " "})
    assert (without.status_code, errors(without.text)) == (422, [("reason", "Write a few words.")])
    assert client.post(address, data={"reason": "The key lay on the bench."}).location == f"/attempts/{attempt.id}"
    seen = trainee.get(f"/attempts/{attempt.id}").text
    assert ["This attempt does not count" in seen, "The key lay on the bench." in seen, "100 %" in seen] == [True] * 3
    assert "Does not count" in trainee.get(quiz.prefix).text
    assert "Let attempt 1 count again?" in client.get(f"{address}/new").text
    client.post(f"{address}/removal", data={"reason": "It was another bench."})
    assert "This attempt counts again" in trainee.get(f"/attempts/{attempt.id}").text
    assert list(done_by(cast.enrolled()).completions) == ["safety-quiz"]


def test_a_remark_is_read_by_the_trainee(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    finish(attempt, quiz, UNSAFE)
    client, address = client_of(cast.instructor), f"/attempts/{attempt.id}/remarks"
    assert errors(client.post(address, data={"text": ""}).text) == [("text", "Write a few words.")]
    sent = {"id": str(new_id()), "text": "Read <b>the page</b> on straps."}
    assert [client.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    seen = client_of(cast.trainee).get(f"/attempts/{attempt.id}").text
    assert (seen.count("Read &lt;b&gt;the page&lt;/b&gt; on straps."), "A remark by Ines Instructor" in seen) == (
        1,
        True,
    )


def test_an_instructor_finds_all_attempts_and_what_can_be_done(cast: Cast, client_of: ClientOf) -> None:
    quiz = cast.item("safety-quiz")
    first, second = begin(quiz), None
    finish(first, quiz, UNSAFE)
    second = begin(quiz)
    finish(second, quiz, RIGHT)
    page = client_of(cast.instructor).get(f"/attempts/{second.id}").text
    assert [f'href="/attempts/{each.id}"' in page for each in (first, second)] == [True, True]
    assert f'href="/enrolments/{cast.enrolment_id}/arrangements/safety-quiz"' in page
    assert "Annul this attempt" not in client_of(cast.coordinator).get(f"/attempts/{second.id}").text


def test_more_time_is_arranged_with_a_reason_and_the_trainee_sees_it(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.instructor), f"/enrolments/{cast.enrolment_id}/arrangements"
    sent = {"more_time": "third", "read_aloud": "y", "reason": "She reads slowly."}
    assert client.post(address, data=sent | {"reason": ""}).status_code == 422
    assert client.post(address, data=sent | {"more_time": "thrice"}).status_code == 422
    assert client.post(address, data=sent).location == address
    assert "She reads slowly." in client.get(address).text
    page = client_of(cast.trainee).get(cast.item("safety-quiz").prefix).text
    assert [each in page for each in ("Arranged for you", "A third more time", "13 minutes, from")] == [True] * 3


def test_another_attempt_is_given_on_the_page_of_the_quiz(cast: Cast, client_of: ClientOf) -> None:
    quiz = quiz_with(cast, attempts="1")
    finish(begin(quiz), quiz, UNSAFE)
    db.session.commit()
    client, address = client_of(cast.instructor), f"/enrolments/{quiz.enrolled.id}/arrangements/safety-quiz"
    assert "0 of 1 left" in client.get(address).text
    without = client.post(f"{address}/further-attempts", data={"further-reason": ""})
    assert errors(without.text) == [("further-reason", "Write a few words.")]
    sent = {"further-id": str(new_id()), "further-reason": "The network failed."}
    assert [client.post(f"{address}/further-attempts", data=sent).status_code for _ in range(2)] == [303, 303]
    assert arranged_for(quiz.enrolled).own("safety-quiz").further_attempts == 1
    page = client_of(cast.trainee).get(quiz.prefix).text
    assert ["1 of 2 left" in page, "Try the quiz again" in page] == [True, True]


@pytest.mark.parametrize("passed", [False, True])
def test_an_attempt_under_way_can_be_continued_from_the_text_of_the_page(
    cast: Cast, client_of: ClientOf, passed: bool
) -> None:
    quiz = cast.item("safety-quiz")
    if passed:
        finish(begin(quiz), quiz, RIGHT)
    running = begin(quiz, at=now())
    main = client_of(cast.trainee).get(quiz.prefix).text.partition("<main")[2].partition("</main>")[0]
    assert ["is under way" in main, "Continue the quiz" in main, "You have passed" in main] == [True, True, False]
    assert main.count(f'href="/attempts/{running.id}"') == 2

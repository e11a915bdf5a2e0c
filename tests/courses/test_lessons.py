"""The page of a lesson, its completion, and its practice questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from app.courses.models import Completion, LessonDeclaration
from app.courses.operations.enrolments import record_completion
from app.courses.operations.gates import open_gate
from app.db import db
from app.people.member import Member
from app.records.models import JournalEntry
from tests.cast import NOON, Cast
from tests.courses.unwritten import enrolled_with_drafts, enrolled_without_items
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]


def lesson(cast: Cast, item_id: str = "the-bench") -> str:
    return f"/enrolments/{cast.enrolment_id}/items/{item_id}"


def rows(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def outline(page: str) -> list[tuple[str, str, str]]:
    """State, item and note of each row of the outline."""
    found = re.findall(r'<li class="outline-item outline-(\w+)">(.*?)</li>', page, re.DOTALL)
    rows = []
    for state, row in found:
        item = re.search(r"/items/([\w-]+)", row)
        why = re.search(r'<p class="outline-note">(.*?)</p>', row)
        rows.append((state, item[1] if item else "", why[1] if why else ""))
    return rows


def test_a_lesson_shows_its_text_and_the_course_around_it(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get(lesson(cast)).get_data(as_text=True)
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["The bench"]
    assert "Never press a swollen cell." in page
    assert outline(page) == [
        ("open", "the-bench", ""),
        ("open", "safety-quiz", ""),
        ("locked", "esd-bench", "Opens when you pass: Safety quiz."),
        ("open", "the-battery", ""),
        ("open", "the-screen", ""),
        ("open", "the-port", ""),
        ("open", "the-board", ""),
    ]
    assert re.findall(r'href="[^"]*/([\w-]+)" aria-current="page"', page) == ["the-bench"]
    assert re.findall(r'rel="(prev|next)" href="([^"]*)"', page) == [("next", lesson(cast, "safety-quiz"))]


def test_the_outline_shows_what_is_done_and_what_a_passed_quiz_has_opened(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.trainee).get(lesson(cast))
    record_completion(cast.enrolment_id, item_id="safety-quiz", at=NOON)
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    db.session.commit()
    page = client_of(cast.trainee).get(lesson(cast)).get_data(as_text=True)
    assert [(state, item) for state, item, _ in outline(page)] == [
        ("open", "the-bench"),
        ("done", "safety-quiz"),
        ("open", "esd-bench"),
        ("open", "the-battery"),
        ("open", "the-screen"),
        ("open", "the-port"),
        ("open", "the-board"),
    ]


def test_the_outline_names_the_weeks_that_are_still_being_written(cast: Cast, client_of: ClientOf) -> None:
    enrolled = enrolled_without_items(cast, [3, 4])
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/the-bench").get_data(as_text=True)
    assert re.findall(r'outline-unwritten">.*?<b>(\d)</b></span> <span>(.*?)</span>', page) == [
        ("3", "Week number 3"),
        ("4", "Week number 4"),
    ]
    assert [item for _, item, _ in outline(page)] == [
        "the-bench",
        "safety-quiz",
        "esd-bench",
        "the-battery",
        "the-board",
    ]


def test_the_outline_shows_the_items_of_a_draft_and_that_more_are_to_come(cast: Cast, client_of: ClientOf) -> None:
    enrolled = enrolled_with_drafts(cast, [1, 4])
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}/items/the-bench").get_data(as_text=True)
    weeks = page.split("outline-week")[1:]
    assert [week.count("outline-item ") for week in weeks] == [3, 1, 1, 1, 1]
    assert [number for number, week in enumerate(weeks, 1) if "This week is still being written." in week] == [1, 4]
    assert "outline-unwritten" not in page


def test_the_last_lesson_of_a_draft_ends_no_week(cast: Cast, client_of: ClientOf) -> None:
    enrolled, client = enrolled_with_drafts(cast, [2]), client_of(cast.trainee)
    said = []
    for lesson_id in ("the-battery", "the-screen"):
        client.post(f"/enrolments/{enrolled.id}/items/{lesson_id}/completion")
        said += re.findall(r"(?:Week \d is done|Done): [^<]*", client.get(f"/enrolments/{enrolled.id}").text)
    assert [each.partition(":")[0] for each in said] == ["Done", "Week 3 is done"]


def test_a_lesson_takes_three_queries_and_writes_nothing(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.trainee)
    client.get(lesson(cast))
    with count_queries() as queries:
        client.get(lesson(cast))
    assert [query.split()[0] for query in queries] == ["SELECT"] * 3


def test_nothing_of_one_trainee_is_kept_for_the_next(cast: Cast, client_of: ClientOf) -> None:
    own = client_of(cast.trainee).get(lesson(cast)).get_data(as_text=True)
    address = f"/enrolments/{cast.other_enrolment_id}/items/the-bench"
    other = client_of(cast.other_trainee).get(address).get_data(as_text=True)
    assert str(cast.enrolment_id) not in other
    tokens = [set(re.findall(r'name="csrf_token" value="([^"]*)"', page)) for page in (own, other)]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert [sign for sign in ("\x02", "\x03") if sign in own + other] == []


def test_an_address_typed_in_capitals_is_not_kept_for_the_next(cast: Cast, client_of: ClientOf) -> None:
    capitals = f"/enrolments/{str(cast.enrolment_id).upper()}/items/the-board"
    assert capitals in client_of(cast.trainee).get(capitals).text
    address = f"/enrolments/{cast.other_enrolment_id}/items/the-board"
    assert f'name="next" value="{address}"' in client_of(cast.other_trainee).get(address).text


def test_a_lesson_is_kept_in_each_language(cast: Cast, client_of: ClientOf) -> None:
    english, french = client_of(cast.trainee), client_of(cast.other_trainee)
    french.post("/language", data={"language": "fr", "next": "/"})
    first = english.get(lesson(cast)).get_data(as_text=True)
    second = french.get(f"/enrolments/{cast.other_enrolment_id}/items/the-bench").get_data(as_text=True)
    assert ['lang="en"' in re.search(r"<html[^>]*>", page)[0] for page in (first, second)] == [True, False]  # type: ignore[index]


@pytest.mark.parametrize("who", ["instructor", "coordinator", "other_trainee", "outsider_trainee", "author"])
def test_nobody_else_reads_or_completes_a_lesson_as_the_trainee(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    expected = 403 if who in ("instructor", "coordinator") else 404
    assert client.get(lesson(cast)).status_code == expected
    assert client.post(f"{lesson(cast)}/completion").status_code == expected
    assert client.post(f"{lesson(cast)}/practice/bench-check", data={"answer": "1"}).status_code == expected
    assert rows(Completion) == 0


def test_completing_a_lesson_leads_to_what_comes_next(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    answer = client.post(f"{lesson(cast)}/completion")
    assert (answer.status_code, answer.location) == (303, lesson(cast, "safety-quiz"))
    page = client.get(lesson(cast)).get_data(as_text=True)
    assert "You worked through this lesson on" in page
    assert re.findall(r'class="button button-main" href="([^"]*)"', page) == [lesson(cast, "safety-quiz")]


def test_completing_a_lesson_twice_is_completing_it_once(cast: Cast, client_of: ClientOf) -> None:
    client, journal = client_of(cast.trainee), rows(JournalEntry)
    for _ in range(2):
        assert client.post(f"{lesson(cast)}/completion").status_code == 303
    assert (rows(LessonDeclaration), rows(Completion), rows(JournalEntry) - journal) == (1, 1, 1)


def test_the_last_lesson_leads_to_what_was_left_open_before_it(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.trainee).post(f"{lesson(cast, 'the-board')}/completion")
    assert answer.location == lesson(cast, "the-bench")


def test_finishing_a_week_is_acknowledged_with_a_sentence(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    client.post(f"{lesson(cast, 'the-battery')}/completion")
    page = client.get(lesson(cast)).get_data(as_text=True)
    assert re.findall(r'message-done" role="status".*?<p>(.*?)</p>', page, re.DOTALL) == [
        "Week 2 is done: Week number 2."
    ]


def test_only_lessons_are_completed_by_declaration(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.trainee).post(f"{lesson(cast, 'safety-quiz')}/completion")
    assert (answer.status_code, rows(Completion)) == (404, 0)


HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(("answer", "word"), [("1", "right"), ("0", "wrong")])
def test_a_practice_question_is_marked_in_its_place(cast: Cast, client_of: ClientOf, answer: str, word: str) -> None:
    address = f"{lesson(cast)}/practice/bench-check"
    page = client_of(cast.trainee).post(address, data={"answer": answer}, headers=HTMX).get_data(as_text=True)
    assert page.lstrip().startswith('<form class="check" id="check-bench-check"')
    assert re.findall(r'class="verdict verdict-(\w+)"', page) == [word]
    assert ("Never into a socket." in page) == (answer == "0")
    assert "The ground point takes the charge away slowly." in page


def test_practice_is_never_stored(cast: Cast, client_of: ClientOf, count_queries: CountQueries) -> None:
    with count_queries() as queries:
        client_of(cast.trainee).post(f"{lesson(cast)}/practice/bench-check", data={"answer": "1"}, headers=HTMX)
    assert {query.split()[0] for query in queries} == {"SELECT"}


def test_without_htmx_the_lesson_comes_back_with_the_verdict(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    answer = client.post(f"{lesson(cast)}/practice/bench-check", data={"answer": "0"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["The bench"]
    assert re.findall(r'class="verdict verdict-(\w+)"', page) == ["wrong"]
    assert re.findall(r' action="([^"]*practice[^"]*)"', page) == [
        f"{lesson(cast)}/practice/bench-check#check-bench-check"
    ]
    assert "verdict-wrong" not in client.get(lesson(cast)).get_data(as_text=True)


def test_without_an_answer_nothing_is_given_away(cast: Cast, client_of: ClientOf) -> None:
    address = f"{lesson(cast)}/practice/bench-check"
    fragment = client_of(cast.trainee).post(address, headers=HTMX).get_data(as_text=True)
    page = client_of(cast.trainee).post(address).get_data(as_text=True)
    assert [text for text in ("verdict verdict-", "takes the charge away") if text in fragment + page] == []
    sentence = re.compile(r"<p>(Choose or type an answer first\.)</p>")
    assert [sentence.findall(each) for each in (fragment, page)] == [["Choose or type an answer first."]] * 2


@pytest.mark.parametrize("address", ["the-bench/practice/none", "the-battery/practice/bench-check"])
def test_a_practice_question_stands_in_its_own_lesson(cast: Cast, client_of: ClientOf, address: str) -> None:
    assert client_of(cast.trainee).post(lesson(cast, address), data={"answer": "1"}).status_code == 404

"""By when things are due: on the week's last day, unless an instructor moves it for all or for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.courses.models import DueDate
from app.courses.operations.cohorts import close_cohort, close_week
from app.courses.operations.due_dates import DateChanged, move_for_all, move_for_one
from app.courses.operations.enrolments import CohortClosed, Withdrawn, enrol, record_completion
from app.courses.operations.places import withdraw
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.due_dates import due_quizzes, due_quizzes_of, moved_by_hand
from app.courses.queries.enrolments import done_by, done_by_each, enrolment_facts
from app.curriculum.model import Item
from app.db import db
from app.people.member import Member
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.records.queries import journal_of
from tests.cast import BEFORE, NOON, Cast
from tests.courses.pages import errors, facts, messages
from tests.lint import PageClient
from tests.today.making import place_in, running_cohort, today_in_paris

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]
QUIZ = "safety-quiz"
USUAL, FRIDAY, NEXT_FRIDAY = date(2026, 5, 10), date(2026, 5, 8), date(2026, 5, 15)


def quiz(cast: Cast) -> Item:
    return cast.item(QUIZ).item


def for_all(cast: Cast, to: date | None, *, was: date | None = None) -> None:
    move_for_all(cohort_facts(cast.cohort_id), quiz(cast), to=to, was=was, by=cast.instructor.id, at=NOON)


def for_one(cast: Cast, to: date | None, *, was: date | None = None) -> None:
    move_for_one(cast.enrolled(), quiz(cast), to=to, was=was, by=cast.instructor.id, at=NOON)


def due(enrolment_id: UUID) -> dict[str, date]:
    return done_by(enrolment_facts(enrolment_id)).due


def typed(day: str, was: str = "") -> dict[str, str]:
    """What the form of the quiz sends."""
    return {f"{QUIZ}-day": day, f"{QUIZ}-was": was, f"{QUIZ}-reason": "She was ill."}


def of_all(cast: Cast) -> str:
    return f"/cohorts/{cast.cohort_id}/due-dates"


def of_one(cast: Cast) -> str:
    return f"/enrolments/{cast.enrolment_id}/due-dates"


def journaled() -> list[tuple[str, dict[str, object]]]:
    statement = select(JournalEntry).where(JournalEntry.act == "due_date.moved").order_by(JournalEntry.number)
    return [(entry.object_kind, entry.detail) for entry in db.session.scalars(statement)]


def test_a_date_that_is_moved_for_all_holds_for_everybody_in_the_cohort_alone(cast: Cast) -> None:
    for_all(cast, FRIDAY)
    ids = (cast.enrolment_id, cast.other_enrolment_id, cast.outsider_enrolment_id)
    assert [due(each) for each in ids] == [{QUIZ: FRIDAY}, {QUIZ: FRIDAY}, {}]
    assert {key: done.due for key, done in done_by_each([enrolment_facts(each) for each in ids]).items()} == {
        each: due(each) for each in ids
    }


@pytest.mark.parametrize("first", ["all", "one"])
def test_what_is_moved_for_one_counts_before_what_is_moved_for_all(cast: Cast, first: str) -> None:
    if first == "one":
        for_one(cast, NEXT_FRIDAY)
    for_all(cast, FRIDAY)
    if first == "all":
        for_one(cast, NEXT_FRIDAY)
    assert due(cast.enrolment_id) == {QUIZ: NEXT_FRIDAY}
    assert due(cast.other_enrolment_id) == {QUIZ: FRIDAY}


def test_dates_come_with_what_is_done_in_one_query(cast: Cast, count_queries: CountQueries) -> None:
    for_all(cast, FRIDAY)
    record_completion(cast.enrolment_id, item_id="the-bench", at=NOON)
    place = cast.enrolled()
    with count_queries() as queries:
        found = done_by(place)
    assert (len(queries), found.completions, found.due) == (1, {"the-bench": NOON}, {QUIZ: FRIDAY})


def test_a_moved_date_stays_when_the_calendar_moves_and_the_others_go_along(cast: Cast) -> None:
    close_week(cohort_facts(cast.cohort_id), monday=date(2026, 5, 4), by=None, at=NOON)
    assert [each.due_on for each in due_quizzes(cohort_facts(cast.cohort_id))] == [date(2026, 5, 17)]
    for_all(cast, FRIDAY)
    assert [each.due_on for each in due_quizzes(cohort_facts(cast.cohort_id))] == [FRIDAY]
    assert moved_by_hand(cohort_facts(cast.cohort_id)) == 1


def test_the_journal_says_what_was_moved_for_whom(cast: Cast) -> None:
    for_all(cast, FRIDAY)
    for_all(cast, NEXT_FRIDAY, was=FRIDAY)
    for_one(cast, FRIDAY)
    for_one(cast, None, was=FRIDAY)
    assert journaled() == [
        ("cohort", {"item": QUIZ, "from": None, "to": "2026-05-08"}),
        ("cohort", {"item": QUIZ, "from": "2026-05-08", "to": "2026-05-15"}),
        ("enrolment", {"item": QUIZ, "from": None, "to": "2026-05-08"}),
        ("enrolment", {"item": QUIZ, "from": "2026-05-08", "to": None}),
    ]


@pytest.mark.parametrize("whose", [for_all, for_one])
def test_moving_twice_is_moving_once(cast: Cast, whose: Callable[..., None]) -> None:
    whose(cast, FRIDAY)
    whose(cast, FRIDAY)
    assert len(db.session.scalars(select(DueDate.id)).all()) == len(journaled()) == 1
    whose(cast, None, was=FRIDAY)
    whose(cast, None, was=FRIDAY)
    assert (db.session.scalars(select(DueDate.id)).all(), len(journaled())) == ([], 2)


@pytest.mark.parametrize("whose", [for_all, for_one])
def test_two_who_move_it_at_once_are_told(cast: Cast, whose: Callable[..., None]) -> None:
    whose(cast, FRIDAY)
    with pytest.raises(DateChanged) as clash:
        whose(cast, NEXT_FRIDAY)
    assert clash.value.present == FRIDAY
    assert due(cast.enrolment_id) == {QUIZ: FRIDAY}


def test_dates_of_a_closed_cohort_or_of_who_left_are_not_moved(cast: Cast) -> None:
    stale = cast.enrolled()
    withdraw(stale, reason="Gone.", by=None, at=NOON)
    with pytest.raises(Withdrawn):
        move_for_one(stale, quiz(cast), to=FRIDAY, was=None, by=None, at=NOON)
    close_cohort(stale.cohort, by=None, at=NOON)
    with pytest.raises(CohortClosed):
        for_all(cast, FRIDAY)


def test_the_instructor_moves_a_date_for_all_and_back(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    page = client.get(of_all(cast)).text
    assert re.findall(r'name="safety-quiz-day"[^>]*value="([^"]*)"', page) == ["2026-05-10"]
    answer = client.post(f"{of_all(cast)}/{QUIZ}", data=typed("2026-05-08"))
    assert (answer.status_code, answer.location) == (303, f"{of_all(cast)}#{QUIZ}")
    assert due(cast.enrolment_id) == {QUIZ: FRIDAY}
    page = client.get(of_all(cast)).text
    assert "Due Friday 8 May · moved; usually Sunday 10 May" in page
    client.post(f"{of_all(cast)}/{QUIZ}", data=typed("", "2026-05-08") | {f"{QUIZ}-reset": "1"})
    assert due(cast.enrolment_id) == {}


def test_the_day_that_it_is_due_anyway_is_no_moved_date(cast: Cast, client_of: ClientOf) -> None:
    for_all(cast, FRIDAY)
    db.session.commit()
    client_of(cast.instructor).post(f"{of_all(cast)}/{QUIZ}", data=typed("2026-05-10", "2026-05-08"))
    assert due(cast.enrolment_id) == {}


def test_a_date_for_one_is_moved_on_their_page_and_shown_on_that_of_all(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    assert client.get(of_one(cast)).status_code == 200
    answer = client.post(f"{of_one(cast)}/{QUIZ}", data=typed("2026-05-15"))
    assert (answer.status_code, answer.location) == (303, f"{of_one(cast)}#{QUIZ}")
    assert [(each.moved_to, each.usual) for each in due_quizzes_of(cast.enrolled())] == [(NEXT_FRIDAY, USUAL)]
    assert "Due Friday 15 May · for the others Sunday 10 May" in client.get(of_one(cast)).text
    [found] = due_quizzes(cohort_facts(cast.cohort_id))
    assert [(each.name, each.due_on) for each in found.own] == [("Tara Trainee", NEXT_FRIDAY)]
    assert re.findall(r'Another day for: <a href="([^"]*)"', client.get(of_all(cast)).text) == [of_one(cast)]


def test_a_date_for_one_is_moved_with_a_reason(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    without = client.post(f"{of_one(cast)}/{QUIZ}", data=typed("2026-05-15") | {f"{QUIZ}-reason": " "})
    assert (without.status_code, errors(without.text)) == (422, [(f"{QUIZ}-reason", "Write a few words.")])
    client.post(f"{of_one(cast)}/{QUIZ}", data=typed("2026-05-15"))
    [line] = journal_of("enrolment", id=cast.enrolment_id, acts=["due_date.moved"])
    assert line.reason == "She was ill."


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Choose a day."),
        ("soon", "Not a valid date value."),
        ("2026-05-03", "Choose a day between 4 May 2026 and 7 June 2027."),
        ("9999-12-31", "Choose a day between 4 May 2026 and 7 June 2027."),
    ],
)
def test_a_day_that_is_none_is_told_beside_the_field(cast: Cast, client_of: ClientOf, day: str, sentence: str) -> None:
    for address in (of_all(cast), of_one(cast)):
        answer = client_of(cast.instructor).post(f"{address}/{QUIZ}", data=typed(day))
        assert (answer.status_code, [field for field, _ in errors(answer.text)]) == (422, [f"{QUIZ}-day"])
        assert errors(answer.text)[0][1].endswith(sentence)
    assert due(cast.enrolment_id) == {}


def test_the_form_that_somebody_was_faster_than_says_so_and_works_when_sent_again(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.instructor)
    for address in (of_all(cast), of_one(cast)):
        client.post(f"{address}/{QUIZ}", data=typed("2026-05-08"))
        answer = client.post(f"{address}/{QUIZ}", data=typed("2026-05-15"))
        told = "Somebody else moved it to 8 May 2026 meanwhile. Send again to set yours."
        assert (answer.status_code, errors(answer.text)) == (409, [(f"{QUIZ}-day", told)])
        was = re.findall(r'name="safety-quiz-was" value="([^"]*)"', answer.text)[0]
        assert client.post(f"{address}/{QUIZ}", data=typed("2026-05-15", was)).status_code == 303
        assert due(cast.enrolment_id) == {QUIZ: NEXT_FRIDAY}


@pytest.mark.parametrize("item", ["the-bench", "no-such-quiz"])
def test_only_quizzes_have_a_date_to_move(cast: Cast, client_of: ClientOf, item: str) -> None:
    for address in (of_all(cast), of_one(cast)):
        assert client_of(cast.instructor).post(f"{address}/{item}", data=typed("2026-05-08")).status_code == 404


def test_the_dates_of_a_closed_cohort_are_only_read(cast: Cast, client_of: ClientOf) -> None:
    close_cohort(cohort_facts(cast.cohort_id), by=None, at=NOON)
    db.session.commit()
    client = client_of(cast.instructor)
    for address in (of_all(cast), of_one(cast)):
        assert re.findall(r'action="([^"]*due-dates[^"]*)"', client.get(address).text) == []
        assert client.post(f"{address}/{QUIZ}", data=typed("2026-05-08")).status_code == 409


def test_nobody_moves_their_own_dates(cast: Cast, client_of: ClientOf) -> None:
    own = enrol(person_by_id(cast.instructor.id), cohort_id=cast.cohort_id, by=None, at=BEFORE).id
    db.session.commit()
    assert client_of(cast.instructor).get(f"/enrolments/{own}/due-dates").status_code == 403


def test_the_trainee_sees_the_date_wherever_the_quiz_stands(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast, 2), cast.trainee.id)
    friday = today_in_paris() + timedelta(days=(4 - today_in_paris().weekday()) % 7 + 7)
    item = enrolment_facts(place).curriculum.items[QUIZ]
    move_for_one(enrolment_facts(place), item, to=friday, was=None, by=None, at=NOON)
    db.session.commit()
    client, told = client_of(cast.trainee), f"Friday {friday.day} {friday:%B}"
    assert f"Quiz · 10 min · due {told}" in client.get(f"/enrolments/{place}").text
    assert f"Quiz · due {told}" in client.get(f"/enrolments/{place}/items/the-bench").text
    page = client.get(f"/enrolments/{place}/items/{QUIZ}").text
    assert [value for name, value in facts(page) if name == "Due"] == [told]
    assert messages(page) == []


def test_a_date_that_is_over_blames_nobody_and_locks_nothing(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    page = client.get(f"/enrolments/{cast.enrolment_id}/items/{QUIZ}").text
    told = [value for name, value in facts(page) if name == "Due"]
    assert told == ["Sunday 10 May. That day is over; you can still take the quiz."]
    assert "Start the quiz" in page
    course = client.get(f"/enrolments/{cast.enrolment_id}").text
    assert "was due Sunday 10 May" in course
    assert "Behind" not in course


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_of_dates_takes_the_same_queries_for_one_as_for_three(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, more: int
) -> None:
    for enrolment_id in [cast.enrolment_id, cast.other_enrolment_id][: 1 + more]:
        move_for_one(enrolment_facts(enrolment_id), quiz(cast), to=FRIDAY, was=None, by=None, at=NOON)
    if more:
        for_all(cast, NEXT_FRIDAY)
    db.session.commit()
    client = client_of(cast.instructor)
    client.get(of_all(cast))
    with count_queries() as of_cohort:
        client.get(of_all(cast))
    with count_queries() as of_trainee:
        client.get(of_one(cast))
    assert (len(of_cohort), len(of_trainee)) == (3, 4)

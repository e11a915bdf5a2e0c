"""The page of notices, what is new, and the choices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask, get_template_attribute

from app.db import db
from app.notices.kinds import KINDS
from app.notices.operations import notify
from app.notices.queries import ON_A_PAGE, reach_of, unread_of
from app.people.operations import choose_language
from app.people.queries import person_by_id
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.notices.telling import DETAILS, tell

HTMX = {"HX-Request": "true"}


def headlines(page: str) -> list[str]:
    return re.findall(r'class="notice-open" type="submit">(.*?)</button>', page)


def selected(page: str) -> dict[str, str]:
    """What is chosen in each field."""
    fields = re.findall(r'<select[^>]* name="(\w+)".*?</select>', page, re.DOTALL)
    return dict(zip(fields, re.findall(r'<option selected value="(\w+)"', page), strict=True))


@pytest.mark.parametrize(
    ("titles", "headline"),
    [({"fr": "L'établi"}, "L&#39;établi"), ({"de": "Die Werkbank"}, '<span lang="en">The bench</span>')],
)
def test_an_item_has_its_title_in_the_readers_language_or_says_in_which_it_is(
    cast: Cast, client_of: ClientOf, titles: dict[str, str], headline: str
) -> None:
    details = {"item": "The bench", "outcome": "competent", "language": "en", "titles": titles}
    notify(cast.trainee.id, kind="outcome", subject="1", details=details, path="/courses", at=NOON)
    choose_language(cast.trainee.id, language="fr")
    (shown,) = headlines(client_of(cast.trainee).get("/notices").text)
    assert shown.endswith(headline)


def test_notices_are_listed_the_newest_first_and_new_ones_say_so(cast: Cast, client_of: ClientOf) -> None:
    tell(cast.trainee.id, "outcome")
    tell(cast.trainee.id, "certificate", at=NOON + timedelta(minutes=1))
    tell(cast.other_trainee.id, "reply")
    page = client_of(cast.trainee).get("/notices").text
    assert headlines(page) == ["Your certificate is issued: Tiny phone repair", "Competent: The bench"]
    assert page.count('<span class="state state-next">New</span>') == 2
    assert "2 are new." in page


def test_opening_a_notice_reads_it_and_leads_to_what_it_tells_of(cast: Cast, client_of: ClientOf) -> None:
    notice = tell(cast.trainee.id)
    client = client_of(cast.trainee)
    answer = client.post(f"/notices/{notice.id}")
    assert (answer.status_code, answer.location) == (303, "/courses")
    assert unread_of(cast.trainee.id) == 0
    page = client.get("/notices").text
    assert (page.count(">New</span>"), "You have read everything." in page) == (0, True)


def test_nobody_reads_another_persons_notice(cast: Cast, client_of: ClientOf) -> None:
    notice = tell(cast.trainee.id)
    assert client_of(cast.other_trainee).post(f"/notices/{notice.id}").status_code == 404
    assert unread_of(cast.trainee.id) == 1


def test_everything_shown_is_read_at_once(cast: Cast, client_of: ClientOf) -> None:
    tell(cast.trainee.id, "outcome", "1")
    client = client_of(cast.trainee)
    newest = re.findall(r'name="newest" value="([^"]*)"', client.get("/notices").text)
    tell(cast.trainee.id, "outcome", "2", at=NOON + timedelta(minutes=1))
    answer = client.post("/notices/unread", data={"newest": newest[0]})
    assert (answer.status_code, answer.location, unread_of(cast.trainee.id)) == (303, "/notices", 1)


@pytest.mark.parametrize("newest", ["", "nonsense"])
def test_without_word_of_what_was_shown_everything_is_read(cast: Cast, client_of: ClientOf, newest: str) -> None:
    tell(cast.trainee.id)
    client_of(cast.trainee).post("/notices/unread", data={"newest": newest})
    assert unread_of(cast.trainee.id) == 0


def test_somebody_elses_notice_marks_nothing(cast: Cast, client_of: ClientOf) -> None:
    tell(cast.trainee.id)
    other = tell(cast.other_trainee.id, at=NOON + timedelta(days=1))
    client_of(cast.trainee).post("/notices/unread", data={"newest": str(other.id)})
    assert unread_of(cast.trainee.id) == 1


def test_an_empty_page_says_what_will_be_there(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/notices").text
    assert re.findall(r'class="empty-title">(.*?)<', page) == ["No notices yet"]
    assert "Mark all as read" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_notice_as_for_three(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, count: int
) -> None:
    for number in range(count):
        tell(cast.instructor.id, "ready", str(number), speaks_of=(cast.trainee, cast.other_trainee)[number % 2].id)
    client = client_of(cast.instructor)
    with count_queries() as queries:
        page = client.get("/notices").text
    assert (len(queries), len(headlines(page))) == (4, count)
    assert headlines(page)[-1] == "Tara Trainee is ready: The bench"


@pytest.mark.parametrize(
    ("asked", "number", "rows"),
    [("", 1, ON_A_PAGE), ("?page=2", 2, 1), ("?page=9", 2, 1), ("?page=-1", 1, ON_A_PAGE), ("?page=x", 1, ON_A_PAGE)],
)
def test_notices_come_in_pages(cast: Cast, client_of: ClientOf, asked: str, number: int, rows: int) -> None:
    for each in range(ON_A_PAGE + 1):
        tell(cast.trainee.id, "outcome", str(each), at=NOON + timedelta(minutes=each))
    page = client_of(cast.trainee).get(f"/notices{asked}").text
    assert len(headlines(page)) == rows
    assert re.findall(r"Page (\d) of (\d)", page) == [(str(number), "2")]


@pytest.mark.parametrize(("count", "words"), [(0, "No new notices"), (1, "1 new notice"), (2, "2 new notices")])
def test_todays_page_fetches_how_many_are_new(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, count: int, words: str
) -> None:
    for each in range(count):
        tell(cast.trainee.id, "outcome", str(each))
    client = client_of(cast.trainee)
    assert re.findall(r'hx-get="([^"]*)" hx-trigger="load"', client.get("/").text) == ["/notices/unread"]
    with count_queries() as queries:
        page = client.get("/notices/unread", headers=HTMX).text
    assert re.sub(r"<[^>]*>", "", page).strip() == words
    assert len(queries) == 2


@pytest.mark.parametrize("who", ["instructor", "coordinator", "author"])
def test_the_staffs_page_fetches_it_too(cast: Cast, client_of: ClientOf, who: str) -> None:
    page = client_of(getattr(cast, who)).get("/").text
    assert re.findall(r'hx-get="([^"]*)" hx-trigger="load"', page) == ["/notices/unread"]


def test_opened_by_itself_the_piece_leads_to_the_page(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.trainee).get("/notices/unread")
    assert (answer.status_code, answer.location) == (302, "/notices")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", "<b>Tara</b>"])
def test_each_kind_has_its_words_and_names_are_no_markup(app: Flask, kind: str, name: str) -> None:
    with app.test_request_context():
        for macro in ("headline", "sentence"):
            words = str(get_template_attribute("notices/words.html", macro)(kind, DETAILS[kind], name))
            assert len(words) > 10
            assert "<b>" not in words


def test_a_trainee_chooses_for_what_concerns_them_and_staff_for_the_rest_too(cast: Cast, client_of: ClientOf) -> None:
    own = selected(client_of(cast.trainee).get("/notices/choices").text)
    assert own == {
        "outcome": "at_once",
        "decision": "at_once",
        "quiz": "at_once",
        "certificate": "at_once",
        "licence": "at_once",
        "safety": "at_once",
        "witnessed": "daily",
        "reply": "at_once",
    }
    staff = selected(client_of(cast.instructor).get("/notices/choices").text)
    assert staff == own | {
        "fallen": "at_once",
        "ready": "daily",
        "report": "daily",
        "pushed": "at_once",
        "disagreement": "at_once",
        "clash": "at_once",
        "testimony": "daily",
        "moderation": "at_once",
    }


def test_choices_are_kept(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    chosen = {
        "outcome": "never",
        "decision": "at_once",
        "quiz": "at_once",
        "certificate": "at_once",
        "licence": "at_once",
        "safety": "at_once",
        "witnessed": "never",
        "reply": "daily",
    }
    answer = client.post("/notices/choices", data=chosen | {"ready": "at_once"})
    assert (answer.status_code, answer.location) == (303, "/notices")
    assert selected(client.get("/notices/choices").text) == chosen
    assert reach_of([cast.trainee.id])[cast.trainee.id].choices == {
        "outcome": "never",
        "witnessed": "never",
        "reply": "daily",
    }


def test_what_is_no_choice_is_told_beside_its_field_and_nothing_is_kept(cast: Cast, client_of: ClientOf) -> None:
    chosen = {"outcome": "hourly", "certificate": "never", "reply": "daily"}
    answer = client_of(cast.trainee).post("/notices/choices", data=chosen)
    assert (answer.status_code, re.findall(r'id="(\w+)-error"', answer.text)) == (422, ["outcome"])
    assert reach_of([cast.trainee.id])[cast.trainee.id].choices == {}


def test_whoever_has_no_address_is_told_that_no_mail_comes(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    words = "The school has no e-mail address of yours."
    assert words not in client.get("/notices/choices").text
    person = person_by_id(cast.trainee.id)
    person.email, person.sign_in_name = None, f"tara.{new_id().hex}"
    db.session.commit()
    assert words in client.get("/notices/choices").text

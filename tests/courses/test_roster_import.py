"""Enrolling a list: what is shown happens, all of it or nothing, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from app.courses.models import Cohort, Enrolment
from app.courses.operations.enrolments import enrol_by_email
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.rosters import roster_plan
from app.courses.roster.lines import judged
from app.courses.roster.reading import Entry
from app.db import db
from app.people.models import Invitation, Person
from app.people.queries import person_by_email, person_by_id
from app.records.models import Letter
from app.shared.spreadsheets import write_xlsx
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries

LIST = "Nom;Prénom;Courriel\nDiallo;Fatou;fatou@new.example\nBen;Karim;\nSœur;Zoé;zoe@new.example"
KNOWN = "This address is known: gets a place, signs in as before"
Sent = dict[str, object]


def rows(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("&#39;", "'").strip()


def told(page: str) -> list[str]:
    """Each line of the tables and of what is to be put right, as words."""
    found = re.findall(
        r'<tr id="line-\d+">.*?</tr>|<fieldset class="roster-wrong".*?</fieldset>|<tr>\s*<td.*?</tr>', page, re.S
    )
    return [text_of(each) for each in found]


def errors(page: str) -> list[str]:
    return [text_of(each) for each in re.findall(r'<p class="field-error" id="\w+-error">.*?</p>', page, re.S)]


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/cohorts/{cast.cohort_id}/roster"


@pytest.fixture
def look(cast: Cast, client_of: ClientOf, here: str) -> Callable[..., TestResponse]:
    """Sends a list, and answers with the page of what would happen."""

    def send(text: str = LIST, **more: object) -> TestResponse:
        return client_of(cast.coordinator).post(here, data={"text": text, "language": "fr"} | more)

    return send


def form_of(page: str) -> Sent:
    """What the page's form sends when nothing on it is changed."""
    hidden = dict(re.findall(r'<input type="hidden" name="(id|seen|language)" value="([^"]*)"', page))
    fields = dict(re.findall(r'name="((?:name|email)-\d+)" value="([^"]*)"', page))
    text = re.findall(r'<textarea[^>]*name="text"[^>]*>\n(.*?)</textarea>', page, re.S)[0]
    leave = re.findall(r'name="leave" value="(\d+)" checked', page)
    typed = {name: unescape(value) for name, value in (fields | {"text": text}).items()}
    return hidden | typed | {"leave": leave}


@pytest.fixture
def enrol(cast: Cast, client_of: ClientOf, here: str) -> Callable[..., TestResponse]:
    """Confirms what a page shows."""

    def send(page: TestResponse, **more: object) -> TestResponse:
        return client_of(cast.coordinator).post(f"{here}/enrolments", data=form_of(page.text) | more)

    return send


Look = Callable[..., TestResponse]


def test_a_list_is_shown_line_by_line_before_anything_happens(look: Look) -> None:
    before = rows(Person), rows(Enrolment), rows(Letter)
    page = look()
    assert page.status_code == 200
    assert told(page.text) == [
        "1 Fatou Diallo fatou@new.example New: gets an invitation by mail · Français Leave out line 1",
        "2 Karim Ben – New, no mailbox: gets a card · Français Leave out line 2",
        "3 Zoé Sœur zoe@new.example New: gets an invitation by mail · Français Leave out line 3",
    ]
    assert (rows(Person), rows(Enrolment), rows(Letter)) == before


def test_everybody_in_the_list_is_enrolled_and_invited(cast: Cast, look: Look, enrol: Look) -> None:
    before = rows(Enrolment), rows(Letter), rows(Invitation)
    answer = enrol(look())
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cast.cohort_id}/cards")
    assert (rows(Enrolment), rows(Letter), rows(Invitation)) == (before[0] + 3, before[1] + 2, before[2] + 3)
    fatou = person_by_email("fatou@new.example")
    assert fatou is not None
    assert (fatou.name, fatou.language) == ("Fatou Diallo", "fr")
    karim = db.session.scalars(select(Person).where(Person.name == "Karim Ben")).one()
    assert (karim.email, karim.sign_in_name) == (None, "karim.ben")


def test_a_list_without_cards_leads_to_the_cohort(cast: Cast, look: Look, enrol: Look, client_of: ClientOf) -> None:
    answer = enrol(look("Fatou Diallo;fatou@new.example"))
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cast.cohort_id}")


@pytest.mark.parametrize("file", ["list.xlsx", "list.csv"])
def test_a_file_is_read_like_a_pasted_list(file: str, look: Look) -> None:
    table = [["Courriel", "Nom complet", "Langue"], ["fatou@new.example", "Fatou Diallo", "anglais"]]
    data = write_xlsx(table, title="L") if file == "list.xlsx" else "\n".join(map(";".join, table)).encode("utf-16")
    page = look("", file=(BytesIO(data), file))
    assert told(page.text) == [
        "1 Fatou Diallo fatou@new.example New: gets an invitation by mail · English Leave out line 1"
    ]
    assert form_of(page.text)["text"] == "Name;E-mail;Language\nFatou Diallo;fatou@new.example;anglais\n"


@pytest.mark.parametrize(
    ("text", "data", "sentence"),
    [
        ("", None, "Paste the list, or choose a file."),
        ("Nom;Courriel\n", None, "There is nobody in this list: it has no line with a name or an address."),
        ("", b"", "There is nothing in this list."),
        ("", b"%PDF-1.7", "This is a PDF. Choose a CSV, XLSX or ODS file, or paste the list."),
        ("Zoé", b"Karim", "Choose either the file or the text: there are both."),
    ],
)
def test_what_cant_be_read_is_told_beside_it(look: Look, text: str, data: bytes | None, sentence: str) -> None:
    page = look(text, **({} if data is None else {"file": (BytesIO(data), "list.csv")}))
    assert page.status_code == 422
    assert errors(page.text) == [f"Error: {sentence}"]
    assert re.findall(r'<textarea[^>]*name="text"[^>]*>\s*(.*?)</textarea>', page.text, re.S) == [text.strip()]


def test_ten_thousand_lines_are_told_and_kept(look: Look) -> None:
    text = "\n".join(f"Person Number{number};p{number}@new.example" for number in range(10_000))
    page = look(text, file=(BytesIO(), ""))
    assert errors(page.text) == ["Error: This list has 10000 people, and 300 at a time are possible. Send it in parts."]
    assert page.text.count("@new.example") == 10_000


def test_who_is_known_is_told_without_names_from_other_sites(cast: Cast, look: Look) -> None:
    db.session.execute(update(Enrolment).where(Enrolment.id == cast.other_enrolment_id).values(withdrawn_at=NOON))
    db.session.execute(update(Person).where(Person.id == cast.author.id).values(deactivated_at=NOON))
    page = look(
        "Tara T.;tara.trainee@school.example\nOtto;otto.trainee@school.example\nO.;OLGA.outsider@school.example\n"
        "Ines;ines.instructor@school.example\nAude;aude.author@school.example"
    )
    never = "This address is known, but never signed in: gets a place and a new invitation by mail"
    assert told(page.text) == [
        f"3 O. olga.outsider@school.example {never} Leave out line 3",
        f"4 Ines ines.instructor@school.example {KNOWN} Leave out line 4",
        "1 Tara Trainee tara.trainee@school.example Is in this cohort already: nothing happens",
        "2 Otto Trainee otto.trainee@school.example Left this cohort: let them return on their own page",
        "5 Aude aude.author@school.example The account of this address is deactivated: reactivate it first",
    ]
    assert page.text.count("Olga") == 0


def test_somebody_known_keeps_their_name_which_is_told_where_it_may_be(
    cast: Cast, look: Look, enrol: Look, client_of: ClientOf
) -> None:
    other = db.session.get_one(Cohort, cast.cohort_id)
    cohort = Cohort(
        name="Autumn", site_id=other.site_id, revision_id=other.revision_id, first_day=other.first_day, created_at=NOON
    )
    db.session.add(cohort)
    db.session.flush()
    address = f"/cohorts/{cohort.id}/roster"
    client = client_of(cast.coordinator)
    page = client.post(address, data={"text": "T.T.;tara.trainee@school.example", "language": "en"})
    assert told(page.text) == [
        f"1 T.T.known as Tara Trainee, and keeps that name tara.trainee@school.example {KNOWN} Leave out line 1"
    ]
    assert client.post(f"{address}/enrolments", data=form_of(page.text)).status_code == 303
    assert person_by_id(cast.trainee.id).name == "Tara Trainee"
    assert db.session.scalar(select(func.count()).where(Enrolment.cohort_id == cohort.id)) == 1


WRONG = LIST + "\n=cmd|' /C calc'!A0;X;x@new.example\nNo;Address;aucune\nTwice;Fatou;fatou@new.example"


def test_wrong_lines_stop_everything_until_they_are_left_out(look: Look, enrol: Look) -> None:
    before, page = rows(Enrolment), look(WRONG)
    assert told(page.text)[:3] == [
        "Line 4 NameError: This looks like a formula, not like a person. E-mail address Leave out line 4",
        "Line 5 Name E-mail addressError: Write a whole e-mail address, such as name@example.org. Leave out line 5",
        "Line 6 Name E-mail addressError: Line 1 has the same address. Leave out line 6",
    ]
    answer = enrol(page)
    assert (answer.status_code, rows(Enrolment)) == (422, before)
    assert re.findall(r'<a href="#line-(\d+)">', answer.text) == ["4", "5", "6"]
    assert enrol(page, leave=["4", "5"]).status_code == 422
    assert enrol(page, leave_wrong="y").status_code == 303
    assert rows(Enrolment) == before + 3


def test_a_wrong_line_is_put_right_on_the_page(look: Look, enrol: Look) -> None:
    before, page = rows(Enrolment), look(LIST + "\nNo;Address;aucune")
    sent = form_of(page.text) | {"name-4": "Noé Adresse", "email-4": "noe@new.example"}
    again = look(**sent)
    assert (
        told(again.text)[3]
        == "4 Noé Adresse noe@new.example New: gets an invitation by mail · Français Leave out line 4"
    )
    assert enrol(again).status_code == 303
    assert rows(Enrolment) == before + 4


def test_a_correction_that_nobody_checked_is_shown_before_it_counts(look: Look, enrol: Look) -> None:
    before, page = rows(Enrolment), look(LIST + "\nNo;Address;aucune")
    answer = enrol(page, **{"name-4": "Noé Adresse", "email-4": "noe@new.example"})
    assert (answer.status_code, rows(Enrolment)) == (409, before)
    assert enrol(answer).status_code == 303
    assert rows(Enrolment) == before + 4


def test_lines_that_are_left_out_are_not_enrolled(look: Look, enrol: Look) -> None:
    before = rows(Enrolment)
    assert enrol(look(), leave=["2", "3", "999", "x"]).status_code == 303
    assert rows(Enrolment) == before + 1


def test_leaving_everybody_out_enrols_nobody(look: Look, enrol: Look) -> None:
    before = rows(Enrolment)
    assert enrol(look(), leave=["1", "2", "3"]).status_code == 303
    assert rows(Enrolment) == before


def test_somebody_who_may_be_there_twice_is_left_out_unless_the_coordinator_says_no(look: Look, enrol: Look) -> None:
    before, page = rows(Enrolment), look("Trainee Tara\nKarim Ben\nBEN Karim")
    assert form_of(page.text)["leave"] == ["1", "3"]
    assert enrol(page, leave=["1"]).status_code == 303
    assert rows(Enrolment) == before + 2


def test_sent_twice_a_list_is_enrolled_once(look: Look, enrol: Look) -> None:
    page, before = look(), (rows(Enrolment), rows(Person), rows(Invitation), rows(Letter))
    answers = [enrol(page) for _ in range(2)]
    assert [(each.status_code, each.location) for each in answers] == [(303, answers[0].location)] * 2
    after = rows(Enrolment), rows(Person), rows(Invitation), rows(Letter)
    assert after == (before[0] + 3, before[1] + 3, before[2] + 3, before[3] + 2)


def test_what_changed_meanwhile_is_shown_again_and_nobody_is_enrolled(cast: Cast, look: Look, enrol: Look) -> None:
    page = look()
    enrol_by_email(
        "Zoé", email="zoe@new.example", cohort_id=cast.cohort_id, language="fr", by=cast.coordinator.id, at=NOON
    )
    before = rows(Enrolment)
    answer = enrol(page, leave=["1"])
    assert (answer.status_code, rows(Enrolment)) == (409, before)
    assert told(answer.text)[2] == "3 Zoé zoe@new.example Is in this cohort already: nothing happens"
    assert form_of(answer.text)["leave"] == ["1"]
    assert enrol(answer).status_code == 303
    assert rows(Enrolment) == before + 1


def test_a_closed_cohort_takes_nobody(cast: Cast, look: Look, enrol: Look, client_of: ClientOf, here: str) -> None:
    page, before = look(), rows(Enrolment)
    db.session.execute(update(Cohort).where(Cohort.id == cast.cohort_id).values(closed_at=NOON))
    assert (enrol(page).status_code, rows(Enrolment)) == (409, before)
    assert client_of(cast.coordinator).get(here).text.count("This cohort is closed") == 1


@pytest.mark.parametrize("people", [1, 300])
def test_the_plan_takes_two_queries_for_a_list_of_any_length(
    cast: Cast, people: int, count_queries: CountQueries
) -> None:
    lines, cohort = judged([Entry(f"P {n}", f"p{n}@new.example") for n in range(people)]), cohort_facts(cast.cohort_id)
    with count_queries() as queries:
        plan = roster_plan(lines, cohort)
    assert (len(plan.enrolling), len(queries)) == (people, 2)

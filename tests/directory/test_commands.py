"""`flask people` and `flask sites`: how an empty school begins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.config import Settings
from app.db import db
from app.people.queries import person_by_email, person_by_sign_in_name
from app.records.models import Letter
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.databases import fresh_database
from tests.directory.making import facts, held

Run = Callable[..., Result]


@pytest.fixture
def flask(app: Flask, cast: Cast) -> Run:
    """`flask("people", "invite", …)` runs that command."""
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def test_an_empty_school_gets_its_first_account(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, instance=tmp_path, database_url=fresh_database(tmp_path)))
    run = app.test_cli_runner().invoke
    with app.app_context():
        run(args=["db", "upgrade"])
        invited = run(args=["people", "invite", "Cleo Martin", "--role", "coordinator"])
        code = re.findall(r"type ([0-9A-Z-]+)\n", invited.stdout)[0]
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        typed = client.post("/invitations", data={"code": code})
        client.post(typed.location, data={"password": "a quiet workshop", "again": "a quiet workshop"})
        pages = [client.get(path).status_code for path in ("/", "/people", "/people/new", "/sites", "/sites/new")]
        run(args=["content", "publish"])
        missing = ["No site yet" in client.get("/cohorts/new").text]
        client.post("/sites", data={"name": "Lyon", "time_zone": "Europe/Paris"})
        missing.append("Nobody teaches here yet" in client.get("/cohorts/new").text)
        db.session.remove()
        db.engine.dispose()
    assert pages == [200] * 5
    assert missing == [True, True]
    assert invited.stdout == (
        "Cleo Martin is coordinator everywhere, and signs in as cleo.martin.\n"
        f"The way in, once, within 14 days: http://127.0.0.1:8000/invitations/{code.replace('-', '').lower()}\n"
        f"Or open http://127.0.0.1:8000/invitations and type {code}\n"
    )


def test_somebody_with_an_address_is_invited_to_one_site(flask: Run, cast: Cast, client_of: ClientOf) -> None:
    words = ("--role", "instructor", "--email", "Iris@staff.example", "--site", "nantes", "--language", "fr")
    invited = flask("people", "invite", "Iris Instructor", *words)
    assert invited.exit_code == 0, invited.stderr
    person = person_by_email("iris@staff.example")
    assert person is not None
    assert (person.language, held(person.id)) == ("fr", {("instructor", cast.outsider_site_id)})
    assert db.session.query(Letter).count() == 0
    link = re.findall(r"days: http://127.0.0.1:8000(\S+)", invited.stdout)[0]
    assert "Iris Instructor" in client_of(None).get(link).text


def test_two_of_the_same_name_get_two_sign_in_names(flask: Run) -> None:
    for _ in range(2):
        flask("people", "invite", "Cleo Martin", "--role", "author")
    names = [person_by_sign_in_name(each) for each in ("cleo.martin", "cleo.martin2")]
    assert [facts(each.id).name for each in names if each] == ["Cleo Martin"] * 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Cleo", "--role", "boss"), "boss is no role: choose one of instructor, author, coordinator, moderator."),
        (
            ("Cleo", "--role", "author", "--site", "Le Mans"),
            "There is no site called Le Mans; there are: Lyon, Nantes. Add it with: flask sites add 'Le Mans'",
        ),
        (
            ("Cleo", "--role", "author", "--email", "Cora.Coordinator@school.example"),
            "Somebody has the address Cora.Coordinator@school.example already: give them the role on their page.",
        ),
        (
            ("Cleo", "--role", "author", "--email", "cleo"),
            "cleo is no e-mail address: write a whole one, such as name@example.org.",
        ),
        (("Cleo", "--role", "author", "--language", "de"), "de is no language: choose one of en, fr."),
        (("\u200b", "--role", "author"), "Write a name of 1 to 200 signs."),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nobody_is_added(flask: Run, words: tuple[str, ...], said: str) -> None:
    refused = flask("people", "invite", *words)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {said}\n")
    assert person_by_sign_in_name("cleo") is None


def test_a_site_is_added_with_its_time_zone(flask: Run) -> None:
    added = flask("sites", "add", "Cayenne", "--time-zone", "America/Cayenne")
    assert (added.exit_code, added.stdout) == (0, "The site Cayenne is there, with the time of America/Cayenne.\n")
    assert flask("people", "invite", "Cleo", "--role", "coordinator", "--site", "Cayenne").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lyon",), "There is a site called lyon already."),
        (("Cayenne", "--time-zone", "Mars/Olympus"), "Mars/Olympus is no time zone: write one such as Europe/Paris."),
        (("",), "Write a name of 1 to 120 signs."),
    ],
)
def test_a_site_that_can_t_be_is_told(flask: Run, words: tuple[str, ...], said: str) -> None:
    refused = flask("sites", "add", *words)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {said}\n")

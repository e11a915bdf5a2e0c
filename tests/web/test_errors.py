"""Errors are pages that say what happened and what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import create_app
from app.config import Settings
from app.db import db
from app.people.models import Person
from app.shared.errors import Refusal
from app.web.guards import public
from app.web.security import MOST_TEXT
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.lint import PageClient


class Unphrased(Refusal):
    """A refusal that nobody wrote a sentence for."""

    status = 418


@pytest.fixture(scope="module")
def broken(settings: Settings) -> Flask:
    """An application of its own with routes on which things go wrong."""
    app = create_app(settings)
    app.config |= {"WTF_CSRF_ENABLED": False, "TESTING": False, "PROPAGATE_EXCEPTIONS": False}
    app.test_client_class = PageClient

    def route(address: str, fault: Callable[[], ResponseReturnValue]) -> None:
        app.add_url_rule(f"/broken/{address}", address, public(fault))

    def divide() -> str:
        db.session.add(Person(name="Half Written", language="en", created_at=NOON))
        db.session.flush()
        return str(1 / 0)

    def refuse() -> str:
        raise Unphrased

    route("fault", divide)
    route("refusal", refuse)
    app.add_url_rule("/broken/folder/", "folder", public(lambda: "inside"))
    for code in (401, 418, 503):
        route(str(code), lambda code=code: abort(code))  # type: ignore[misc]
    return app


@pytest.fixture
def at_broken(broken: Flask, cast: Cast) -> PageClient:
    """A stranger's client there."""
    client = broken.test_client()
    assert isinstance(client, PageClient)
    return client


def heading(page: str) -> str:
    """What its h1 says."""
    title: str = page.split("<h1")[1].split(">", 1)[1].split("</h1>")[0].replace("&#39;", "'").strip()
    return title


def way_on(page: str) -> str:
    """Where its one button leads."""
    (href,) = re.findall(r'<a class="button[^"]*" href="([^"]*)"', page)
    return str(href)


def test_an_address_with_nothing_behind_it(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/nowhere")
    assert (page.status_code, heading(page.text)) == (404, "There is nothing here")
    assert way_on(page.text) == "/"


def test_what_is_not_allowed(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/cohorts/new")
    assert (page.status_code, heading(page.text)) == (403, "This is not yours to do")


def test_a_method_that_a_page_does_not_know(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).post("/")
    assert (page.status_code, heading(page.text)) == (405, "This page can't be used like that")


def test_a_request_that_makes_no_sense(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).post("/language", data={"language": "tlh"})
    assert (page.status_code, heading(page.text)) == (400, "This request can't be understood")


def test_more_than_may_be_sent(app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100)
    page = client_of(cast.trainee).post("/password", data={"present": "x" * 200})
    assert (page.status_code, heading(page.text)) == (413, "This is too large to send")


@pytest.mark.parametrize(("size", "code"), [(MOST_TEXT // 2, 422), (MOST_TEXT, 413)])
def test_a_form_of_text_may_be_a_mebibyte(cast: Cast, client_of: ClientOf, size: int, code: int) -> None:
    assert client_of(cast.trainee).post("/password", data={"present": "x" * size}).status_code == code


@pytest.mark.parametrize(("size", "code"), [(MOST_TEXT, 422), (2 * MOST_TEXT, 413)])
def test_a_form_with_files_may_be_what_the_setting_says(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, size: int, code: int
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2 * MOST_TEXT)
    boundary, body = encode_multipart({"present": FileStorage(BytesIO(b"x" * size), "photo.jpg")})
    kind = f"multipart/form-data; boundary={boundary}"
    assert client_of(cast.trainee).post("/password", data=body, content_type=kind).status_code == code


def test_a_form_that_was_open_too_long(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        referrer = {"Referer": "http://localhost/password"}
        page = client_of(cast.trainee).post("/password", data={}, headers=referrer)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert (page.status_code, heading(page.text)) == (400, "The page was open too long")
    assert way_on(page.text) == "http://localhost/password"


def test_a_fault_of_ours_is_logged_and_told_without_its_innards(
    at_broken: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "app.web.errors"):
        page = at_broken.get("/broken/fault")
    assert (page.status_code, heading(page.text)) == (500, "Something broke on our side")
    assert "division" not in page.text
    assert [record.getMessage() for record in caplog.records] == ["a request failed: GET /broken/fault"]
    assert caplog.records[0].exc_info is not None
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_nothing_half_written_stays_after_a_fault(at_broken: PageClient) -> None:
    at_broken.get("/broken/fault")
    db.session.commit()
    assert db.session.scalar(select(Person.id).where(Person.name == "Half Written")) is None


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("401", 401, "This request can't be understood"),
        ("418", 418, "This request can't be understood"),
        ("503", 503, "Something broke on our side"),
        ("refusal", 418, "Not possible like this"),
    ],
)
def test_every_other_error_gets_the_page_of_its_kind(at_broken: PageClient, address: str, code: int, said: str) -> None:
    page = at_broken.get(f"/broken/{address}")
    assert (page.status_code, heading(page.text)) == (code, said)


def test_a_refusal_is_told_in_its_own_sentence(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).get("/invitations/spent")
    assert (page.status_code, heading(page.text)) == (410, "Not possible like this")
    assert "This invitation was used already, was replaced by a newer one, or is more than 14 days old." in page.text


def test_a_refusal_without_a_sentence_still_says_something(at_broken: PageClient) -> None:
    assert "The rules don't allow this now. Nothing was changed." in at_broken.get("/broken/refusal").text.replace(
        "&#39;", "'"
    )


def test_an_address_without_its_slash_is_led_on(at_broken: PageClient) -> None:
    led = at_broken.get("/broken/folder")
    assert (led.status_code, led.location) == (308, "http://localhost/broken/folder/")


def test_a_method_that_is_not_allowed_is_told_which_are(cast: Cast, client_of: ClientOf) -> None:
    allowed = client_of(cast.trainee).delete("/password").headers["Allow"].split(", ")
    assert sorted(allowed) == ["GET", "HEAD", "OPTIONS", "POST"]


def test_an_address_with_a_slash_too_many_leads_to_a_page(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.trainee).get("/sign-in/").status_code == 404


def test_errors_speak_the_readers_language(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).get("/nowhere", headers={"Accept-Language": "fr"})
    assert '<html lang="fr">' in page.text
    assert heading(page.text) != "There is nothing here"

"""Every page for everybody, with the payloads in whatever people and authors can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeAlias
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from app.courses.queries import revisions
from app.db import db
from app.search.routes import searches
from tests.browser.injection.detector import Sent, Watch, watching
from tests.browser.injection.payloads import bundles
from tests.browser.injection.reading import Form, Reader, forms_in
from tests.browser.injection.taint import Taint, taint_records, tainted_curriculum, unthought_of
from tests.browser.injection.whole_school import School, whole_school
from tests.cast import Cast

pytestmark = pytest.mark.browser

BUNDLES: Final = list(bundles(40_000))
"""The payloads in a few texts, each of which is put everywhere at once: columns of SQLite hold whatever comes."""
ASKED: Final = {
    "/search?q={0}": True,
    "/people?q={0}&show={0}&page={0}": True,
    "/sign-in?next={0}": False,
    "/?show={0}": False,
    "/reports?page={0}": False,
}
"""What stands in an address is typed by whoever made a link; and whether the page shows it."""
ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|[\w-]{30,}")
Shown: TypeAlias = dict[str, TestResponse]
Told: TypeAlias = list[tuple[str, str, list[str]]]
"""Who, where, and what ran."""


@pytest.fixture
def school(app: Flask, cast: Cast, connection: Connection) -> School:
    """A school with something behind every address."""
    if connection.dialect.name != "sqlite":
        pytest.skip("The other database holds each column to its length; the pages are the same.")
    return whole_school(app, cast, connection)


def test_every_column_is_thought_of() -> None:
    assert unthought_of() == []


def test_clean_pages_tell_nothing(school: School, browser: Browser) -> None:
    assert _told_by_pages(school, browser) == []


@pytest.mark.parametrize("number", range(len(BUNDLES)))
def test_nothing_runs_on_any_page(
    school: School, browser: Browser, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taint(school, number, monkeypatch)
    assert _told_by_pages(school, browser, by_everybody=number == 0) == []


def test_nearly_every_page_would_tell_if_pages_forgot_to_escape(
    school: School, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taint(school, 0, monkeypatch)
    monkeypatch.setattr(school.app.jinja_env, "autoescape", False)
    monkeypatch.setattr(school.app.jinja_env, "cache", {})
    school.addresses = {"coordinator": school.addresses["coordinator"]}
    told = {address for _, address, _ in _told_by_pages(school, browser)}
    assert len(told) > len(school.addresses["coordinator"]) * 0.9


@pytest.mark.parametrize("number", range(len(BUNDLES)))
def test_nothing_runs_in_what_a_form_gives_back(school: School, browser: Browser, number: int) -> None:
    text = " ".join(BUNDLES[number])
    told: Told = []
    sent: set[str] = set()
    given_back = 0
    for name, addresses in school.addresses.items():
        with _showing(school, browser, name) as (watch, reader, shown):
            for form in _forms(reader, addresses, sent):
                with school.aside():
                    shown["/answer"] = reader.post(form.action, data=form.with_text(text), follow_redirects=True)
                given_back += "&lt;script&gt;alert(1)" in shown["/answer"].text
                told += _found(name, form.action, watch.open("/answer"))
    assert len(sent) > 25
    assert given_back > 10
    assert told == []


@pytest.mark.parametrize(("address", "is_given_back"), list(ASKED.items()))
def test_nothing_runs_in_what_an_address_asks_for(
    school: School, browser: Browser, address: str, is_given_back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "LONGEST", 1_000_000)  # else it would cut the text
    told: Told = []
    given_back = False
    with _showing(school, browser, "head") as (watch, reader, shown):
        for bundle in bundles(20_000):
            asked = quote(" ".join(bundle), errors="replace")
            shown["/answer"] = reader.get(address.format(asked), follow_redirects=True)
            given_back = given_back or "&lt;script&gt;" in shown["/answer"].text
            told += _found("head", address, watch.open("/answer"))
    assert told == []
    assert given_back == is_given_back


@contextmanager
def _showing(school: School, browser: Browser, name: str) -> Iterator[tuple[Watch, Reader, Shown]]:
    """A browser that shows the answers in the last of these, and asks that member's requests for all else."""
    shown: Shown = {}
    reader = school.reader(name)

    def answer(path: str) -> Sent:
        response = shown.get(path) or reader.get(path)
        return Sent(response.data, response.content_type, response.status_code)

    with watching(browser, answer) as watch:
        yield watch, reader, shown


def _taint(school: School, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    taint = Taint.of(BUNDLES[number])
    monkeypatch.setattr(revisions, "_compiled", {})
    for revision in school.courses:
        clean = revisions.curriculum_of(revision.id)
        revisions.keep_compiled(revision.id, revision.digest, tainted_curriculum(clean, taint))
    db.session.commit()
    taint_records(school.connection, taint.text)
    db.session.expire_all()


def _told_by_pages(school: School, browser: Browser, *, by_everybody: bool = True) -> Told:
    """What each page tells each of its readers, or the first of them."""
    told: Told = []
    read: set[str] = set()
    for name, addresses in school.addresses.items():
        with _showing(school, browser, name) as (watch, reader, shown):
            for address in addresses:
                if address in read and not by_everybody:
                    continue
                read.add(address)
                response = reader.get(address, follow_redirects=True)
                assert response.status_code < 500, address
                if response.mimetype == "text/html":
                    shown[address] = response
                    told += _found(name, address, watch.open(address))
    return told


def _forms(reader: Reader, addresses: Sequence[str], sent: set[str]) -> Iterator[Form]:
    """The forms on the pages of these addresses, of each kind one; `sent` remembers which."""
    for address in addresses:
        response = reader.get(address)
        if response.mimetype != "text/html":
            continue
        for form in forms_in(response.text, address):
            kind = ID.sub("…", form.action)
            if form.typed and kind not in sent:
                sent.add(kind)
                yield form


def _found(name: str, address: str, told: list[str]) -> Told:
    return [(name, address, told)] if told else []

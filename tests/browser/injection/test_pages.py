"""Every page for everybody, with the payloads in whatever people and authors can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Connection

from app.courses.queries import revisions
from app.db import db
from app.search.routes import searches
from tests.browser.injection.payloads import bundles, payloads
from tests.browser.injection.reading import Form, Reader, forms_in
from tests.browser.injection.showing import Shown, showing, told_by
from tests.browser.injection.taint import Taint, taint_records, tainted_curriculum, unthought_of
from tests.browser.injection.whole_school import School, whole_school
from tests.cast import Cast

pytestmark = pytest.mark.browser

BUNDLES: Final = list(bundles(120_000))
"""The payloads in a few texts, each of which is put everywhere at once: columns of SQLite hold whatever comes."""
SAMPLE: Final = 40
"""Every so many of the payloads, where pages are many."""
ASKED: Final = {
    "/search?q={0}": True,
    "/people?q={0}&show={0}&page={0}": True,
    "/sign-in?next={0}": False,
    "/?show={0}": False,
    "/reports?page={0}": False,
}
"""What stands in an address is typed by whoever made a link; and whether the page shows it."""
ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|[\w-]{30,}")
Told: TypeAlias = list[tuple[str, str]]
"""Who, or by which form, and what ran."""


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
    _taint(school, BUNDLES[number], monkeypatch)
    assert _told_by_pages(school, browser) == []


def test_nothing_runs_for_anybody_who_may_read_a_page(
    school: School, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taint(school, payloads()[::SAMPLE], monkeypatch)
    assert _told_by_pages(school, browser, by_everybody=True) == []


def test_nearly_every_page_would_tell_if_pages_forgot_to_escape(
    school: School, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taint(school, payloads()[::SAMPLE], monkeypatch)
    monkeypatch.setattr(school.app.jinja_env, "autoescape", False)
    monkeypatch.setattr(school.app.jinja_env, "cache", {})
    with showing(school, browser, "coordinator") as (watch, reader, shown):
        _get(reader, school.addresses["coordinator"], shown)
        silent = [address for address in list(shown) if watch.open(address) == []]
    assert len(silent) < len(shown) * 0.1


def test_nothing_runs_in_what_a_form_gives_back(school: School, browser: Browser) -> None:
    told: Told = []
    sent: set[str] = set()
    given_back = 0
    for name, addresses in school.addresses.items():
        with showing(school, browser, name) as (watch, reader, shown):
            for form in _forms(reader, addresses, sent):
                for number, bundle in enumerate(bundles(40_000)):  # more of them is more than a server takes
                    with school.aside():
                        answer = reader.post(form.action, data=form.with_text(" ".join(bundle)), follow_redirects=True)
                    shown[f"/answer/{number}"] = answer
                given_back += any("&lt;script&gt;alert(1)" in each.text for each in shown.values())
                told += [(form.action, each) for each in told_by(watch, shown)]
    assert len(sent) > 25
    assert given_back > 10
    assert told == []


@pytest.mark.parametrize(("address", "is_given_back"), list(ASKED.items()))
def test_nothing_runs_in_what_an_address_asks_for(
    school: School, browser: Browser, address: str, is_given_back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "LONGEST", 1_000_000)  # else it would cut the text
    with showing(school, browser, "head") as (watch, reader, shown):
        for number, bundle in enumerate(bundles(20_000)):
            asked = quote(" ".join(bundle), errors="replace")
            shown[f"/answer/{number}"] = reader.get(address.format(asked), follow_redirects=True)
        assert told_by(watch, shown) == []
    assert any("&lt;script&gt;" in each.text for each in shown.values()) == is_given_back


def _taint(school: School, bundle: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    taint = Taint.of(bundle)
    monkeypatch.setattr(revisions, "_compiled", {})
    for revision in school.courses:
        clean = revisions.curriculum_of(revision.id)
        revisions.keep_compiled(revision.id, revision.digest, tainted_curriculum(clean, taint))
    db.session.commit()
    taint_records(school.connection, taint.text)
    db.session.expire_all()


def _told_by_pages(school: School, browser: Browser, *, by_everybody: bool = False) -> Told:
    """What each page tells each of its readers, or the first of them."""
    told: Told = []
    read: set[str] = set()
    for name, addresses in school.addresses.items():
        with showing(school, browser, name) as (watch, reader, shown):
            _get(reader, [address for address in addresses if by_everybody or address not in read], shown)
            read.update(addresses)
            told += [(name, each) for each in told_by(watch, shown, laid_out=by_everybody)]
    return told


def _get(reader: Reader, addresses: Sequence[str], shown: Shown) -> None:
    """Puts the pages among these addresses into `shown`."""
    for address in addresses:
        response = reader.get(address, follow_redirects=True)
        assert response.status_code < 500, address
        if response.mimetype == "text/html":
            shown[address] = response


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

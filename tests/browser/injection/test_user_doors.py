"""What people send besides words in forms: lists of people, photos, addresses, and what browsers say of themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Final
from urllib.parse import quote

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from app.shared.ids import new_id
from app.shared.spreadsheets import write_xlsx
from tests.browser.injection.payloads import bundles, payloads, shares
from tests.browser.injection.reading import Reader
from tests.browser.injection.showing import showing, told_by
from tests.browser.injection.whole_school import School, whole_school
from tests.cast import NOON, PASSWORD, Cast

pytestmark = pytest.mark.browser

TYPED: Final = "&lt;script&gt;alert("
"""Of a payload, as a page shows it."""
SAMPLE: Final = 6
"""Every so many of the payloads, where they are people: a cohort's page is long."""
PLACES: Final = ("/{0}", "/catalogue/{0}", "/c/{0}", "/invitations/{0}", "/password-reset/{0}", "/images/{0}.svg")
"""Addresses that anybody may ask for."""
JUDGED: Final = {"criterion-strap-safe": "met", "criterion-strap-tested": "3", "criterion-explains": "met"}


@pytest.fixture
def school(app: Flask, cast: Cast, connection: Connection) -> School:
    """A school with something behind every address."""
    return whole_school(app, cast, connection)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_runs_of_a_list_of_people(school: School, cast: Cast, browser: Browser, kind: str) -> None:
    place = f"/cohorts/{cast.cohort_id}"
    with showing(school, browser, "coordinator") as (watch, reader, shown):
        for number, share in enumerate(shares(payloads(), 250)):
            people = [(name, _address(name, place), name) for place, name in enumerate(share)]
            sent = {"file": (_file(people, kind), f"{_quoted(' '.join(share))}.{kind}"), "language": "en"}
            shown[f"/list/{number}"] = reader.post(f"{place}/roster", data=sent)
        assert told_by(watch, shown) == []
    assert sum(TYPED in each.text for each in shown.values()) > len(shown) / 4


def test_nothing_runs_of_the_names_of_people_who_were_enrolled(school: School, cast: Cast, browser: Browser) -> None:
    place = f"/cohorts/{cast.cohort_id}"
    with showing(school, browser, "coordinator") as (watch, reader, shown):
        for number, share in enumerate(shares(payloads()[::SAMPLE], 150)):
            with school.aside():
                _enrol(reader, place, share)
                for path in (place, f"{place}/cards", "/people", "/search?q=alert"):
                    shown[f"{path}{'&' if '?' in path else '?'}{number}"] = reader.get(path)
        assert told_by(watch, shown, laid_out=False) == []
    assert sum(TYPED in each.text for each in shown.values()) > len(shown) / 4


def test_nothing_runs_of_photos_and_their_names(school: School, browser: Browser) -> None:
    new = next(each for each in school.addresses["instructor"] if each.endswith("/sign-offs/new"))
    with showing(school, browser, "instructor") as (watch, reader, shown):
        for number, bundle in enumerate(bundles(20_000)):
            text = " ".join(bundle)
            for kind, content in (("no-photo", text.encode("utf-8", "replace")), ("photo", _photo(text))):
                with school.aside():
                    answer = _signed_off(reader, new.removesuffix("/new"), content, text)
                    shown[f"/{kind}/{number}"] = answer
                assert answer.status_code == (200 if kind == "photo" else 422)
        assert told_by(watch, shown) == []


def test_nothing_runs_of_what_browsers_say_of_themselves(school: School, browser: Browser) -> None:
    with showing(school, browser, "trainee") as (watch, reader, shown):
        for number, bundle in enumerate(bundles(20_000)):
            said = " ".join(" ".join(bundle).split()).replace("\0", "").encode("latin-1", "replace").decode("latin-1")
            headers = dict.fromkeys(("User-Agent", "Accept-Language", "Referer", "X-Forwarded-Host"), said)
            with school.aside():
                typed = {"email": "tara.trainee@school.example", "password": PASSWORD}
                signed_in = school.reader("stranger").post("/sign-in", data=typed, headers=headers)
                assert signed_in.status_code == 303
                for path in ("/", "/account", "/nowhere", "/language"):
                    shown[f"{path}?{number}"] = reader.get(path, headers=headers)
        assert told_by(watch, shown) == []


def test_nothing_runs_of_the_path_of_an_address(school: School, browser: Browser) -> None:
    items = next(each for each in school.addresses["trainee"] if each.endswith("/items/the-bench"))
    places = (*PLACES, items.replace("the-bench", "{0}"))
    with showing(school, browser, "trainee") as (watch, reader, shown):
        for bundle in bundles(20_000):
            path = quote(" ".join(bundle), safe="", errors="replace")
            for place in places:
                shown[f"/answer/{len(shown)}"] = reader.get(place.format(path), follow_redirects=True)
        assert told_by(watch, shown) == []


def _address(name: str, place: int) -> str:
    """One that is none, and for half of them one that is."""
    return name if place % 2 else f"p{place}@new.example"


def _file(people: Sequence[Sequence[str]], kind: str) -> BytesIO:
    rows = [("Name", "E-mail", "Language"), *people]
    if kind == "xlsx":
        return BytesIO(write_xlsx(rows, title="People"))
    text = StringIO()
    csv.writer(text).writerows(rows)
    return BytesIO(text.getvalue().encode("utf-8", "replace"))


def _enrol(reader: Reader, place: str, names: Sequence[str]) -> None:
    """Enrols whoever of these can be called that."""
    people = [(name, f"p{number}@new.example", "en") for number, name in enumerate(names)]
    sent = {"text": _file(people, "csv").read().decode(), "language": "en", "leave_wrong": "y"}
    page = reader.post(f"{place}/roster", data=sent).text
    found = re.search(r'name="seen"[^>]* value="([^"]+)"', page)
    assert found
    assert reader.post(f"{place}/roster/enrolments", data={**sent, "seen": found[1]}).status_code == 303


def _photo(text: str) -> bytes:
    """A photo with the text in it, where cameras put theirs."""
    content = BytesIO()
    details = Image.Exif()
    details[0x010E] = details[0x010F] = text
    Image.new("RGB", (40, 30), "teal").save(content, "JPEG", comment=text.encode("utf-8", "replace"), exif=details)
    return content.getvalue()


def _quoted(name: str) -> str:
    """The name as it stands in the head of a file that is sent."""
    return re.sub(r'(["\\])', r"\\\1", re.sub(r"[\0-\x1f\x7f-\x9f\u2028\u2029]+", " ", name))


def _signed_off(reader: Reader, place: str, content: bytes, name: str) -> TestResponse:
    sent = {
        **JUDGED,
        "sign_off_id": str(new_id()),
        "begun_at": NOON.isoformat(),
        "decision": "as_judged",
        "device_brand": "Exemplia",
        "device_model": "One",
        "photos": [(BytesIO(content), f"{_quoted(name)}.jpg")],
    }
    return reader.post(place, data=sent, follow_redirects=True)

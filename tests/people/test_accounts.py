"""One's own account."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from app.db import db
from app.people.member import Member
from app.people.operations import add_person, sign_in
from app.people.queries import person_by_id, sign_ins_of
from app.records.models import JournalEntry
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import NOON, Cast, signed_in
from tests.conftest import ClientOf, CountQueries
from tests.people.reading import errors_of, told_by

ROW = re.compile(r'<span class="item-title">(.*?)</span>\s*<p class="item-note">(.*?)</p>')
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"


def on_phone(cast: Cast, minutes: int = 0) -> Member:
    """The trainee, signed in on a phone so many minutes after noon."""
    member = sign_in(cast.trainee.id, device=FIREFOX, at=NOON + timedelta(minutes=minutes))
    assert member is not None
    return member


def test_the_page_tells_name_address_and_where_to_change_them(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.trainee).get("/account").text
    assert "tara.trainee@school.example" in page
    assert re.findall(r'<dd class="own-fact-act"><a href="([^"]+)"', page) == [
        "/account/name",
        "/account/address",
        "/password",
        "/account/pin",
        "/notices/choices",
    ]
    assert "Sign-in name" not in page


def test_a_sign_in_name_is_shown_to_who_has_one(cast: Cast, client_of: ClientOf) -> None:
    fatou = add_person("Fatou Diallo", email=None, language="en", by=None, at=NOON)
    page = client_of(signed_in(fatou.id)).get("/account").text
    assert "fatou.diallo" in page
    assert 'aria-label="Add: E-mail address"' in page


def test_sign_ins_are_told_in_plain_words_the_latest_first(cast: Cast, client_of: ClientOf) -> None:
    on_phone(cast)
    page = unescape(client_of(cast.trainee).get("/account").text)
    assert ROW.findall(page) == [
        ("Firefox on Android", "since 5 May 2026, 12:00"),
        ("Unknown device", "since 1 April 2026, 10:00"),
    ]
    assert page.count("This device") == 1
    assert page.count("Sign out there: Firefox on Android") == 1


def test_another_device_can_be_signed_out(cast: Cast, client_of: ClientOf) -> None:
    phone = on_phone(cast)
    here, there = client_of(cast.trainee), client_of(phone)
    for _ in range(2):  # twice is once
        ended = here.post(f"/account/sign-ins/{phone.sign_in_id}/end")
        assert (ended.status_code, ended.location) == (303, "/account")
    assert told_by(here.get("/account"))[0] == "That device is signed out."
    assert there.get("/account").location == "/sign-in?next=%2Faccount"


def test_every_other_device_can_be_signed_out_at_once(cast: Cast, client_of: ClientOf) -> None:
    phones = [on_phone(cast), on_phone(cast)]
    here = client_of(cast.trainee)
    assert "Sign out everywhere else" in here.get("/account").text
    assert here.post("/account/sign-ins/end").location == "/account"
    page = here.get("/account")
    assert told_by(page) == ["You are signed out everywhere else."]
    assert "Sign out everywhere else" not in page.text
    assert [client_of(phone).get("/account").status_code for phone in phones] == [302, 302]
    assert [each.id for each in sign_ins_of(cast.trainee.id)] == [cast.trainee.sign_in_id]
    assert len(sign_ins_of(cast.other_trainee.id)) == 1


def test_nobody_signs_somebody_else_out(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for sign_in_id in (cast.trainee.sign_in_id, new_id()):
        assert client.post(f"/account/sign-ins/{sign_in_id}/end").status_code == 404
    assert len(sign_ins_of(cast.trainee.id)) == 1


def test_the_page_asks_as_much_with_three_sign_ins_as_with_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.trainee)
    for more in (0, 2):
        for _ in range(more):
            on_phone(cast)
        client.get("/account")
        with count_queries() as queries:
            page = client.get("/account")
        assert len(ROW.findall(page.text)) == 1 + more
        assert len(queries) == 4


def test_people_correct_their_own_name_and_it_is_journaled(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    assert 'value="Tara Trainee"' in client.get("/account/name").text
    changed = client.post("/account/name", data={"name": " Tara Öztürk "})
    assert (changed.status_code, changed.location) == (303, "/account")
    assert told_by(client.get("/account")) == ["Your name is Tara Öztürk now."]
    assert person_by_id(cast.trainee.id).email == "tara.trainee@school.example"
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
    assert (entry.act, entry.actor_id, entry.object_id) == ("person.renamed", cast.trainee.id, str(cast.trainee.id))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Type your name."), (" \u200b ", "Type your name."), ("x" * 201, "Use at most 200 characters.")],
)
def test_a_name_that_will_not_do_is_asked_for_again(cast: Cast, client_of: ClientOf, typed: str, said: str) -> None:
    page = client_of(cast.trainee).post("/account/name", data={"name": typed})
    assert (page.status_code, errors_of(page)) == (422, [said])
    assert person_by_id(cast.trainee.id).name == "Tara Trainee"


def test_the_language_is_chosen_there_too(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    assert '<input type="hidden" name="next" value="/account">' in client.get("/account").text
    assert client.post("/language", data={"language": "fr", "next": "/account"}).location == "/account"
    assert '<html lang="fr">' in client.get("/account").text


def test_a_sign_in_that_began_now_is_there_at_once(cast: Cast, client_of: ClientOf) -> None:
    member = sign_in(cast.trainee.id, device=FIREFOX, at=now())
    assert member is not None
    assert sign_ins_of(cast.trainee.id)[0].id == member.sign_in_id

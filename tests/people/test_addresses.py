"""A new address counts once a letter to it was read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.db import db
from app.people.operations import add_person, deactivate, set_password
from app.people.operations.tries import LETTERS_OF, LETTERS_TO
from app.people.operations.tries import PASSWORD as TOLD
from app.people.passwords import hashed
from app.people.queries import person_by_email, person_by_id
from app.people.tokens import address_token
from app.records.models import JournalEntry, Letter
from app.shared.clock import now
from app.shared.fulltext import owners_matching
from tests.cast import NOON, PASSWORD, Cast, signed_in
from tests.conftest import ClientOf
from tests.people.reading import errors_of, told_by

TARA, NEW = "tara.trainee@school.example", "tara@elsewhere.example"
RIGHT = {"email": NEW, "present": PASSWORD}


def letters() -> list[tuple[str, object, str | None, object]]:
    """The letters that wait: kind, person, address and details."""
    found = db.session.scalars(select(Letter).order_by(Letter.created_at))
    return [(letter.kind, letter.person_id, letter.address, letter.details) for letter in found]


def link(cast: Cast, new: str = NEW) -> str:
    """The address in the letter to the trainee's new address."""
    person = person_by_id(cast.trainee.id)
    token = address_token(person.id, new, person.email, password_hash=person.password_hash, at=now())
    return f"/account/address/{token}"


def test_a_letter_goes_to_the_new_address_and_nothing_changes_yet(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    asked = client.post("/account/address", data={"email": " Tara@Elsewhere.example", "present": PASSWORD})
    assert (asked.status_code, asked.location) == (303, "/account")
    page = client.get("/account")
    assert told_by(page) == ["A letter is on its way to Tara@Elsewhere.example. Open its link within a day."]
    assert TARA in page.text
    assert letters() == [("address-change", cast.trainee.id, NEW, {})]
    assert person_by_id(cast.trainee.id).email == TARA


def test_opening_the_link_asks_and_pressing_the_button_changes(cast: Cast, client_of: ClientOf) -> None:
    address, client = link(cast), client_of(None)
    page = client.get(address)
    assert "Tara Trainee, from now on you sign in with this address" in page.text
    assert f'<p class="typed-name">{NEW}</p>' in page.text
    assert person_by_id(cast.trainee.id).email == TARA
    used = client.post(address)
    assert (used.status_code, used.location) == (303, "/account")
    assert person_by_id(cast.trainee.id).email == NEW
    signed = [client.post("/sign-in", data={"email": each, "password": PASSWORD}).status_code for each in (TARA, NEW)]
    assert signed == [422, 303]


def test_the_old_address_is_told(cast: Cast, client_of: ClientOf) -> None:
    client_of(None).post(link(cast))
    assert letters() == [("address-changed", cast.trainee.id, TARA, {"to": NEW})]


def test_the_change_is_journaled_and_the_new_address_is_found(cast: Cast, client_of: ClientOf) -> None:
    client_of(None).post(link(cast))
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
    assert (entry.act, entry.actor_id, entry.object_id) == (
        "person.address-changed",
        cast.trainee.id,
        str(cast.trainee.id),
    )
    found = owners_matching("person", "elsewhere.example")
    assert found is not None
    assert [str(owner) for owner in db.session.scalars(found)] == [str(cast.trainee.id)]


def test_pressing_twice_is_pressing_once(cast: Cast, client_of: ClientOf) -> None:
    address, client = link(cast), client_of(cast.trainee)
    assert [client.post(address).status_code for _ in range(2)] == [303, 303]
    assert len(letters()) == 1


def test_a_person_without_a_mailbox_gets_an_address_and_keeps_their_sign_in_name(
    cast: Cast, client_of: ClientOf
) -> None:
    fatou = add_person("Fatou Diallo", email=None, language="en", by=None, at=NOON)
    set_password(fatou, password_hash=hashed(PASSWORD), by=None, at=NOON)
    assert client_of(signed_in(fatou.id)).post("/account/address", data=RIGHT).status_code == 303
    token = address_token(fatou.id, NEW, None, password_hash=fatou.password_hash, at=now())
    client = client_of(None)
    client.post(f"/account/address/{token}")
    assert letters() == [("address-change", fatou.id, NEW, {})]
    for name in (NEW, "fatou.diallo"):
        assert client_of(None).post("/sign-in", data={"email": name, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["Type the e-mail address.", "Type your present password."]),
        ({"email": "tara", "present": PASSWORD}, ["Type a whole address, such as name@example.org."]),
        ({"email": TARA.upper(), "present": PASSWORD}, ["This is your address already."]),
        ({"email": NEW, "present": "wrong wrong wrong"}, ["This is not your present password."]),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    cast: Cast, client_of: ClientOf, data: dict[str, str], said: list[str]
) -> None:
    page = client_of(cast.trainee).post("/account/address", data=data)
    assert page.status_code == 422
    assert errors_of(page) == said
    assert f'value="{data.get("email", "")}"' in page.text
    assert letters() == []


def test_who_is_signed_in_does_not_learn_whose_addresses_there_are(cast: Cast, client_of: ClientOf) -> None:
    taken = {"email": "otto.trainee@school.example", "present": PASSWORD}
    assert client_of(cast.trainee).post("/account/address", data=taken).status_code == 303


def test_an_address_that_somebody_has_stays_theirs(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).post(link(cast, "otto.trainee@school.example"))
    assert page.status_code == 409
    assert "Somebody has the address otto.trainee@school.example already. Nothing was changed." in page.text
    assert person_by_id(cast.trainee.id).email == TARA
    assert letters() == []


def test_the_link_ends_after_a_day(cast: Cast, client_of: ClientOf) -> None:
    address, client = link(cast), client_of(None)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert [client.get(address).status_code, client.post(address).status_code] == [410, 410]


def test_the_link_ends_when_the_password_or_the_address_changes_or_the_person_is_deactivated(
    cast: Cast, client_of: ClientOf
) -> None:
    person, client = person_by_id(cast.trainee.id), client_of(None)
    ended = []
    address = link(cast)
    set_password(person, password_hash="new", by=None, at=NOON)
    ended.append(client.post(address).status_code)
    address = link(cast)
    client.post(link(cast, "tara@third.example"))
    ended.append(client.post(address).status_code)
    address = link(cast)
    deactivate(person, reason="", by=None, at=NOON)
    ended.append(client.post(address).status_code)
    assert ended == [410] * 3
    assert person_by_email(NEW) is None


def test_a_link_of_nobody_or_of_nothing_is_spent(cast: Cast, client_of: ClientOf) -> None:
    token = address_token(cast.site_id, NEW, None, password_hash=None, at=now())
    client = client_of(None)
    assert [client.get(f"/account/address/{each}").status_code for each in (token, "nonsense")] == [410] * 2


def test_nobody_can_flood_a_strangers_mailbox_with_changes(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    asked = [client.post("/account/address", data=RIGHT) for _ in range(LETTERS_TO.most + 1)]
    assert [page.status_code for page in asked] == [303] * 3 + [429]
    assert errors_of(asked[-1]) == ["That was tried too often. Wait 60 minutes, then try again."]
    others = [
        client.post("/account/address", data=RIGHT | {"email": f"x{number}@elsewhere.example"}).status_code
        for number in range(LETTERS_OF.most)
    ]
    assert others == [303] * 3 + [429] * 3
    assert len(letters()) == LETTERS_OF.most


def test_whoever_finds_a_phone_cannot_guess_its_owners_password(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    for _ in range(TOLD.most):
        assert client.post("/account/address", data=RIGHT | {"present": "wrong"}).status_code == 422
    assert client.post("/account/address", data=RIGHT).status_code == 429
    assert letters() == []

"""A forgotten password: asked for by address, answered by a letter, chosen anew once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.people.models import Invitation
from app.people.operations import add_person, change_person, deactivate, set_password, sign_in
from app.people.operations.tries import LETTERS_FROM, LETTERS_TO, count_reset
from app.people.passwords import matches
from app.people.queries import person_by_id, sign_ins_of
from app.people.tokens import reset_token
from app.records.models import Letter
from app.shared.clock import now
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.people.reading import errors_of, told_by
from tests.side_by_side import in_the_same_moment

TARA = "tara.trainee@school.example"
CHOSEN = "a quiet workshop"
TWICE = {"password": CHOSEN, "again": CHOSEN}


def letters() -> list[tuple[str, object, str | None]]:
    """The letters that wait, by kind, person and address."""
    found = db.session.scalars(select(Letter).order_by(Letter.created_at))
    return [(letter.kind, letter.person_id, letter.address) for letter in found]


def link(cast: Cast) -> str:
    """The address in the trainee's letter."""
    person = person_by_id(cast.trainee.id)
    token = reset_token(person.id, password_hash=person.password_hash, address=person.email, at=now())
    return f"/password-reset/{token}"


def test_the_sign_in_page_leads_there(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    assert 'href="/password-reset"' in client.get("/sign-in").text
    page = client.get("/password-reset").text
    assert "Do you sign in without an e-mail address? Ask your coordinator for a new card." in page


def test_a_letter_leaves_for_who_has_the_address(cast: Cast, client_of: ClientOf) -> None:
    asked = client_of(None).post("/password-reset", data={"email": " Tara.Trainee@School.example "})
    assert (asked.status_code, asked.location) == (303, "/sign-in")
    assert letters() == [("password-reset", cast.trainee.id, None)]


SENT = (
    "If somebody here signs in with %s, a letter is on its way there. Its link works for one hour. "
    "If nothing comes, look among unwanted mail."
)


def test_the_answer_is_the_same_whoever_has_the_address_or_nobody(cast: Cast, client_of: ClientOf) -> None:
    deactivate(person_by_id(cast.instructor.id), reason="", by=None, at=NOON)
    for name in ("tara.trainee", "otto.trainee", "ines.instructor", "nobody"):
        client, address = client_of(None), f"{name}@school.example"
        asked = client.post("/password-reset", data={"email": address})
        assert (asked.status_code, asked.location) == (303, "/sign-in")
        assert told_by(client.get("/sign-in")) == [SENT % address]
    assert [kind for kind, *_ in letters()] == ["password-reset", "invitation"]


def test_who_was_invited_and_has_no_password_gets_a_new_invitation(cast: Cast, client_of: ClientOf) -> None:
    client_of(None).post("/password-reset", data={"email": "otto.trainee@school.example"})
    assert letters() == [("invitation", cast.other_trainee.id, None)]
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.person_id, invitation.used_at) == (cast.other_trainee.id, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the e-mail address."),
        ("fatou.diallo", "Type a whole address, such as name@example.org."),
        ("x" * 250 + "@school.example", "Type a whole address, such as name@example.org."),
    ],
)
def test_what_is_no_address_is_told_and_kept(cast: Cast, client_of: ClientOf, typed: str, said: str) -> None:
    page = client_of(None).post("/password-reset", data={"email": typed})
    assert page.status_code == 422
    assert errors_of(page)[0].startswith(said)
    assert f'value="{typed}"' in page.text


@pytest.mark.parametrize("address", [TARA, "nobody@school.example"])
def test_nobody_can_flood_a_mailbox(cast: Cast, client_of: ClientOf, address: str) -> None:
    with time_machine.travel(NOON, tick=False):
        asked = [
            client_of(None).post(
                "/password-reset", data={"email": address}, environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"}
            )
            for number in range(LETTERS_TO.most + 2)
        ]
    assert [page.status_code for page in asked] == [303] * 3 + [429] * 2
    assert errors_of(asked[-1]) == ["That was tried too often. Wait 60 minutes, then try again."]
    assert f'value="{address}"' in asked[-1].text
    assert len(letters()) == (3 if address == TARA else 0)


def test_one_network_cannot_ask_for_letters_without_end(cast: Cast, client_of: ClientOf) -> None:
    for number in range(LETTERS_FROM.most):
        assert count_reset(f"trainee{number}@school.example", network="127.0.0.1", at=now()) is None
    assert client_of(None).post("/password-reset", data={"email": TARA}).status_code == 429
    assert letters() == []


def test_the_link_leads_to_a_new_password_once(cast: Cast, client_of: ClientOf) -> None:
    address, client = link(cast), client_of(None)
    page = client.get(address).text
    assert f'<p class="typed-name">{TARA}</p>' in page
    chosen = client.post(address, data=TWICE)
    assert (chosen.status_code, chosen.location) == (303, "/")
    assert "Tara Trainee" in client.get("/account").text
    assert matches(CHOSEN, person_by_id(cast.trainee.id).password_hash)
    stranger = client_of(None)
    again = [
        stranger.get(address),
        stranger.post(address, data={"password": "somebody else", "again": "somebody else"}),
    ]
    assert [page.status_code for page in again] == [410, 410]
    assert 'href="/password-reset"' in again[0].text
    assert matches(CHOSEN, person_by_id(cast.trainee.id).password_hash)


def test_using_it_ends_every_sign_in(cast: Cast, client_of: ClientOf) -> None:
    elsewhere = sign_in(cast.trainee.id, device="", at=now())
    client_of(None).post(link(cast), data=TWICE)
    assert client_of(elsewhere).get("/account").status_code == 302
    assert len(sign_ins_of(cast.trainee.id)) == 1


def test_a_password_that_will_not_do_is_asked_for_again(cast: Cast, client_of: ClientOf) -> None:
    address = link(cast)
    page = client_of(None).post(address, data={"password": "short", "again": "short"})
    assert (page.status_code, errors_of(page)) == (422, ["Use at least 10 characters."])
    assert client_of(None).post(address, data=TWICE).status_code == 303


def test_the_link_ends_after_an_hour(cast: Cast, client_of: ClientOf) -> None:
    address, client = link(cast), client_of(None)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert client.get(address).status_code == 410
        assert client.post(address, data=TWICE).status_code == 410


def test_the_link_ends_when_password_or_address_change_or_the_person_is_deactivated(
    cast: Cast, client_of: ClientOf
) -> None:
    person, client = person_by_id(cast.trainee.id), client_of(None)
    ended = []
    address = link(cast)
    set_password(person, password_hash="new", by=None, at=NOON)
    ended.append(client.get(address).status_code)
    address = link(cast)
    change_person(person, name=person.name, email="tara@elsewhere.example", by=None, at=NOON)
    ended.append(client.get(address).status_code)
    address = link(cast)
    deactivate(person, reason="", by=None, at=NOON)
    ended.append(client.post(address, data=TWICE).status_code)
    assert ended == [410] * 3


def test_a_link_of_nobody_or_of_nothing_is_spent(cast: Cast, client_of: ClientOf) -> None:
    token = reset_token(cast.site_id, password_hash=None, address=None, at=now())
    client = client_of(None)
    assert [client.get(f"/password-reset/{each}").status_code for each in (token, "nonsense", "é")] == [410] * 3


def test_somebody_without_a_mailbox_gets_no_letter_by_their_sign_in_name(cast: Cast, client_of: ClientOf) -> None:
    add_person("Fatou Diallo", email=None, language="en", by=None, at=NOON)
    assert client_of(None).post("/password-reset", data={"email": "fatou.diallo"}).status_code == 422
    assert letters() == []


def test_of_two_who_use_one_link_in_the_same_moment_one_chooses(apart: tuple[Flask, Cast]) -> None:
    app, cast = apart
    with app.app_context():
        address = link(cast)
        db.session.rollback()

    def choose() -> int:
        return app.test_client().post(address, data=TWICE).status_code

    assert sorted(in_the_same_moment(app, [choose, choose])) == [303, 410]

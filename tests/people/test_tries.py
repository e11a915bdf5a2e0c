"""Whoever tries too often waits, and learns nothing by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.people.operations import add_person, deactivate, invite
from app.people.operations.tries import CODE, SIGN_IN_HERE, SIGN_IN_NAME, SIGN_IN_NETWORK, count_code, count_sign_in
from app.people.queries import person_by_id
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import ClientOf
from tests.people.reading import errors_of
from tests.side_by_side import in_the_same_moment

KNOWN, UNKNOWN = "tara.trainee@school.example", "nobody@school.example"
WAIT_15 = "That was tried too often. Wait 15 minutes, then try again."


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    """The clock stands still at noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def attempt(
    client: FlaskClient, name: str, password: str = "wrong wrong wrong", network: str = "192.0.2.1"
) -> TestResponse:
    """A try to sign in."""
    return client.post(
        "/sign-in", data={"email": name, "password": password}, environ_overrides={"REMOTE_ADDR": network}
    )


def exhaust(name: str, network: str = "192.0.2.1") -> None:
    """Use up what one network may try with that name."""
    for _ in range(SIGN_IN_HERE.most):
        assert count_sign_in(name, network=network, at=NOON) is None


def test_after_too_many_tries_even_the_right_password_waits(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    tried = [attempt(client, KNOWN).status_code for _ in range(SIGN_IN_HERE.most)]
    assert tried == [422] * 10
    page = attempt(client, KNOWN, PASSWORD)
    assert (page.status_code, errors_of(page), page.headers["Retry-After"]) == (429, [WAIT_15], "900")
    assert f'value="{KNOWN}"' in page.text
    assert PASSWORD not in page.text


def test_the_wait_shortens_and_ends(cast: Cast, client_of: ClientOf, at_noon: time_machine.Traveller) -> None:
    client = client_of(None)
    exhaust(KNOWN)
    told = []
    for minutes, seconds in ((0, 1), (13, 59), (14, 1), (14, 59)):
        at_noon.move_to(NOON + timedelta(minutes=minutes, seconds=seconds))
        told += errors_of(attempt(client, KNOWN, PASSWORD))
    assert told == [
        WAIT_15,
        "That was tried too often. Wait 2 minutes, then try again.",
        "That was tried too often. Wait 1 minute, then try again.",
        "That was tried too often. Wait 1 minute, then try again.",
    ]
    at_noon.move_to(NOON + timedelta(minutes=15))
    assert attempt(client, KNOWN, PASSWORD).status_code == 303


@pytest.mark.parametrize("name", [KNOWN, UNKNOWN, "otto.trainee@school.example", "olga.outsider@school.example"])
def test_nobody_learns_from_the_answers_whether_an_account_exists(cast: Cast, client_of: ClientOf, name: str) -> None:
    """Known, unknown, without a password, and deactivated."""
    deactivate(person_by_id(cast.outsider_trainee.id), reason="", by=None, at=NOON)
    client, other = client_of(None), client_of(None)
    told = [attempt(client, name) for _ in range(SIGN_IN_HERE.most + 2)]
    compared = [attempt(other, "somebody.else") for _ in range(SIGN_IN_HERE.most + 2)]
    assert [page.status_code for page in told] == [422] * 10 + [429] * 2
    for page, same in zip(told, compared, strict=True):
        assert page.status_code == same.status_code
        assert without_names(page) == without_names(same)


def without_names(page: TestResponse) -> str:
    """The page but for what was typed."""
    text = unescape(page.text)
    for name in (KNOWN, UNKNOWN, "otto.trainee@school.example", "olga.outsider@school.example", "somebody.else"):
        text = text.replace(name, "")
    return text.partition("<main")[2].split('name="csrf_token"')[0] + text.partition("</form>\n<ul")[2]


def test_a_name_is_the_same_in_whatever_case(cast: Cast, client_of: ClientOf) -> None:
    exhaust(KNOWN)
    assert attempt(client_of(None), f" {KNOWN.upper()} ").status_code == 429


def test_the_right_password_forgets_what_was_mistyped_there(cast: Cast, client_of: ClientOf) -> None:
    for _ in range(SIGN_IN_HERE.most - 1):
        count_sign_in(KNOWN, network="192.0.2.1", at=NOON)
    assert attempt(client_of(None), KNOWN, PASSWORD).status_code == 303
    assert [attempt(client_of(None), KNOWN).status_code for _ in range(SIGN_IN_HERE.most + 1)] == [422] * 10 + [429]


def test_one_network_cannot_lock_somebody_out_elsewhere(cast: Cast, client_of: ClientOf) -> None:
    for quarter in range(4):
        at = NOON + timedelta(minutes=15 * quarter)
        for _ in range(2 * SIGN_IN_HERE.most):
            count_sign_in(KNOWN, network="198.51.100.1", at=at)
    assert attempt(client_of(None), KNOWN, PASSWORD).status_code == 303


def test_many_networks_together_cannot_try_one_name_for_long(cast: Cast, client_of: ClientOf) -> None:
    allowed = [count_sign_in(KNOWN, network=f"198.51.100.{number}", at=NOON) for number in range(SIGN_IN_NAME.most)]
    assert set(allowed) == {None}
    page = attempt(client_of(None), KNOWN, PASSWORD)
    assert (page.status_code, errors_of(page)) == (429, ["That was tried too often. Wait 60 minutes, then try again."])
    assert attempt(client_of(None), "ines.instructor@school.example", PASSWORD).status_code == 303


def test_twenty_who_mistype_at_one_training_centre_lock_nobody_out(cast: Cast, client_of: ClientOf) -> None:
    for number in range(20):
        exhaust(f"trainee{number}")
    assert attempt(client_of(None), KNOWN, PASSWORD).status_code == 303


def test_one_name_tried_for_ever_does_not_lock_its_network_out(cast: Cast, client_of: ClientOf) -> None:
    exhaust("otto.trainee@school.example")
    for _ in range(SIGN_IN_NETWORK.most):
        assert count_sign_in("otto.trainee@school.example", network="192.0.2.1", at=NOON) is not None
    assert attempt(client_of(None), KNOWN, PASSWORD).status_code == 303


def test_one_network_cannot_try_names_without_end(cast: Cast, client_of: ClientOf) -> None:
    for number in range(SIGN_IN_NETWORK.most):
        assert count_sign_in(f"trainee{number}", network="192.0.2.1", at=NOON) is None
    client = client_of(None)
    assert attempt(client, KNOWN, PASSWORD).status_code == 429
    assert attempt(client, KNOWN, PASSWORD, network="192.0.2.2").status_code == 303


def test_a_household_is_one_network_whatever_address_it_takes(cast: Cast, client_of: ClientOf) -> None:
    exhaust(KNOWN, "2001:db8:1:2::/64")
    client = client_of(None)
    assert attempt(client, KNOWN, network="2001:db8:1:2:3::4").status_code == 429
    assert attempt(client, KNOWN, network="2001:db8:1:3::4").status_code == 422


def test_codes_of_invitations_cannot_be_tried_without_end(cast: Cast, client_of: ClientOf) -> None:
    code = invite(add_person("New Comer", email=None, language="en", by=None, at=NOON), by=None, at=NOON)
    for _ in range(CODE.most):
        assert count_code(network="127.0.0.1", at=NOON) is None
    client = client_of(None)
    typed = client.post("/invitations", data={"code": code.upper()})
    assert (typed.status_code, errors_of(typed), typed.headers["Retry-After"]) == (429, [WAIT_15], "900")
    assert f'value="{code.upper()}"' in typed.text
    opened = [client.get(f"/invitations/{code}"), client.post(f"/invitations/{code}")]
    assert [(page.status_code, page.headers["Retry-After"]) for page in opened] == [(429, "900")] * 2
    assert "Wait a few minutes, then try again." in opened[0].text


def test_tries_in_the_same_moment_are_all_counted(apart: tuple[Flask, Cast]) -> None:
    app, _ = apart

    def tried() -> int:
        return attempt(app.test_client(), "moment@school.example").status_code

    assert sorted(in_the_same_moment(app, [tried] * 14)) == [422] * 10 + [429] * 4


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 192.0.2.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_only_proxies_that_are_there_tell_where_somebody_comes_from(
    settings: Settings, proxies: int, told: str, seen: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))

    @app.get("/whence")
    def whence() -> str:
        return f"{request.remote_addr} {request.host_url}"

    headers = {"X-Forwarded-For": told, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = app.test_client().get("/whence", headers=headers, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.text == f"{seen} http://localhost/"

"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db import db
from app.people.operations import add_person, deactivate, set_password, sign_in
from app.people.passwords import hashed, matches
from app.people.queries import member_by_session, person_by_id, sign_ins_of
from app.shared.clock import now
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import ClientOf
from tests.people.reading import errors_of

ADDRESS = "tara.trainee@school.example"
WRONG = "This name and this password don't go together. Check both."


def test_the_right_address_and_password_sign_in(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    signed_in = client.post("/sign-in", data={"email": " Tara.Trainee@School.example ", "password": PASSWORD})
    assert (signed_in.status_code, signed_in.location) == (303, "/")
    assert "Tara Trainee" in client.get("/").text


@pytest.mark.parametrize(("email", "password"), [(ADDRESS, "wrong wrong wrong"), ("nobody@school.example", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    cast: Cast, client_of: ClientOf, email: str, password: str
) -> None:
    page = client_of(None).post("/sign-in", data={"email": email, "password": password})
    assert page.status_code == 422
    assert errors_of(page) == [WRONG]
    assert f'value="{email}"' in page.text


def test_somebody_without_a_password_cannot_sign_in(cast: Cast, client_of: ClientOf) -> None:
    assert matches("", None) is False
    assert matches("nobody's password", None) is False
    page = client_of(None).post("/sign-in", data={"email": "otto.trainee@school.example", "password": PASSWORD})
    assert (page.status_code, errors_of(page)) == (422, [WRONG])


@pytest.mark.parametrize("typed", ["fatou.diallo", " Fatou.DIALLO "])
def test_somebody_without_a_mailbox_signs_in_with_their_sign_in_name(
    cast: Cast, client_of: ClientOf, typed: str
) -> None:
    fatou = add_person("Fatou Diallo", email=None, language="en", by=None, at=NOON)
    set_password(fatou, password_hash=hashed(PASSWORD), by=None, at=NOON)
    client = client_of(None)
    assert client.post("/sign-in", data={"email": typed, "password": PASSWORD}).location == "/"
    assert "Fatou Diallo" in client.get("/account").text


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["Type your e-mail address or your sign-in name.", "Type your password."]),
        ({"email": "x" * 255, "password": "x"}, ["Type your e-mail address or your sign-in name."]),
        ({"email": ADDRESS, "password": "x" * 201}, ["Passwords have at most 200 characters."]),
        ({"email": "\x00 ", "password": "x"}, ["Type your e-mail address or your sign-in name."]),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    cast: Cast, client_of: ClientOf, data: dict[str, str], errors: list[str]
) -> None:
    page = client_of(None).post("/sign-in", data=data)
    assert (page.status_code, errors_of(page)) == (422, errors)


def test_a_deactivated_person_is_told_what_a_stranger_is(cast: Cast, client_of: ClientOf) -> None:
    deactivate(person_by_id(cast.trainee.id), reason="Left.", by=cast.coordinator.id, at=NOON)
    page = client_of(None).post("/sign-in", data={"email": ADDRESS, "password": PASSWORD})
    assert (page.status_code, errors_of(page)) == (422, [WRONG])
    assert sign_ins_of(cast.trainee.id) == []


def test_a_deactivated_persons_open_sign_ins_are_dead_at_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    assert client.get("/account").status_code == 200
    person_by_id(cast.trainee.id).deactivated_at = NOON
    assert client.get("/account").location == "/sign-in?next=%2Faccount"


def test_a_password_that_was_changed_while_it_was_verified_signs_nobody_in(cast: Cast) -> None:
    person = person_by_id(cast.trainee.id)
    verified = person.password_hash
    assert sign_in(person.id, device="", at=NOON, verified=verified) is not None
    set_password(person, password_hash="new", by=None, at=NOON)
    assert sign_in(person.id, device="", at=NOON, verified=verified) is None
    assert sign_ins_of(person.id) == []


def test_signing_in_keeps_when_and_on_what(cast: Cast, client_of: ClientOf) -> None:
    before = now()
    client_of(None).post("/sign-in", data={"email": ADDRESS, "password": PASSWORD}, headers={"User-Agent": "x" * 300})
    latest = sign_ins_of(cast.trainee.id)[0]
    assert latest.device == "x" * 200
    assert before <= latest.begun_at <= now()
    assert person_by_id(cast.trainee.id).last_signed_in_at == latest.begun_at


def test_signing_in_anew_on_a_device_ends_what_was_there(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.other_trainee)
    client.post("/sign-in", data={"email": ADDRESS, "password": PASSWORD})
    assert "Tara Trainee" in client.get("/account").text
    assert sign_ins_of(cast.other_trainee.id) == []


def test_signing_in_ends_what_is_older_than_a_sign_in_lasts(cast: Cast, client_of: ClientOf) -> None:
    fresh = sign_in(cast.trainee.id, device="fresh", at=now() - timedelta(days=13))
    assert fresh is not None
    client_of(None).post("/sign-in", data={"email": ADDRESS, "password": PASSWORD}, headers={"User-Agent": "newest"})
    assert [each.device for each in sign_ins_of(cast.trainee.id)] == ["newest", "fresh"]


def test_signing_in_goes_on_to_the_page_that_was_asked_for(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    asked = client.get("/password")
    assert asked.location == "/sign-in?next=%2Fpassword"
    signed_in = client.post(asked.location, data={"email": ADDRESS, "password": PASSWORD})
    assert signed_in.location == "/password"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(cast: Cast, client_of: ClientOf, elsewhere: str) -> None:
    signed_in = client_of(None).post(
        "/sign-in", query_string={"next": elsewhere}, data={"email": ADDRESS, "password": PASSWORD}
    )
    assert signed_in.location == "/"


def test_signing_out_ends_the_session_and_every_copy_of_its_cookie(cast: Cast, client_of: ClientOf) -> None:
    client, copy = client_of(cast.trainee), client_of(cast.trainee)
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/").location == "/sign-in?next=%2F"
    assert copy.get("/").location == "/sign-in?next=%2F"


def test_a_deactivated_person_has_no_session(cast: Cast) -> None:
    person_by_id(cast.trainee.id).deactivated_at = NOON
    db.session.flush()
    assert member_by_session(cast.trainee.get_id()) is None


def test_the_chosen_language_is_kept(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    assert client.post("/language", data={"language": "fr", "next": "/password"}).location == "/password"
    assert '<html lang="fr">' in client.get("/password").text
    assert person_by_id(cast.trainee.id).language == "fr"


def test_an_unknown_language_is_refused(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(None).post("/language", data={"language": "tlh"}).status_code == 400

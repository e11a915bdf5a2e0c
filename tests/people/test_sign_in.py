"""Signing in and out, and passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db import db
from app.people.operations import INVITATION_LASTS, InvitationSpent, add_person, invite, take_up_invitation
from app.people.passwords import hashed, matches
from app.people.queries import member_by_session, open_invitation, person_by_id
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import ClientOf

ADDRESS = "tara.trainee@school.example"


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
    assert "This address and this password don’t go together" in page.text.replace("&#39;", "’")
    assert email in page.text


def test_somebody_without_a_password_cannot_sign_in(cast: Cast) -> None:
    assert matches("", None) is False
    assert matches("nobody's password", None) is False


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


def test_signing_out_ends_the_session(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/").location == "/sign-in?next=%2F"


def test_a_new_password_ends_every_other_session(cast: Cast, client_of: ClientOf) -> None:
    here, elsewhere = client_of(cast.trainee), client_of(cast.trainee)
    new = "a workshop at night"
    changed = here.post("/password", data={"present": PASSWORD, "password": new, "again": new})
    assert changed.status_code == 303
    assert here.get("/password").status_code == 200
    assert elsewhere.get("/password").status_code == 302
    assert matches(new, person_by_id(cast.trainee.id).password_hash)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"present": "wrong", "password": "long enough now", "again": "long enough now"}, "not your present password"),
        ({"present": PASSWORD, "password": "short", "again": "short"}, "Use at least 10 characters."),
        ({"present": PASSWORD, "password": "long enough now", "again": "another one"}, "The two passwords differ"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    cast: Cast, client_of: ClientOf, data: dict[str, str], said: str
) -> None:
    page = client_of(cast.trainee).post("/password", data=data)
    assert page.status_code == 422
    assert said in page.text
    assert matches(PASSWORD, person_by_id(cast.trainee.id).password_hash)


def test_an_invitation_is_taken_up_once(cast: Cast, client_of: ClientOf) -> None:
    person = add_person("New Comer", email="new@school.example", language="en", by=None, at=NOON)
    code = invite(person, by=cast.coordinator.id, at=NOON)
    take_up_invitation(code, password_hash=hashed("my own new password"), at=NOON)
    assert matches("my own new password", person.password_hash)
    with pytest.raises(InvitationSpent):
        take_up_invitation(code, password_hash=hashed("somebody else's one"), at=NOON)
    assert client_of(None).get(f"/invitations/{code}").status_code == 410


def test_an_invitation_expires(cast: Cast) -> None:
    person = add_person("New Comer", email=None, language="en", by=None, at=NOON)
    code = invite(person, by=None, at=NOON)
    assert open_invitation(code, at=NOON + INVITATION_LASTS - timedelta(seconds=1)) is not None
    assert open_invitation(code, at=NOON + INVITATION_LASTS) is None


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

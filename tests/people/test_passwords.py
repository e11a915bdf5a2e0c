"""Changing one's password ends everything that the old one opened."""

from __future__ import annotations

import pytest
import time_machine

from app.people.member import Member
from app.people.operations import sign_in
from app.people.operations.passwords import replace_password
from app.people.operations.tries import PASSWORD as TOLD
from app.people.passwords import hashed, matches
from app.people.queries import member_by_session, person_by_id, sign_ins_of
from app.shared.clock import now
from tests.cast import NOON, PASSWORD, Cast
from tests.conftest import ClientOf
from tests.people.reading import errors_of, told_by

NEW = "a workshop at night"
RIGHT = {"present": PASSWORD, "password": NEW, "again": NEW}
WRONG = {"present": "wrong wrong wrong", "password": NEW, "again": NEW}


def just_signed_in(cast: Cast) -> Member:
    """The trainee on one more device, since a moment."""
    member = sign_in(cast.trainee.id, device="", at=now())
    assert member is not None
    return member


def test_a_new_password_ends_every_other_sign_in(cast: Cast, client_of: ClientOf) -> None:
    here, elsewhere = client_of(just_signed_in(cast)), client_of(just_signed_in(cast))
    changed = here.post("/password", data=RIGHT)
    assert (changed.status_code, changed.location) == (303, "/account")
    assert told_by(here.get("/account")) == ["Your password is changed. You are signed out everywhere else."]
    assert elsewhere.get("/password").status_code == 302
    assert matches(NEW, person_by_id(cast.trainee.id).password_hash)


def test_a_cookie_that_was_copied_before_is_worth_nothing(cast: Cast, client_of: ClientOf) -> None:
    member = just_signed_in(cast)
    here, thief = client_of(member), client_of(None)
    stolen = here.get_cookie("etabli")
    assert stolen is not None
    thief.set_cookie("etabli", stolen.value)
    assert thief.get("/account").status_code == 200
    here.post("/password", data=RIGHT)
    assert thief.get("/account").status_code == 302
    assert member_by_session(member.get_id()) is None
    assert len(sign_ins_of(cast.trainee.id)) == 1


def test_the_old_password_signs_in_no_more(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.trainee).post("/password", data=RIGHT)
    tried = [
        client_of(None).post("/sign-in", data={"email": "tara.trainee@school.example", "password": password})
        for password in (PASSWORD, NEW)
    ]
    assert [page.status_code for page in tried] == [422, 303]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["Type your present password.", "Choose a password."]),
        (WRONG, ["This is not your present password."]),
        ({"present": PASSWORD, "password": "short", "again": "short"}, ["Use at least 10 characters."]),
        (
            {"present": PASSWORD, "password": "long enough now", "again": "another one"},
            ["The two passwords differ: type the same one twice."],
        ),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    cast: Cast, client_of: ClientOf, data: dict[str, str], said: list[str]
) -> None:
    page = client_of(cast.trainee).post("/password", data=data)
    assert (page.status_code, errors_of(page)) == (422, said)
    assert matches(PASSWORD, person_by_id(cast.trainee.id).password_hash)


def test_whoever_finds_a_phone_cannot_guess_its_owners_password(cast: Cast, client_of: ClientOf) -> None:
    with time_machine.travel(NOON, tick=False):
        client = client_of(cast.trainee)
        tried = [client.post("/password", data=WRONG).status_code for _ in range(TOLD.most)]
        page = client.post("/password", data=RIGHT)
    assert tried == [422] * TOLD.most
    assert (page.status_code, page.headers["Retry-After"]) == (429, "900")
    assert errors_of(page) == ["That was tried too often. Wait 15 minutes, then try again."]
    assert client_of(cast.instructor).post("/password", data=RIGHT).status_code == 303


def test_the_right_password_forgets_what_was_mistyped(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    for _ in range(TOLD.most - 1):
        client.post("/password", data=WRONG)
    assert client.post("/password", data=RIGHT).status_code == 303
    assert client.post("/password", data=WRONG).status_code == 422


def test_of_two_who_replace_the_same_password_one_is_too_late(cast: Cast) -> None:
    present = person_by_id(cast.trainee.id).password_hash
    replaced = [
        replace_password(cast.trainee.id, present=present, password_hash=new, at=NOON) for new in ("first", "second")
    ]
    assert replaced == [True, False]
    assert person_by_id(cast.trainee.id).password_hash == "first"


def test_a_change_that_came_too_late_signs_nobody_in(cast: Cast) -> None:
    assert sign_in(cast.trainee.id, device="", at=now(), verified=hashed(NEW)) is None

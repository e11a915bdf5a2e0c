"""Taking up an invitation, and who is found by what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from app.db import db, writing
from app.people.invitation_code import as_printed
from app.people.models import Invitation, Person
from app.people.operations import (
    INVITATION_LASTS,
    InvitationSpent,
    add_person,
    end_sign_in,
    grant_role,
    invite,
    send_invitation,
    set_password,
    sign_in,
    take_up_invitation,
)
from app.people.passwords import hashed, matches
from app.people.queries import (
    member,
    member_by_session,
    nobody_is_here,
    open_invitation,
    person_by_email,
    person_by_id,
    sign_ins_of,
)
from app.records.models import Letter
from app.shared.clock import now
from tests.cast import NOON, Cast, signed_in
from tests.conftest import ClientOf
from tests.people.reading import errors_of
from tests.side_by_side import in_the_same_moment

CHOSEN = "a quiet workshop"


@pytest.fixture
def invited(cast: Cast) -> tuple[Person, str]:
    """Somebody who was just invited, and the code."""
    person = add_person("New Comer", email="new.comer@school.example", language="en", by=None, at=now())
    return person, invite(person, by=cast.coordinator.id, at=now())


def test_the_invited_person_is_welcomed_by_name(invited: tuple[Person, str], client_of: ClientOf) -> None:
    page = client_of(None).get(f"/invitations/{invited[1]}").text
    assert "Welcome, New Comer" in page
    assert '<p class="typed-name">new.comer@school.example</p>' in page


def test_choosing_a_password_signs_in_and_uses_the_invitation_up(
    invited: tuple[Person, str], client_of: ClientOf
) -> None:
    person, code = invited
    client = client_of(None)
    chosen = client.post(f"/invitations/{code}", data={"password": CHOSEN, "again": CHOSEN})
    assert (chosen.status_code, chosen.location) == (303, "/")
    assert "New Comer" in client.get("/").text
    assert matches(CHOSEN, person_by_id(person.id).password_hash) is True
    again = client_of(None).post(f"/invitations/{code}", data={"password": "another one", "again": "another one"})
    assert again.status_code == 410
    assert matches(CHOSEN, person_by_id(person.id).password_hash) is True


def test_a_newer_invitation_ends_the_older_one(invited: tuple[Person, str], client_of: ClientOf) -> None:
    person, lost = invited
    newer = invite(person, by=None, at=now())
    client = client_of(None)
    assert [client.get(f"/invitations/{code}").status_code for code in (lost, newer)] == [410, 200]


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("", "", "Choose a password."),
        ("too short", "too short", "Use at least 10 characters."),
        ("x" * 201, "x" * 201, "Use at most 200 characters."),
        (CHOSEN, CHOSEN.title(), "The two passwords differ: type the same one twice."),
    ],
)
def test_a_password_that_will_not_do_is_asked_for_again(
    invited: tuple[Person, str], client_of: ClientOf, password: str, again: str, said: str
) -> None:
    person, code = invited
    page = client_of(None).post(f"/invitations/{code}", data={"password": password, "again": again})
    assert page.status_code == 422
    assert said in page.text
    assert person_by_id(person.id).password_hash is None


def test_the_code_is_not_kept(invited: tuple[Person, str]) -> None:
    person, code = invited
    kept = db.session.query(Invitation).filter_by(person_id=person.id).one()
    assert len(code) == 12
    assert code not in repr(vars(kept))


@pytest.mark.parametrize("session", ["", "nonsense", ".", "0" * 32, "0" * 31 + "1"])
def test_a_session_that_nobody_gave_is_nobodys(cast: Cast, session: str) -> None:
    assert member_by_session(session) is None


def test_a_sign_in_ends_where_and_when_it_is_ended(cast: Cast) -> None:
    elsewhere = signed_in(cast.trainee.id)
    end_sign_in(elsewhere.sign_in_id, at=NOON)
    assert [member_by_session(each.get_id()) for each in (cast.trainee, elsewhere)] == [cast.trainee, None]


def test_somebody_is_found_by_their_address_in_whatever_case(cast: Cast) -> None:
    found = person_by_email(" TARA.Trainee@School.example ")
    assert found is not None
    assert found.id == cast.trainee.id
    assert person_by_email("nobody@school.example") is None


def test_who_is_not_there_is_no_member(cast: Cast) -> None:
    assert member(uuid4()) is None
    assert sign_in(uuid4(), device="", at=NOON) is None
    assert nobody_is_here() is False


def test_a_member_has_all_their_roles(cast: Cast) -> None:
    person = person_by_id(cast.instructor.id)
    grant_role(person, role="author", site_id=None, by=None, at=NOON)
    found = signed_in(person.id)
    assert found.roles == {("instructor", cast.site_id), ("author", None)}
    assert [found.is_a(role) for role in ("instructor", "author", "coordinator")] == [True, True, False]
    places = (("instructor", cast.site_id), ("instructor", cast.outsider_site_id), ("author", cast.outsider_site_id))
    assert [found.is_a_at(role, site) for role, site in places] == [True, False, True]
    assert (found.is_staff, cast.trainee.is_staff) == (True, False)


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


def test_the_welcome_page_tells_the_sign_in_name(cast: Cast, client_of: ClientOf) -> None:
    fatou = add_person("Fatou Diallo", email=None, language="en", by=None, at=NOON)
    page = client_of(None).get(f"/invitations/{invite(fatou, by=None, at=now())}").text
    assert '<p class="typed-name">fatou.diallo</p>' in page
    assert '<input type="hidden" name="username" autocomplete="username" value="fatou.diallo">' in page


def test_the_sign_in_page_leads_to_where_a_code_is_typed(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    assert 'href="/invitations"' in client.get("/sign-in").text
    assert client.get("/invitations").status_code == 200


def as_is(code: str) -> str:
    """The code as addresses have it."""
    return code


WAYS_TO_TYPE: list[Callable[[str], str]] = [
    as_is,
    as_printed,
    str.upper,
    lambda code: f" {code[:4]} {code[4:8]} {code[8:]} ",
    lambda code: f"{code[:4]}–{code[4:8]}_{code[8:]}.",
    lambda code: code.replace("0", "o").replace("1", "l"),
    lambda code: code.replace("0", "O").replace("1", "I"),
]


@pytest.mark.parametrize("way", WAYS_TO_TYPE)
def test_a_code_is_understood_however_it_is_typed(cast: Cast, client_of: ClientOf, way: Callable[[str], str]) -> None:
    person = add_person("New Comer", email=None, language="en", by=None, at=now())
    code = invite(person, by=None, at=now())
    while not {"0", "1"} <= set(code):  # the look-alikes have to be in it
        code = invite(person, by=None, at=now())
    client = client_of(None)
    typed = client.post("/invitations", data={"code": way(code)})
    assert (typed.status_code, typed.location) == (303, f"/invitations/{code}")
    assert "Welcome, New Comer" in client.get(typed.location).text


UNKNOWN = (
    "No invitation is open under this code. Compare it with your card, sign by sign. If it is the same, it was used "
    "already or is more than 14 days old: ask your training centre for a new card."
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Type the code of your card."), ("--", UNKNOWN), ("K7QM-2XHD-9P4A", UNKNOWN), ("ñ/../x?<b>", UNKNOWN)],
)
def test_a_wrong_code_is_told_beside_the_field_and_kept(cast: Cast, client_of: ClientOf, typed: str, said: str) -> None:
    page = client_of(None).post("/invitations", data={"code": typed})
    assert (page.status_code, errors_of(page)) == (422, [said])
    assert f'value="{escape(typed)}"' in page.text


def test_a_deactivated_persons_invitation_opens_nothing(invited: tuple[Person, str], client_of: ClientOf) -> None:
    person, code = invited
    person.deactivated_at = now()
    client = client_of(None)
    assert errors_of(client.post("/invitations", data={"code": code})) == [UNKNOWN]
    assert client.get(f"/invitations/{code}").status_code == 410
    assert client.post(f"/invitations/{code}", data={"password": CHOSEN, "again": CHOSEN}).status_code == 410
    assert person.password_hash is None


def test_a_new_password_uses_up_open_invitations(invited: tuple[Person, str], client_of: ClientOf) -> None:
    person, code = invited
    set_password(person, password_hash=hashed(CHOSEN), by=None, at=now())
    assert client_of(None).get(f"/invitations/{code}").status_code == 410


def test_taking_an_invitation_up_ends_the_sign_in_of_whoever_had_the_device(
    invited: tuple[Person, str], cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.trainee)
    client.post(f"/invitations/{invited[1]}", data={"password": CHOSEN, "again": CHOSEN})
    assert "New Comer" in client.get("/account").text
    assert sign_ins_of(cast.trainee.id) == []


def test_an_invitation_by_mail_is_posted_without_its_code(cast: Cast) -> None:
    person = add_person("New Comer", email="new@school.example", language="en", by=None, at=NOON)
    send_invitation(person, by=cast.coordinator.id, at=NOON)
    letter = db.session.scalars(select(Letter).where(Letter.person_id == person.id)).one()
    invitation = db.session.scalars(select(Invitation).where(Invitation.person_id == person.id)).one()
    assert (letter.kind, letter.address, letter.details) == ("invitation", None, {"invitation": str(invitation.id)})


def test_of_two_who_take_one_invitation_up_in_the_same_moment_one_gets_in(apart: tuple[Flask, Cast]) -> None:
    app, _ = apart
    with app.app_context(), writing():
        code = invite(add_person("New Comer", email=None, language="en", by=None, at=now()), by=None, at=now())
        db.session.commit()

    def take_up() -> int:
        data = {"password": CHOSEN, "again": CHOSEN}
        return app.test_client().post(f"/invitations/{code}", data=data).status_code

    assert sorted(in_the_same_moment(app, [take_up, take_up])) == [303, 410]

"""Taking up an invitation, and who is found by what."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.db import db
from app.people.models import Person
from app.people.operations import add_person, end_sign_in, grant_role, invite, sign_in
from app.people.passwords import matches
from app.people.queries import member_by_session, nobody_is_here, person_by_email, person_by_id
from app.shared.clock import now
from tests.cast import NOON, Cast, signed_in
from tests.conftest import ClientOf

CHOSEN = "a quiet workshop"


@pytest.fixture
def invited(cast: Cast) -> tuple[Person, str]:
    """Somebody who was just invited, and the code."""
    person = add_person("New Comer", email="new.comer@school.example", language="en", by=None, at=now())
    return person, invite(person, by=cast.coordinator.id, at=now())


def test_the_invited_person_is_welcomed_by_name(invited: tuple[Person, str], client_of: ClientOf) -> None:
    page = client_of(None).get(f"/invitations/{invited[1]}").text
    assert "Welcome, New Comer" in page
    assert "<b>new.comer@school.example</b>" in page


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
        ("x" * 201, "x" * 201, "Use at least 10 characters."),
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
    from app.people.models import Invitation

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

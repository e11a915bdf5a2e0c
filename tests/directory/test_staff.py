"""Inviting staff, giving roles and taking them back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from app.courses.models import Cohort
from app.db import db
from app.people.models import Person
from app.people.operations import LastCoordinator, add_person, deactivate, set_password, take_back_role
from app.people.passwords import hashed
from app.people.queries import member_by_session, open_invitation_of, person_by_email, person_by_id
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import NOON, Cast, signed_in
from tests.conftest import ClientOf
from tests.directory.making import errors, facts, head, held, journalled, letters, newcomer, staff


def form(cast: Cast, **changed: object) -> dict[str, object]:
    return {
        "id": str(new_id()),
        "name": "Nadia New",
        "email": "nadia@staff.example",
        "language": "fr",
        "roles": [f"instructor:{cast.site_id}", f"author:{cast.site_id}"],
    } | changed


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_nobody_prepares_an_account_for_rights_that_come_later(cast: Cast, client_of: ClientOf) -> None:
    prepared = add_person("Nadia New", email="nadia@staff.example", language="en", by=None, at=NOON)
    set_password(prepared, password_hash=hashed("chosen by somebody else"), by=None, at=NOON)
    waiting = signed_in(prepared.id)
    client_of(cast.outsider_coordinator).post("/people", data=form(cast, roles=[f"instructor:{cast.outsider_site_id}"]))
    assert held(prepared.id) == {("instructor", cast.outsider_site_id)}
    assert (member_by_session(waiting.get_id()), person_by_id(prepared.id).password_hash) == (None, None)
    assert letters(prepared.id) == [("invitation", None)]


def test_a_role_at_a_site_where_somebody_works_already_leaves_their_password(cast: Cast, client_of: ClientOf) -> None:
    before = person_by_id(cast.instructor.id).password_hash
    client_of(cast.coordinator).post(
        f"/people/{cast.instructor.id}/roles", data={"role": "author", "place": str(cast.site_id)}
    )
    assert ("author", cast.site_id) in held(cast.instructor.id)
    assert person_by_id(cast.instructor.id).password_hash == before


def test_staff_are_invited_by_mail_with_several_roles(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert client.get("/people/new").status_code == 200
    sent = client.post("/people", data=form(cast))
    person = person_by_email("nadia@staff.example")
    assert person is not None
    assert (sent.status_code, sent.location) == (303, f"/people/{person.id}")
    assert "A letter with the invitation is on its way to nadia@staff.example." in client.get(sent.location).text
    assert held(person.id) == {("instructor", cast.site_id), ("author", cast.site_id)}
    assert letters(person.id) == [("invitation", None)]
    assert journalled(person.id) == [
        (act, cast.coordinator.id) for act in ("person.added", "role.granted", "role.granted", "person.invited")
    ]


def test_the_same_form_twice_invites_once(cast: Cast, client_of: ClientOf) -> None:
    client, count = client_of(cast.coordinator), people()
    for sent in (form(cast), form(cast, email="", name="Noor New")):
        answers = [client.post("/people", data=sent) for _ in range(2)]
        assert answers[0].location == answers[1].location
        assert "was known already" not in client.get(answers[1].location).text
    assert people() == count + 2
    nadia = person_by_email("nadia@staff.example")
    assert nadia is not None
    assert letters(nadia.id) == [("invitation", None)]


def test_without_a_mailbox_staff_get_a_card(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    sent = client.post("/people", data=form(cast, email=""))
    assert re.fullmatch(r"/people/[0-9a-f-]+/card", sent.location)
    assert "nadia.new" in client.get(sent.location).text


def test_the_id_of_somebody_with_a_mailbox_tells_nobody_their_address(cast: Cast, client_of: ClientOf) -> None:
    known = {"id": str(cast.outsider_trainee.id), "name": cast.outsider_trainee.name, "email": ""}
    sent = client_of(cast.coordinator).post("/people", data=form(cast, **known))
    assert str(cast.outsider_trainee.id) not in sent.location
    assert held(cast.outsider_trainee.id) == set()


def test_somebody_known_gets_the_role_and_keeps_their_name_and_language(cast: Cast, client_of: ClientOf) -> None:
    known = staff("Nadia Known", "instructor", cast.outsider_site_id)
    client = client_of(cast.coordinator)
    sent = client.post("/people", data=form(cast, email="NADIA@staff.example", name="Somebody Else"))
    assert sent.location == f"/people/{known.id}"
    page = client.get(sent.location).text
    assert "Nadia Known was known already by this address. The roles were added." in page
    assert (facts(known.id).name, facts(known.id).language) == ("Nadia Known", "en")
    assert held(known.id) == {
        ("instructor", cast.outsider_site_id),
        ("instructor", cast.site_id),
        ("author", cast.site_id),
    }


def test_somebody_deactivated_is_not_given_roles(cast: Cast, client_of: ClientOf) -> None:
    known = staff("Nadia Known", "instructor", cast.outsider_site_id)
    deactivate(known, reason="Left.", by=None, at=NOON)
    sent = client_of(cast.coordinator).post("/people", data=form(cast))
    assert sent.status_code == 422
    assert errors(sent.text) == {
        "email": "The account with this address is deactivated. It has to be reactivated first."
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, {"name": "Type the name."}),
        ({"name": "x" * 201}, {"name": "Use at most 200 characters."}),
        ({"email": "nadia"}, {"email": "Type a whole address, such as name@example.org."}),
        ({"roles": []}, {"roles": "Choose at least one role."}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(
    cast: Cast, client_of: ClientOf, changed: dict[str, object], said: dict[str, str]
) -> None:
    count = people()
    answer = client_of(cast.coordinator).post("/people", data=form(cast, **changed))
    assert (answer.status_code, errors(answer.text), people()) == (422, said, count)
    kept = re.findall(r'name="roles" value="([^"]+)" checked', answer.text)
    assert kept == form(cast, **changed)["roles"]


@pytest.mark.parametrize("role", ["instructor:everywhere", "coordinator:there", "janitor:here", "instructor:nonsense"])
def test_roles_are_given_at_own_sites_only(cast: Cast, client_of: ClientOf, role: str) -> None:
    role = role.replace("there", str(cast.outsider_site_id)).replace("here", str(cast.site_id))
    role = role.replace(f"everyw{cast.site_id}", "everywhere")
    client, count = client_of(cast.coordinator), people()
    assert client.post("/people", data=form(cast, roles=[role])).status_code == 422
    name, _, place = role.partition(":")
    answer = client.post(f"/people/{cast.instructor.id}/roles", data={"role": name, "place": place})
    assert (answer.status_code, people(), held(cast.instructor.id)) == (422, count, {("instructor", cast.site_id)})


def test_who_coordinates_everywhere_gives_roles_everywhere(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(head()).post(
        f"/people/{cast.author.id}/roles", data={"role": "moderator", "place": "everywhere"}
    )
    assert (answer.status_code, held(cast.author.id)) == (303, {("author", None), ("moderator", None)})


def test_a_role_is_given_once_and_taken_back_once(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.coordinator), f"/people/{cast.moderator.id}/roles"
    given = {"role": "author", "place": str(cast.site_id)}
    told = []
    for _ in range(2):
        client.post(address, data=given)
        told += re.findall(r"The role is given|They have this role already", client.get("/people").text)
    assert told == ["The role is given", "They have this role already"]
    grant = next(each for each in facts(cast.moderator.id).grants if each.role == "author")
    for _ in range(2):
        assert client.post(f"{address}/removal", data={"grant": str(grant.id)}).status_code == 303
    assert held(cast.moderator.id) == {("moderator", cast.site_id)}
    done = [act for act, by in journalled(cast.moderator.id) if by == cast.coordinator.id]
    assert done == ["role.granted", "role.taken-back"]


def test_who_loses_their_last_role_at_a_site_is_gone_from_its_list(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    grant = facts(cast.moderator.id).grants[0]
    gone = client.post(f"/people/{cast.moderator.id}/roles/removal", data={"grant": str(grant.id)})
    assert gone.location == "/people"
    assert client.get(f"/people/{cast.moderator.id}").status_code == 404


def test_roles_beyond_the_coordinator_s_sites_stay(cast: Cast, client_of: ClientOf) -> None:
    known = staff("Nadia Known", "instructor", cast.outsider_site_id)
    client = client_of(cast.coordinator)
    client.post("/people", data=form(cast))
    for who in (known.id, cast.author.id):
        elsewhere = next(each for each in facts(who).grants if each.site_id != cast.site_id)
        refused = client.post(f"/people/{who}/roles/removal", data={"grant": str(elsewhere.id)})
        assert (refused.status_code, "at sites that you don't coordinate" in refused.text) == (403, True)
        assert (elsewhere.role, elsewhere.site_id) in held(who)


def test_nobody_takes_their_own_role_of_coordinator_back(cast: Cast, client_of: ClientOf) -> None:
    grant = facts(cast.coordinator.id).grants[0]
    refused = client_of(cast.coordinator).post(
        f"/people/{cast.coordinator.id}/roles/removal", data={"grant": str(grant.id)}
    )
    assert (refused.status_code, held(cast.coordinator.id)) == (403, {("coordinator", cast.site_id)})


def test_who_still_teaches_keeps_the_role_until_somebody_else_does(cast: Cast, client_of: ClientOf) -> None:
    client, grant = client_of(cast.coordinator), facts(cast.instructor.id).grants[0]
    address, taken = f"/people/{cast.instructor.id}/roles/removal", {"grant": str(grant.id)}
    refused = client.post(address, data=taken)
    assert refused.status_code == 409
    assert f'<a href="/cohorts/{cast.cohort_id}">Spring 2026</a>' in refused.text
    db.session.get_one(Cohort, cast.cohort_id).closed_at = NOON
    assert (client.post(address, data=taken).status_code, held(cast.instructor.id)) == (303, set())


def test_the_last_who_coordinates_everywhere_keeps_the_role(cast: Cast) -> None:
    first = head()
    second = signed_in(staff("Second Head", "coordinator", None).id)
    waiting = staff("Third Head", "coordinator", None, password=False)
    take_back_role(facts(second.id).grants[0].id, by=first.id, at=NOON)
    with pytest.raises(LastCoordinator):
        take_back_role(facts(first.id).grants[0].id, by=waiting.id, at=NOON)
    with pytest.raises(LastCoordinator):
        deactivate(person_by_id(first.id), reason="Slip.", by=waiting.id, at=NOON)


def test_a_role_at_another_site_ends_the_card_that_a_coordinator_may_have_seen(cast: Cast, client_of: ClientOf) -> None:
    person = newcomer(cast, email="nadia@staff.example")
    seen = open_invitation_of(person.id, at=now())
    assert seen is not None
    seen_code = facts(person.id).invitation
    assert seen_code is not None
    client = client_of(head())
    for place, ends in ((cast.site_id, False), (cast.outsider_site_id, True)):
        client.post(f"/people/{person.id}/roles", data={"role": "instructor", "place": str(place)})
        gone = client_of(None).get(f"/invitations/{seen_code.code}").status_code == 410
        assert (gone, len(letters(person.id))) == (ends, 1 + ends)

"""Somebody's page: correcting, letters and cards, closing and opening; and whose account a coordinator can't touch."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.courses.models import Cohort
from app.courses.operations.enrolments import enrol
from app.db import db
from app.people.invitation_code import as_printed
from app.people.models import Invitation
from app.people.operations import INVITATION_LASTS, end_invitations, grant_role, sign_in
from app.people.queries import member_by_session, person_by_id
from app.records.models import JournalEntry, JournalText
from app.shared.clock import now
from app.shared.keys import keys
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.directory.making import address_of, errors, facts, head, journalled, letters, newcomer, staff


def code_of(person_id: UUID) -> str:
    invitation = facts(person_id).invitation
    assert invitation is not None
    return invitation.code


def test_a_page_says_who_somebody_is_and_how_they_stand(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(f"/people/{newcomer(cast).id}").text
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    assert "Sign-in name nadia.new · no mailbox Account Not invited yet At the school since 1 April 2026" in told
    assert f'<a href="/cohorts/{cast.cohort_id}">Spring 2026</a>' in page


def test_the_state_of_the_invitation_is_told(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast, email="nadia@mail.example"), client_of(cast.coordinator)
    assert "Invited, until " in client.get(f"/people/{person.id}").text
    end_invitations(person.id, at=now())
    assert "The invitation has expired" in client.get(f"/people/{person.id}").text
    assert "Last signed in on 1 April 2026" in client.get(f"/people/{cast.other_trainee.id}").text


def test_a_corrected_address_gets_a_new_letter_and_the_old_one_is_worth_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    person, client = newcomer(cast, email="nadja@mail.example"), client_of(cast.coordinator)
    astray = code_of(person.id)
    assert client.get(f"/people/{person.id}/edit").status_code == 200
    client.post(f"/people/{person.id}", data={"name": "Nadia New", "email": "Nadia@mail.example"})
    assert (address_of(person.id), letters(person.id)) == ("nadia@mail.example", [("invitation", None)] * 2)
    assert [client_of(None).get(f"/invitations/{code}").status_code for code in (astray, code_of(person.id))] == [
        410,
        200,
    ]


def test_an_address_that_is_taken_away_leaves_a_sign_in_name_and_a_card(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast, email="nadja@mail.example"), client_of(cast.coordinator)
    astray = code_of(person.id)
    client.post(f"/people/{person.id}", data={"name": "Nadia New", "email": ""})
    assert (facts(person.id).signs_in_as, len(letters(person.id))) == ("nadia.new", 1)
    assert client_of(None).get(f"/invitations/{astray}").status_code == 410
    assert as_printed(code_of(person.id)) in client.get(f"/people/{person.id}/card").text


def test_who_signs_in_already_is_told_of_a_new_address_at_the_old_one(cast: Cast, client_of: ClientOf) -> None:
    client, before = client_of(cast.coordinator), address_of(cast.trainee.id)
    client.post(f"/people/{cast.trainee.id}", data={"name": "Tara Tee", "email": "tara@mail.example"})
    assert (address_of(cast.trainee.id), facts(cast.trainee.id).name) == ("tara@mail.example", "Tara Tee")
    assert letters(cast.trainee.id) == [("address-changed", before)]
    done = [act for act, by in journalled(cast.trainee.id) if by == cast.coordinator.id]
    assert done == ["person.address-changed", "person.renamed"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "otto.trainee@school.example"}, {"email": "Somebody else has this address."}),
        ({"email": "nonsense"}, {"email": "Type a whole address, such as name@example.org."}),
        ({"name": ""}, {"name": "Type the name."}),
    ],
)
def test_a_correction_that_will_not_do_says_why(
    cast: Cast, client_of: ClientOf, changed: dict[str, str], said: dict[str, str]
) -> None:
    form = {"name": "Tara Tee", "email": "tara@mail.example"} | changed
    answer = client_of(cast.coordinator).post(f"/people/{cast.trainee.id}", data=form)
    assert (answer.status_code, errors(answer.text)) == (422, said)
    assert f'value="{form["email"]}"' in answer.text
    assert facts(cast.trainee.id).name == "Tara Trainee"


def test_the_invitation_is_sent_again_once_however_often_the_button_is_hit(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast, email="nadia@mail.example"), client_of(cast.coordinator)
    lost, page = code_of(person.id), client.get(f"/people/{person.id}").text
    latest = re.findall(r'name="instead_of" value="([^"]+)"', page)[0]
    for _ in range(2):
        client.post(f"/people/{person.id}/invitation", data={"instead_of": latest})
    assert letters(person.id) == [("invitation", None)] * 2
    assert client_of(None).get(f"/invitations/{lost}").status_code == 410


def test_there_is_no_letter_for_who_signs_in_or_has_no_mailbox(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for person_id in (cast.trainee.id, newcomer(cast).id):
        assert client.post(f"/people/{person_id}/invitation").status_code == 409
        assert letters(person_id) == []


def test_a_card_shows_the_same_code_until_a_new_one_is_made(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast), client_of(cast.coordinator)
    address = f"/people/{person.id}/card"
    empty = client.get(address)
    assert "There is no open invitation" in empty.text
    assert empty.headers["Cache-Control"] == "no-store"
    client.post(address, data={"instead_of": ""})
    code = code_of(person.id)
    pages = [client.get(address).text for _ in range(2)]
    assert [as_printed(code) in page for page in pages] == [True, True]
    latest = facts(person.id).invitation
    assert latest is not None
    for _ in range(2):
        client.post(address, data={"instead_of": str(latest.id)})
    assert code_of(person.id) != code
    assert client.get(address).text.count(as_printed(code_of(person.id))) == 1
    assert len(db.session.scalars(select(Invitation).where(Invitation.person_id == person.id)).all()) == 2


def test_a_card_speaks_the_language_of_whoever_gets_it(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast), client_of(cast.coordinator)
    person_by_id(person.id).language = "fr"
    client.post(f"/people/{person.id}/card")
    card = client.get(f"/people/{person.id}/card").text.partition('<article class="card" lang="fr">')[2]
    card = card.partition("</article>")[0]
    assert ("École de la réparation" in card, "Nadia New" in card, "127.0.0.1:8000/invitations<" in card) == (
        True,
        True,
        True,
    )
    assert re.search(r"(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) 2", card)


def test_another_secret_key_makes_cards_that_can_t_be_shown_again(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, client = newcomer(cast), client_of(cast.coordinator)
    client.post(f"/people/{person.id}/card")
    monkeypatch.setattr(keys, "_secret", b"another secret")
    page = client.get(f"/people/{person.id}/card").text
    assert ("There is no open invitation" in page, "card-code" in page) == (True, False)
    latest = facts(person.id).invitation
    assert latest is not None
    client.post(f"/people/{person.id}/card", data={"instead_of": str(latest.id)})
    assert as_printed(code_of(person.id)) in client.get(f"/people/{person.id}/card").text


def test_who_has_a_mailbox_and_signed_in_before_gets_no_card(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for answer in (client.get(f"/people/{cast.trainee.id}/card"), client.post(f"/people/{cast.trainee.id}/card")):
        assert (answer.status_code, "A forgotten password is replaced on the sign-in page" in answer.text) == (
            409,
            True,
        )
    assert facts(cast.trainee.id).invitation is None


def test_codes_are_not_in_the_journal(cast: Cast, client_of: ClientOf) -> None:
    person = newcomer(cast)
    client_of(cast.coordinator).post(f"/people/{person.id}/card")
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.object_id == str(person.id)))
    assert all(code_of(person.id) not in f"{entry.act} {entry.detail}" for entry in entries)


def test_a_cohort_s_cards_are_of_those_who_have_not_signed_in(cast: Cast, client_of: ClientOf) -> None:
    late, by_mail = newcomer(cast, "Late Comer"), newcomer(cast, "Mail Box", email="m@mail.example")
    client, address = client_of(cast.coordinator), f"/cohorts/{cast.cohort_id}/cards"
    page = client.get(address).text
    assert re.findall(r'card-name">([^<]+)<', page) == ["Mail Box"]
    assert "2 trainees have no open invitation any more." in page  # Otto, and who comes late
    before = code_of(by_mail.id)
    for _ in range(2):
        assert client.post(address).status_code == 303
    page = client.get(address).text
    assert re.findall(r'card-name">([^<]+)<', page) == ["Late Comer", "Mail Box", "Otto Trainee"]
    assert re.findall(r'card-code">([^<]+)<', page)[:2] == [as_printed(code_of(late.id)), as_printed(before)]
    assert len(db.session.scalars(select(Invitation).where(Invitation.person_id == late.id)).all()) == 1


def test_expired_cards_are_made_anew(cast: Cast, client_of: ClientOf) -> None:
    person = newcomer(cast, email="m@mail.example")
    db.session.query(Invitation).update({"expires_at": now() - timedelta(seconds=1)})
    client, lost = client_of(cast.coordinator), code_of(person.id)
    client.post(f"/cohorts/{cast.cohort_id}/cards")
    assert code_of(person.id) != lost
    invitation = facts(person.id).open_invitation(now())
    assert invitation is not None
    assert invitation.expires_at - invitation.created_at == INVITATION_LASTS


def test_an_account_is_closed_with_a_reason_and_opened_again(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.coordinator), f"/people/{cast.trainee.id}"
    assert client.get(f"{address}/deactivation").status_code == 200
    assert errors(client.post(f"{address}/deactivation", data={"reason": " "}).text) == {"reason": "Write a few words."}
    for _ in range(2):
        assert client.post(f"{address}/deactivation", data={"reason": "Left the school."}).status_code == 303
    assert member_by_session(cast.trainee.get_id()) is None
    assert sign_in(cast.trainee.id, device="", at=NOON) is None
    assert "This account is deactivated since" in client.get(address).text
    assert "Tara Trainee" in client.get(f"/cohorts/{cast.cohort_id}").text
    client.post(f"{address}/reactivation", data={"reason": "Came back."})
    assert sign_in(cast.trainee.id, device="", at=NOON) is not None
    acts = [act for act, by in journalled(cast.trainee.id) if by == cast.coordinator.id]
    assert acts == ["person.deactivated", "person.reactivated"]
    assert set(db.session.scalars(select(JournalText.text))) == {"Left the school.", "Came back."}


def test_a_closed_account_has_no_invitations(cast: Cast, client_of: ClientOf) -> None:
    person, client = newcomer(cast, email="m@mail.example"), client_of(cast.coordinator)
    code, address = code_of(person.id), f"/people/{person.id}"
    client.post(f"{address}/deactivation", data={"reason": "A mistake."})
    assert [client.post(f"{address}/{what}").status_code for what in ("invitation", "card")] == [409, 409]
    client.post(f"{address}/reactivation", data={"reason": "No mistake."})
    assert client_of(None).get(f"/invitations/{code}").status_code == 410


def test_nobody_deactivates_themselves(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.coordinator), f"/people/{cast.coordinator.id}/deactivation"
    refused = [client.get(address), client.post(address, data={"reason": "Slip."})]
    assert [each.status_code for each in refused] == [403, 403]
    assert facts(cast.coordinator.id).deactivated_at is None


def test_sign_ins_of_a_lost_phone_are_ended(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.coordinator).post(f"/people/{cast.trainee.id}/sign-out")
    assert member_by_session(cast.trainee.get_id()) is None
    assert journalled(cast.trainee.id)[-1] == ("sign-ins.ended", cast.coordinator.id)


ACTS = (
    ("GET", "/edit"),
    ("POST", ""),
    ("GET", "/card"),
    ("POST", "/card"),
    ("POST", "/invitation"),
    ("GET", "/deactivation"),
    ("POST", "/deactivation"),
    ("POST", "/reactivation"),
    ("POST", "/sign-out"),
)


def beyond(cast: Cast, why: str) -> UUID:
    """Somebody at the coordinator's site who has something elsewhere, too, and never signed in."""
    if why == "everywhere":
        return staff("Ella Every", "instructor", None, email=None, password=False).id
    if why == "role":
        person = staff("Lena Lyon", "instructor", cast.site_id, email=None, password=False)
        grant_role(person, role="coordinator", site_id=cast.outsider_site_id, by=None, at=NOON)
        return person.id
    person = newcomer(cast)
    enrol(person, cohort_id=cast.outsider_cohort_id, by=None, at=NOON)
    return person.id


@pytest.mark.parametrize("why", ["everywhere", "role", "lessons"])
@pytest.mark.parametrize(("method", "act"), ACTS)
def test_no_coordinator_gets_into_an_account_that_reaches_beyond_their_sites(
    cast: Cast, client_of: ClientOf, why: str, method: str, act: str
) -> None:
    person_id = beyond(cast, why)
    client, before = client_of(cast.coordinator), facts(person_id)
    assert client.get(f"/people/{person_id}").status_code == 200
    data = {"name": "Mine Now", "email": "mine@mail.example", "reason": "Because."}
    refused = client.open(f"/people/{person_id}{act}", method=method, data=data)
    assert (refused.status_code, "whoever holds their account could act there" in refused.text) == (403, True)
    assert facts(person_id) == before


@pytest.mark.parametrize("why", ["everywhere", "role", "lessons"])
def test_a_cohort_s_cards_leave_out_who_reaches_beyond(cast: Cast, client_of: ClientOf, why: str) -> None:
    person_id = beyond(cast, why)
    if why != "lessons":
        enrol(person_by_id(person_id), cohort_id=cast.cohort_id, by=None, at=NOON)
    name, address = facts(person_id).name, f"/cohorts/{cast.cohort_id}/cards"
    client_of(cast.coordinator).post(address)
    page = client_of(cast.coordinator).get(address).text
    assert re.findall(r'card-name">([^<]+)<', page) == ["Otto Trainee"]
    assert f"Not here, since they also have roles or lessons at sites that you don't coordinate: {name}." in page
    assert facts(person_id).invitation is None
    everybody = client_of(head())
    everybody.post(address)
    assert name in re.findall(r'card-name">([^<]+)<', everybody.get(address).text)


def test_an_account_with_lessons_elsewhere_that_are_over_is_still_not_a_coordinators_to_take(
    cast: Cast, client_of: ClientOf
) -> None:
    person_id = beyond(cast, "lessons")
    db.session.get_one(Cohort, cast.outsider_cohort_id).closed_at = NOON
    assert client_of(cast.coordinator).get(f"/people/{person_id}/card").status_code == 403

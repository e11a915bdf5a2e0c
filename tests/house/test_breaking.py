"""What no form sends and people don't type: each gets an answer with a sentence, and nothing breaks."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from app.courses.operations.gates import open_gate
from app.db import db
from app.people.operations import InvitationSpent, add_person, invite, take_up_invitation
from app.shared.cleaning import cleaned
from app.shared.ids import new_id
from app.web.paths import own_path
from tests.cast import NOON, Cast
from tests.conftest import ClientOf

COHORT = {"name": "Autumn", "first_day": "2026-09-07"}
ENROLMENT = {"name": "Nadia New", "email": "nadia@school.example", "language": "en"}


def _cohort(cast: Cast, **changed: Any) -> dict[str, Any]:
    choices = {
        "revision_id": str(cast.revision_id),
        "site_id": str(cast.site_id),
        "instructor_ids": str(cast.instructor.id),
    }
    return COHORT | choices | changed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Na\x00dia\x1b", "Nadia"),
        ("\u202eNadia", "Nadia"),
        ("first\nsecond\tthird", "first\nsecond\tthird"),
        ("\u200b \u2060", ""),
        ("👩🏽\u200d🔧", "👩🏽\u200d🔧"),
        ("  נדיה ", "נדיה"),
    ],
)
def test_signs_that_nobody_sees_are_not_kept(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_name_of_nothing_visible_is_asked_for_again(cast: Cast, client_of: ClientOf) -> None:
    form = ENROLMENT | {"name": "\u200b"}
    response = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert (response.status_code, response.text.count("Type the name.")) == (422, 2)


@pytest.mark.parametrize(("field", "status"), [("name", 422), ("email", 201), ("language", 422)])
def test_a_file_in_the_place_of_text_is_no_text(field: str, status: int, cast: Cast, client_of: ClientOf) -> None:
    form = ENROLMENT | {field: (BytesIO(b"x"), "x.txt")}
    response = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert response.status_code == status


@pytest.mark.parametrize("field", ["name", "revision_id", "site_id", "first_day", "instructor_ids"])
def test_no_cohort_is_made_of_files(field: str, cast: Cast, client_of: ClientOf) -> None:
    form = _cohort(cast, **{field: (BytesIO(b"x"), "x.txt")})
    assert client_of(cast.coordinator).post("/cohorts", data=form).status_code == 422


@pytest.mark.parametrize("email", ["a@b..c", "<b>@school.example", "a,b@school.example", "a@school.example, c@d.ef"])
def test_what_is_no_address_is_refused(email: str, cast: Cast, client_of: ClientOf) -> None:
    form = ENROLMENT | {"email": email}
    response = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    assert (response.status_code, response.text.count("Type a whole address")) == (422, 2)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0202-06-09"])
def test_a_cohort_begins_on_a_day_of_this_time(day: str, cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.coordinator).post("/cohorts", data=_cohort(cast, first_day=day))
    assert (response.status_code, response.text.count("Choose the first day.")) == (422, 2)


def test_an_instructor_who_is_chosen_twice_teaches_once(cast: Cast, client_of: ClientOf) -> None:
    chosen = [str(cast.instructor.id), str(cast.instructor.id).upper()]
    assert client_of(cast.coordinator).post("/cohorts", data=_cohort(cast, instructor_ids=chosen)).status_code == 303


@pytest.mark.parametrize("address", ["/revisions/{}", "/revisions/{}/items/the-bench"])
def test_a_number_beyond_every_revision_finds_nothing(address: str, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.instructor).get(address.format(10**30)).status_code == 404


@pytest.mark.parametrize("begun", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_sign_off_from_either_end_of_the_calendar_began_when_it_came(
    begun: str, cast: Cast, client_of: ClientOf
) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    form = {
        "sign_off_id": str(new_id()),
        "begun_at": begun,
        "criterion-strap-safe": "not_met",
        "criterion-strap-tested": "0",
        "criterion-explains": "not_observed",
        "device_brand": "Fairphone",
        "device_model": "5",
        "decision": "as_judged",
    }
    address = f"/enrolments/{cast.enrolment_id}/items/esd-bench/sign-offs"
    assert client_of(cast.instructor).post(address, data=form).status_code == 303


@pytest.mark.parametrize("wanted", ["/\t/[x", "/\t\\elsewhere.example", "/a\r\nSet-Cookie: b=c", "/\x00"])
def test_the_way_back_holds_nothing_that_browsers_drop(wanted: str) -> None:
    assert own_path(wanted) == ""


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/password", "http://localhost/password"),
        ("https://elsewhere.example/trap", "/"),
        ("http://[x", "/"),
    ],
)
def test_a_page_for_an_error_leads_back_to_our_own_pages_only(came_from: str, back: str, client_of: ClientOf) -> None:
    page = client_of(None).get("/invitations/spent", headers={"Referer": came_from})
    assert re.findall(r'class="button[^"]*" href="([^"]*)"', page.text) == [back]


def test_what_everybody_may_keep_does_not_vary_with_the_session(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    style_sheet = re.findall(r'"(/assets/app-[^"]+\.css)"', client.get("/").text)[0]
    assert client.get(style_sheet).headers["Vary"] == "Accept-Encoding"


def test_the_page_for_a_fault_does_without_the_database(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    db.session.execute(text("ALTER TABLE role_grant RENAME TO role_grant_away"))
    response = client.get("/")
    assert (response.status_code, response.text.count("Something broke on our side")) == (500, 2)


def test_a_refused_method_is_told_which_are_allowed(client_of: ClientOf) -> None:
    response = client_of(None).put("/sign-in")
    assert (response.status_code, set(response.allow)) == (405, {"GET", "HEAD", "OPTIONS", "POST"})


def test_a_form_without_files_may_not_be_endless(client_of: ClientOf) -> None:
    body = b"a&" * 1_000_000
    response = client_of(None).post("/sign-in", data=body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.text.count("This is too large to send")) == (413, 2)


def test_what_is_sent_after_the_session_ended_never_looks_saved(cast: Cast, client_of: ClientOf) -> None:
    address = f"/enrolments/{cast.enrolment_id}/items/safety-quiz/attempts"
    response = client_of(None).post(address, headers={"HX-Request": "true"})
    assert response.status_code == 401


def test_signing_in_again_leads_to_a_page_and_not_to_where_a_form_went(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(None).post(f"/enrolments/{cast.enrolment_id}/items/safety-quiz/attempts")
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in")


def test_taking_up_one_invitation_uses_up_the_others(app: Flask) -> None:
    person = add_person("Nadia New", email="nadia@school.example", language="en", by=None, at=NOON)
    lost, found = (invite(person, by=None, at=NOON) for _ in range(2))
    taken: UUID = take_up_invitation(found, password_hash="x", at=NOON).id
    assert taken == person.id
    with pytest.raises(InvitationSpent):
        take_up_invitation(lost, password_hash="y", at=NOON)


def test_enrolling_staff_shows_nobody_the_way_into_their_account(cast: Cast, client_of: ClientOf) -> None:
    form = {"name": "Aude Author", "email": "aude.author@school.example", "language": "en"}
    client = client_of(cast.outsider_coordinator)
    response = client.post(f"/cohorts/{cast.outsider_cohort_id}/enrolments", data=form)
    assert (response.status_code, response.text.count("/invitations/")) == (201, 0)

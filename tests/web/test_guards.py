"""Who may reach a route, and where a request leads."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from app.web.guards import GUARD, anyone_who_finds_it, guarded, public, signed_in
from app.web.paths import own_path
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.tokens import without_tokens


def test_a_stranger_is_asked_to_sign_in_and_then_led_on(cast: Cast, client_of: ClientOf) -> None:
    asked = client_of(None).get("/cohorts/new?site=2")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=%2Fcohorts%2Fnew%3Fsite%3D2")


def test_what_is_not_there_and_what_is_hidden_look_the_same(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    nowhere, elsewhere = (f"/enrolments/{each}" for each in (uuid4(), cast.outsider_enrolment_id))
    absent, hidden = client.get(nowhere), client.get(elsewhere)
    assert (absent.status_code, hidden.status_code) == (404, 404)
    # But for the address that was asked for.
    assert without_tokens(absent.text.replace(nowhere, elsewhere)) == without_tokens(hidden.text)


def test_what_is_seen_but_not_allowed_is_told_as_such(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/items/the-bench")
    assert page.status_code == 403
    assert "This is not yours to do" in page.text


def test_a_stranger_learns_nothing_about_what_exists(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    for enrolment_id in (uuid4(), cast.enrolment_id):
        asked = client.get(f"/enrolments/{enrolment_id}")
        assert asked.location == f"/sign-in?next=%2Fenrolments%2F{enrolment_id}"


def test_a_guard_asks_the_loader_and_the_predicate_with_the_member(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    asked: list[object] = []

    def load(member: object, *, number: int) -> str | None:
        asked.append((member, number))
        return "found" if number else None

    def may(member: object, found: str) -> bool:
        asked.append((member, found))
        return True

    view = guarded(load, may)(lambda found: f"the view got {found}")
    with app.test_request_context():
        from flask_login import login_user

        login_user(cast.trainee)
        assert view(number=1) == "the view got found"
    assert asked == [(cast.trainee, 1), (cast.trainee, "found")]


def test_each_guard_leaves_its_mark() -> None:
    assert [getattr(guard(lambda: ""), GUARD) for guard in (public, signed_in)] == ["public", "signed_in"]
    assert getattr(guarded(lambda member: member, anyone_who_finds_it)(str), GUARD) == "guarded"


def test_whoever_finds_it_may_have_it() -> None:
    assert anyone_who_finds_it(object(), object()) is True


@pytest.mark.parametrize(
    ("wanted", "way_back"),
    [
        ("/", "/"),
        ("/cohorts/7?page=2#end", "/cohorts/7?page=2#end"),
        ("/c/a//b", "/c/a//b"),
        (None, ""),
        ("", ""),
        ("cohorts", ""),
        ("//evil.example", ""),
        ("///evil.example", ""),
        ("/\\evil.example", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("\t//evil.example", ""),
    ],
)
def test_the_way_back_never_leads_elsewhere(wanted: str | None, way_back: str) -> None:
    assert own_path(wanted) == way_back


@pytest.mark.parametrize("hidden", ["/\t/evil.example", "/\n/evil.example", "/\r\\evil.example"])
def test_signs_that_browsers_skip_do_not_hide_an_address(hidden: str) -> None:
    assert own_path(hidden) == ""

"""One table for every route and every member of the cast; a route that isn't in it fails the build.

The letters stand for the members in the order of WHO: `i` gets in, `f` is forbidden (403: they know that it
exists), `n` finds nothing (404: they don't), `s` is sent to the sign-in page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.shared.ids import new_id
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.house.records import Records, make_records

WHO = (
    "trainee",
    "other_trainee",
    "instructor",
    "coordinator",
    "author",
    "moderator",
    "outsider_trainee",
    "outsider_instructor",
    "outsider_coordinator",
    "stranger",
)
EVERYBODY, SIGNED_IN = "iiiiiiiiii", "iiiiiiiiis"
STAFF = "nniiiinii" + "s"


@dataclass(frozen=True)
class Row:
    """A route, an address of it that belongs to the trainee or their cohort, and who may do what."""

    endpoint: str
    address: str
    expected: str
    method: str = "GET"
    data: Callable[[Records], dict[str, Any]] = lambda _: {}


TABLE = (
    Row("acknowledgements.create", "/sign-offs/{sign_off}/acknowledgement", "inffnfnnns", "POST"),
    Row(
        "attempts.create",
        "/enrolments/{enrolment}/items/safety-quiz/attempts",
        "inffnnnnns",
        "POST",
        lambda _: {"attempt_id": str(new_id())},
    ),
    Row("attempts.show", "/attempts/{attempt}", "iniinnnnns"),
    Row("certificates.create", "/cohorts/{cohort}/certificates", "nnfinnnnns", "POST"),
    Row("certificates.index", "/cohorts/{cohort}/certificates", "nnfinnnnns"),
    Row("certificates.show", "/certificates/{certificate}.pdf", "iniinnnnns"),
    Row("cohort_matrix.show", "/cohorts/{cohort}", "nniinnnnns"),
    Row("cohorts.create", "/cohorts", "fffiffffis", "POST"),
    Row("cohorts.new", "/cohorts/new", "fffiffffis"),
    Row("completions.create", "/enrolments/{enrolment}/items/the-bench/completion", "inffnnnnns", "POST"),
    Row("courses.index", "/courses", STAFF),
    Row("enrolments.create", "/cohorts/{cohort}/enrolments", "nnfinnnnns", "POST"),
    Row("enrolments.new", "/cohorts/{cohort}/enrolments/new", "nnfinnnnns"),
    Row("enrolments.show", "/enrolments/{enrolment}", "iniinnnnns"),
    Row("evidence.show", "/evidence/{evidence}", "iniininnns"),
    Row("images.show", "/images/{image}.svg", EVERYBODY),
    Row("invitations.edit", "/invitations/{invitation}", EVERYBODY),
    Row("invitations.update", "/invitations/{invitation}", EVERYBODY, "POST"),
    Row("items.show", "/enrolments/{enrolment}/items/the-bench", "inffnnnnns"),
    Row("languages.update", "/language", EVERYBODY, "POST", lambda _: {"language": "en"}),
    Row("marks.create", "/attempts/{attempt}/mark", "inffnnnnns", "POST"),
    Row("passwords.edit", "/password", SIGNED_IN),
    Row("passwords.update", "/password", SIGNED_IN, "POST"),
    Row("practice.create", "/enrolments/{enrolment}/items/the-bench/practice/bench-check", "inffnnnnns", "POST"),
    Row(
        "readiness.create",
        "/enrolments/{enrolment}/items/esd-bench/readiness",
        "inffnnnnns",
        "POST",
        lambda _: {"readiness_id": str(new_id())},
    ),
    Row("responses.create", "/attempts/{attempt}/responses", "inffnnnnns", "POST"),
    Row("revision_items.show", "/revisions/{revision}/items/safety-quiz", STAFF),
    Row("revisions.show", "/revisions/{revision}", STAFF),
    Row("sessions.create", "/sign-in", EVERYBODY, "POST"),
    Row("sessions.destroy", "/sign-out", SIGNED_IN, "POST"),
    Row("sessions.new", "/sign-in", EVERYBODY),
    Row("sign_offs.create", "/enrolments/{enrolment}/items/esd-bench/sign-offs", "fnifnnnnns", "POST"),
    Row("sign_offs.new", "/enrolments/{enrolment}/items/esd-bench/sign-offs/new", "fnifnnnnns"),
    Row("sign_offs.show", "/sign-offs/{sign_off}", "iniininnns"),
    Row("today.show", "/", SIGNED_IN),
    Row("verifications.show", "/c/{code}", EVERYBODY),
    Row("web.asset", "/assets/{asset}", EVERYBODY),
    Row("web.health", "/health", EVERYBODY),
    Row("web.styleguide", "/styleguide", EVERYBODY),
)


@pytest.fixture
def records(cast: Cast) -> Records:
    """Something behind every address: data that could leak."""
    return make_records(cast)


def test_the_table_has_every_route_and_no_other(app: Flask) -> None:
    assert {row.endpoint for row in TABLE} == set(app.view_functions)


@pytest.mark.parametrize("row", TABLE, ids=[row.endpoint for row in TABLE])
def test_each_member_gets_as_far_as_the_table_says(row: Row, cast: Cast, records: Records, client_of: ClientOf) -> None:
    address = row.address.format(**vars(records))
    found = ""
    for name in WHO:
        response = client_of(cast.members[name]).open(address, method=row.method, data=row.data(records))
        found += _letter(response)
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, row.expected, strict=True))


def _letter(response: TestResponse) -> str:
    if response.status_code == 302 and response.location.startswith("/sign-in"):
        return "s"
    if response.status_code >= 500:
        raise AssertionError(response.text)
    return {403: "f", 404: "n"}.get(response.status_code, "i")

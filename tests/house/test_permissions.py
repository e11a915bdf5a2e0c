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
    Row("accounts.edit", "/account/name", SIGNED_IN),
    Row("accounts.show", "/account", SIGNED_IN),
    Row("accounts.update", "/account/name", SIGNED_IN, "POST"),
    Row("acknowledgements.create", "/sign-offs/{sign_off}/acknowledgement", "inffnfnnns", "POST"),
    Row("addresses.create", "/account/address", SIGNED_IN, "POST"),
    Row("addresses.edit", "/account/address/{address_change}", EVERYBODY),
    Row("addresses.new", "/account/address", SIGNED_IN),
    Row("addresses.update", "/account/address/{address_change}", EVERYBODY, "POST"),
    Row("annulments.create", "/attempts/{attempt}/annulment", "fnifnnnnns", "POST"),
    Row("annulments.destroy", "/attempts/{attempt}/annulment/removal", "fnifnnnnns", "POST"),
    Row("annulments.new", "/attempts/{attempt}/annulment/new", "fnifnnnnns"),
    Row("arrangements.create", "/enrolments/{enrolment}/arrangements", "fniinnnnns", "POST"),
    Row("arrangements.edit", "/enrolments/{enrolment}/arrangements/safety-quiz", "fniinnnnns"),
    Row("arrangements.index", "/enrolments/{enrolment}/arrangements", "fniinnnnns"),
    Row("arrangements.update", "/enrolments/{enrolment}/arrangements/safety-quiz", "fniinnnnns", "POST"),
    Row("attempt_remarks.create", "/attempts/{attempt}/remarks", "fnifnnnnns", "POST"),
    Row("attempt_remarks.new", "/attempts/{attempt}/remarks/new", "fnifnnnnns"),
    Row(
        "attempts.create",
        "/enrolments/{enrolment}/items/safety-quiz/attempts",
        "inffnnnnns",
        "POST",
        lambda _: {"attempt_id": str(new_id())},
    ),
    Row("attempts.show", "/attempts/{attempt}", "iniinnnnns"),
    Row("case_acts.create", "/case-runs/{case_run}/acts", "inffnnnnns", "POST"),
    Row("case_runs.create", "/enrolments/{case_enrolment}/items/dead-phone/case-runs", "inffnnnnns", "POST"),
    Row("case_runs.show", "/case-runs/{case_run}", "iniinnnnns"),
    Row("catalogue.index", "/catalogue", EVERYBODY),
    Row("catalogue.show", "/catalogue/tiny-phone-repair", EVERYBODY),
    Row("certificates.create", "/cohorts/{cohort}/certificates", "nnfinnnnns", "POST"),
    Row("certificates.index", "/cohorts/{cohort}/certificates", "nnfinnnnns"),
    Row("certificates.show", "/certificates/{certificate}.pdf", "iniinnnnns"),
    Row("closed_weeks.create", "/cohorts/{cohort}/closed-weeks", "nnfinnnnns", "POST"),
    Row("closed_weeks.destroy", "/cohorts/{cohort}/closed-weeks/removal", "nnfinnnnns", "POST"),
    Row("closures.create", "/cohorts/{cohort}/closure", "nnfinnnnns", "POST"),
    Row("closures.destroy", "/cohorts/{cohort}/closure/removal", "nnfinnnnns", "POST"),
    Row("cohort_cards.create", "/cohorts/{cohort}/cards", "nnfinnnnns", "POST"),
    Row("cohort_cards.index", "/cohorts/{cohort}/cards", "nnfinnnnns"),
    Row("cohort_exports.csv", "/cohorts/{cohort}.csv", "nniinnnnns"),
    Row("cohort_exports.xlsx", "/cohorts/{cohort}.xlsx", "nniinnnnns"),
    Row("cohort_matrix.show", "/cohorts/{cohort}", "nniinnnnns"),
    Row("cohorts.create", "/cohorts", "fffiffffis", "POST"),
    Row("cohorts.edit", "/cohorts/{cohort}/edit", "nnfinnnnns"),
    Row("cohorts.new", "/cohorts/new", "fffiffffis"),
    Row("cohorts.update", "/cohorts/{cohort}", "nnfinnnnns", "POST"),
    Row("completions.create", "/enrolments/{enrolment}/items/the-bench/completion", "inffnnnnns", "POST"),
    Row("courses.index", "/courses", STAFF),
    Row("due_dates.index", "/cohorts/{cohort}/due-dates", "nniinnnnns"),
    Row("due_dates.update", "/cohorts/{cohort}/due-dates/safety-quiz", "nniinnnnns", "POST"),
    Row("enrolments.create", "/cohorts/{cohort}/enrolments", "nnfinnnnns", "POST"),
    Row("enrolments.new", "/cohorts/{cohort}/enrolments/new", "nnfinnnnns"),
    Row("enrolments.show", "/enrolments/{enrolment}", "iniinnnnns"),
    Row("evidence.show", "/evidence/{evidence}", "iniininnns"),
    Row("failed_letters.update", "/letters/failed", "fffffffffs", "POST"),
    Row(
        "further_attempts.create",
        "/enrolments/{enrolment}/arrangements/safety-quiz/further-attempts",
        "fniinnnnns",
        "POST",
    ),
    Row("glossaries.show", "/enrolments/{enrolment}/glossary", "iniinnnnns"),
    Row("images.show", "/images/{image}.svg", EVERYBODY),
    Row("invitations.create", "/invitations", EVERYBODY, "POST"),
    Row("invitations.edit", "/invitations/{invitation}", EVERYBODY),
    Row("invitations.new", "/invitations", EVERYBODY),
    Row("invitations.update", "/invitations/{invitation}", EVERYBODY, "POST"),
    Row("items.show", "/enrolments/{enrolment}/items/the-bench", "inffnnnnns"),
    Row("languages.update", "/language", EVERYBODY, "POST", lambda _: {"language": "en"}),
    Row("late_answers.index", "/attempts/{attempt}/late-answers", "fnifnnnnns"),
    Row("late_answers.update", "/attempts/{attempt}/late-answers", "fnifnnnnns", "POST"),
    Row("letters.index", "/letters", "fffffffffs"),
    Row("letters.update", "/letters/{letter}", "nnnnnnnnns", "POST", lambda _: {"decision": "again"}),
    Row("marks.create", "/attempts/{attempt}/mark", "inffnnnnns", "POST"),
    Row("mistake_reports.create", "/enrolments/{enrolment}/items/the-bench/reports", "iniinnnnns", "POST"),
    Row("mistake_reports.create", "/revisions/{revision}/items/the-bench/reports", STAFF, "POST"),
    Row("mistake_reports.index", "/reports", SIGNED_IN),
    Row("mistake_reports.new", "/enrolments/{enrolment}/items/the-bench/reports/new", "iniinnnnns"),
    Row("mistake_reports.new", "/revisions/{revision}/items/safety-quiz/reports/new", STAFF),
    Row("mistake_reports.show", "/reports/{report}", "innninnnns"),
    Row("mistake_reports.update", "/reports/{report}/answer", "fnnninnnns", "POST"),
    Row("moves.create", "/enrolments/{enrolment}/moves", "fnfinnnnns", "POST"),
    Row("moves.new", "/enrolments/{enrolment}/moves/new", "fnfinnnnns"),
    Row("notice_choices.edit", "/notices/choices", SIGNED_IN),
    Row("notice_choices.update", "/notices/choices", SIGNED_IN, "POST"),
    Row("notices.index", "/notices", SIGNED_IN),
    Row("notices.update", "/notices/{notice}", "innnnnnnns", "POST"),
    Row("password_resets.create", "/password-reset", EVERYBODY, "POST"),
    Row("password_resets.edit", "/password-reset/{password_reset}", EVERYBODY),
    Row("password_resets.new", "/password-reset", EVERYBODY),
    Row("password_resets.update", "/password-reset/{password_reset}", EVERYBODY, "POST"),
    Row("passwords.edit", "/password", SIGNED_IN),
    Row("passwords.update", "/password", SIGNED_IN, "POST"),
    Row("people.create", "/people", "fffiffffis", "POST"),
    Row("people.edit", "/people/{person}/edit", "nnninnnnns"),
    Row("people.index", "/people", "fffiffffis"),
    Row("people.new", "/people/new", "fffiffffis"),
    Row("people.show", "/people/{person}", "nnninnnnns"),
    Row("people.update", "/people/{person}", "nnninnnnns", "POST"),
    Row("people_cards.create", "/people/{person}/card", "nnninnnnns", "POST"),
    Row("people_cards.show", "/people/{person}/card", "nnninnnnns"),
    Row("people_deactivations.create", "/people/{person}/deactivation", "nnninnnnns", "POST"),
    Row("people_deactivations.destroy", "/people/{person}/reactivation", "nnninnnnns", "POST"),
    Row("people_deactivations.new", "/people/{person}/deactivation", "nnninnnnns"),
    Row("people_invitations.create", "/people/{person}/invitation", "nnninnnnns", "POST"),
    Row("people_roles.create", "/people/{person}/roles", "nnninnnnns", "POST"),
    Row("people_roles.destroy", "/people/{person}/roles/removal", "nnninnnnns", "POST"),
    Row("people_sign_ins.destroy", "/people/{person}/sign-out", "nnninnnnns", "POST"),
    Row("practice.create", "/enrolments/{enrolment}/items/the-bench/practice/bench-check", "inffnnnnns", "POST"),
    Row("quiz_statistics.csv", "/revisions/{revision}/items/safety-quiz/statistics.csv", STAFF),
    Row("quiz_statistics.index", "/revisions/{revision}/statistics", STAFF),
    Row("quiz_statistics.show", "/revisions/{revision}/items/safety-quiz/statistics", STAFF),
    Row("quiz_practice.create", "/enrolments/{enrolment}/practice/safety-quiz/energy", "inffnnnnns", "POST"),
    Row("quiz_practice.index", "/enrolments/{enrolment}/practice", "iniinnnnns"),
    Row("quiz_practice.new", "/enrolments/{enrolment}/practice/safety-quiz/energy", "inffnnnnns"),
    Row("quiz_practice.show", "/practice-answers/{practice_answer}", "iniinnnnns"),
    Row(
        "readiness.create",
        "/enrolments/{enrolment}/items/esd-bench/readiness",
        "inffnnnnns",
        "POST",
        lambda _: {"readiness_id": str(new_id())},
    ),
    Row("responses.index", "/attempts/{attempt}/responses", "inffnnnnns"),
    Row("responses.create", "/attempts/{attempt}/responses", "inffnnnnns", "POST"),
    Row("returns.create", "/enrolments/{enrolment}/returns", "fnfinnnnns", "POST"),
    Row("returns.new", "/enrolments/{enrolment}/returns/new", "fnfinnnnns"),
    Row("revision_coverage.show", "/revisions/{revision}/coverage", STAFF),
    Row("revision_files.show", "/revisions/{revision}/sources/week-01/80-safety-quiz.md", STAFF),
    Row("revision_glossaries.show", "/revisions/{revision}/glossary", STAFF),
    Row("revision_items.show", "/revisions/{revision}/items/safety-quiz", STAFF),
    Row("revision_sources.show", "/revisions/{revision}.zip", STAFF),
    Row("revisions.show", "/revisions/{revision}", STAFF),
    Row("rosters.create", "/cohorts/{cohort}/roster/enrolments", "nnfinnnnns", "POST"),
    Row("rosters.new", "/cohorts/{cohort}/roster", "nnfinnnnns"),
    Row("rosters.show", "/cohorts/{cohort}/roster", "nnfinnnnns", "POST"),
    Row("searches.show", "/search?q=trainee", SIGNED_IN),
    Row("sessions.create", "/sign-in", EVERYBODY, "POST"),
    Row("sessions.destroy", "/sign-out", SIGNED_IN, "POST"),
    Row("sessions.new", "/sign-in", EVERYBODY),
    Row("sign_ins.destroy", "/account/sign-ins/{sign_in}/end", "innnnnnnns", "POST"),
    Row("sign_ins.destroy_others", "/account/sign-ins/end", SIGNED_IN, "POST"),
    Row("sign_offs.create", "/enrolments/{enrolment}/items/esd-bench/sign-offs", "fnifnnnnns", "POST"),
    Row("sign_offs.new", "/enrolments/{enrolment}/items/esd-bench/sign-offs/new", "fnifnnnnns"),
    Row("sign_offs.show", "/sign-offs/{sign_off}", "iniininnns"),
    Row("sites.create", "/sites", "fffffffffs", "POST"),
    Row("sites.edit", "/sites/{site}/edit", "nnnnnnnnns"),
    Row("sites.index", "/sites", "fffffffffs"),
    Row("sites.new", "/sites/new", "fffffffffs"),
    Row("sites.update", "/sites/{site}", "nnnnnnnnns", "POST"),
    Row("their_due_dates.index", "/enrolments/{enrolment}/due-dates", "fniinnnnns"),
    Row("their_due_dates.update", "/enrolments/{enrolment}/due-dates/safety-quiz", "fniinnnnns", "POST"),
    Row("today.show", "/", SIGNED_IN),
    Row("unread_notices.destroy", "/notices/unread", SIGNED_IN, "POST"),
    Row("unread_notices.show", "/notices/unread", SIGNED_IN),
    Row("verifications.show", "/c/{code}", EVERYBODY),
    Row("web.asset", "/assets/{asset}", EVERYBODY),
    Row("web.health", "/health", EVERYBODY),
    Row("web.service_worker", "/service-worker.js", EVERYBODY),
    Row("web.styleguide", "/styleguide", EVERYBODY),
    Row("withdrawals.create", "/enrolments/{enrolment}/withdrawals", "fnfinnnnns", "POST"),
    Row("withdrawals.new", "/enrolments/{enrolment}/withdrawals/new", "fnfinnnnns"),
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

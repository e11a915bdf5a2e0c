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
    Row("achievements.image", "/achievements/tiny-phone-repair/{digest}.png", EVERYBODY),
    Row("achievements.show", "/achievements/tiny-phone-repair/{digest}", EVERYBODY),
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
    Row("automatic_issuing.create", "/cohorts/{cohort}/automatic-issuing", "nnfinnnnns", "POST"),
    Row("automatic_issuing.destroy", "/cohorts/{cohort}/automatic-issuing/removal", "nnfinnnnns", "POST"),
    Row("badges.public_file", "/c/{code}/badge.json", EVERYBODY),
    Row("badges.show", "/certificates/{certificate}/badge.json", "iniinnnnns"),
    Row("bench.show", "/bench/{cohort}", "nnifnnnnns"),
    Row("bench_records.create", "/bench/records", "ffiiiifiis", "POST"),
    Row("case_acts.create", "/case-runs/{case_run}/acts", "inffnnnnns", "POST"),
    Row("case_runs.create", "/enrolments/{case_enrolment}/items/dead-phone/case-runs", "inffnnnnns", "POST"),
    Row("case_runs.show", "/case-runs/{case_run}", "iniinnnnns"),
    Row("catalogue.index", "/catalogue", EVERYBODY),
    Row("catalogue.show", "/catalogue/tiny-phone-repair", EVERYBODY),
    Row("certificate_erasures.create", "/certificates/{certificate}/erasure", "fnfinnnnns", "POST"),
    Row("certificate_erasures.new", "/certificates/{certificate}/erasure", "fnfinnnnns"),
    Row("certificate_exceptions.create", "/enrolments/{enrolment}/certificate-exceptions", "fnfinnnnns", "POST"),
    Row("certificate_exceptions.new", "/enrolments/{enrolment}/certificate-exceptions/new", "fnfinnnnns"),
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
    Row("cohort_outcomes.csv", "/cohorts/{cohort}/outcomes.csv", "nniinnnnns"),
    Row("cohort_practicals.csv", "/cohorts/{cohort}/practicals.csv", "nniinnnnns"),
    Row("cohort_practicals.show", "/cohorts/{cohort}/practicals", "nniinnnnns"),
    Row("cohort_practicals.xlsx", "/cohorts/{cohort}/practicals.xlsx", "nniinnnnns"),
    Row("cohort_revisions.index", "/cohorts/{cohort}/revision", "nnfinnnnns"),
    Row("cohort_revisions.show", "/cohorts/{cohort}/revision/parts/the-bench", "nnfinnnnns"),
    Row("cohort_revisions.update", "/cohorts/{cohort}/revision", "nnfinnnnns", "POST"),
    Row("competences.index", "/enrolments/{enrolment}/competences", "iniinnnnns"),
    Row("cohorts.create", "/cohorts", "fffiffffis", "POST"),
    Row("cohorts.edit", "/cohorts/{cohort}/edit", "nnfinnnnns"),
    Row("cohorts.new", "/cohorts/new", "fffiffffis"),
    Row("cohorts.update", "/cohorts/{cohort}", "nnfinnnnns", "POST"),
    Row("completions.create", "/enrolments/{enrolment}/items/the-bench/completion", "inffnnnnns", "POST"),
    Row("corrections.create", "/sign-offs/{sign_off}/corrections", "fnifnfnnns", "POST"),
    Row("corrections.new", "/sign-offs/{sign_off}/corrections/new", "fnifnfnnns"),
    Row("courses.index", "/courses", STAFF),
    Row("disputes.answer_one_clash", "/clashes/{clash}/answer", "nnninnnnns", "POST"),
    Row("disputes.answer_one_disagreement", "/disagreements/{sign_off}/answer", "nnninnnnns", "POST"),
    Row("disputes.index", "/disputes", "nnninnnnis"),
    Row("disputes.show_clash", "/clashes/{clash}", "nnninnnnns"),
    Row("disputes.show_disagreement", "/disagreements/{sign_off}", "nnninnnnns"),
    Row("due_dates.index", "/cohorts/{cohort}/due-dates", "nniinnnnns"),
    Row("due_dates.update", "/cohorts/{cohort}/due-dates/safety-quiz", "nniinnnnns", "POST"),
    Row("eligibilities.index", "/cohorts/{cohort}/completion", "nniinnnnns"),
    Row("eligibilities.show", "/enrolments/{enrolment}/completion", "iniinnnnns"),
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
    Row("held_certificates.show", "/certificates/{certificate}", "iniinnnnns"),
    Row("held_certificates.update", "/certificates/{certificate}/disclosure", "inffnnnnns", "POST"),
    Row("held_photos.show", "/held-records/{held_record}/photos/1", "nniinnnnns"),
    Row("held_records.create", "/held-records/{held_record}/sign-off", "nnifnnnnns", "POST"),
    Row("held_records.destroy", "/held-records/{held_record}/removal", "nniinnnnns", "POST"),
    Row("held_records.index", "/held-records", "ffiiiifiis"),
    Row("held_records.show", "/held-records/{held_record}", "nniinnnnns"),
    Row("images.show", "/images/{image}.svg", EVERYBODY),
    Row("invitations.create", "/invitations", EVERYBODY, "POST"),
    Row("invitations.edit", "/invitations/{invitation}", EVERYBODY),
    Row("invitations.new", "/invitations", EVERYBODY),
    Row("invitations.update", "/invitations/{invitation}", EVERYBODY, "POST"),
    Row("issuers.in_folder", "/did.json", EVERYBODY),
    Row("issuers.keys", "/.well-known/did.json", EVERYBODY),
    Row("issuers.show", "/issuer", EVERYBODY),
    Row("issuing_runs.create", "/cohorts/{cohort}/issuing-runs", "nnfinnnnns", "POST"),
    Row("issuing_runs.show", "/issuing-runs/{issuing_run}", "nnfinnnnns"),
    Row("items.show", "/enrolments/{enrolment}/items/the-bench", "inffnnnnns"),
    Row("languages.update", "/language", EVERYBODY, "POST", lambda _: {"language": "en"}),
    Row("late_answers.index", "/attempts/{attempt}/late-answers", "fnifnnnnns"),
    Row("late_answers.update", "/attempts/{attempt}/late-answers", "fnifnnnnns", "POST"),
    Row("letters.index", "/letters", "fffffffffs"),
    Row("letters.update", "/letters/{letter}", "nnnnnnnnns", "POST", lambda _: {"decision": "again"}),
    Row("marks.create", "/attempts/{attempt}/mark", "inffnnnnns", "POST"),
    Row("licences.show", "/enrolments/{enrolment}/licence", "fniinnnnns"),
    Row("licences.update", "/enrolments/{enrolment}/licence", "fnifnnnnns", "POST"),
    Row("mistake_reports.create", "/enrolments/{enrolment}/items/the-bench/reports", "iniinnnnns", "POST"),
    Row("mistake_reports.create", "/revisions/{revision}/items/the-bench/reports", STAFF, "POST"),
    Row("mistake_reports.index", "/reports", SIGNED_IN),
    Row("mistake_reports.new", "/enrolments/{enrolment}/items/the-bench/reports/new", "iniinnnnns"),
    Row("mistake_reports.new", "/revisions/{revision}/items/safety-quiz/reports/new", STAFF),
    Row("mistake_reports.show", "/reports/{report}", "innninnnns"),
    Row("mistake_reports.update", "/reports/{report}/answer", "fnnninnnns", "POST"),
    Row("moderated_shares.update", "/sites/{site}/moderated-share", "nnninnnnns", "POST"),
    Row("moderation_answers.create", "/moderations/{moderated}/answer", "nnifnfnnns", "POST"),
    Row("moderation_figures.csv", "/moderations/figures.csv", "fffiffffis"),
    Row("moderation_figures.index", "/moderations/figures", "fffiffffis"),
    Row("moderations.index", "/moderations", "ffiififiis"),
    Row("moderations.show", "/moderations/{moderated}", "nniininnns"),
    Row("moderator_judgements.create", "/moderations/{moderation}/judgement", "nnnnninnns", "POST"),
    Row("moderator_judgements.new", "/moderations/{moderation}/judgement", "nnnnninnns"),
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
    Row("pins.edit", "/account/pin", SIGNED_IN),
    Row("pins.update", "/account/pin", SIGNED_IN, "POST"),
    Row("practice.create", "/enrolments/{enrolment}/items/the-bench/practice/bench-check", "inffnnnnns", "POST"),
    Row(
        "question_corrections.create",
        "/revisions/{revision}/items/safety-quiz/questions/energy/corrections",
        "nnffifnffs",
        "POST",
    ),
    Row("question_corrections.destroy", "/question-corrections/{question_correction}/erasure", "nnffifnffs", "POST"),
    Row("question_corrections.edit", "/question-corrections/{question_correction}/erasure", "nnffifnffs"),
    Row("question_corrections.index", "/courses/tiny-phone-repair/question-corrections", "nnffifnffs"),
    Row(
        "question_corrections.new",
        "/revisions/{revision}/items/safety-quiz/questions/energy/corrections/new",
        "nnffifnffs",
    ),
    Row("question_corrections.show", "/question-corrections/{question_correction}", "nnffifnffs"),
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
    Row("revocations.create", "/certificates/{certificate}/revocation", "fnfinnnnns", "POST"),
    Row("revocations.new", "/certificates/{certificate}/revocation", "fnfinnnnns"),
    Row("rosters.create", "/cohorts/{cohort}/roster/enrolments", "nnfinnnnns", "POST"),
    Row("rosters.new", "/cohorts/{cohort}/roster", "nnfinnnnns"),
    Row("rosters.show", "/cohorts/{cohort}/roster", "nnfinnnnns", "POST"),
    Row("safety_corrections.create", "/courses/tiny-phone-repair/safety-corrections", "nnffifnffs", "POST"),
    Row("safety_corrections.index", "/courses/tiny-phone-repair/safety-corrections", STAFF),
    Row("safety_corrections.new", "/courses/tiny-phone-repair/safety-corrections/new", "nnffifnffs"),
    Row("safety_corrections.readers", "/cohorts/{cohort}/safety-corrections", "nniinnnnns"),
    Row("safety_corrections.show", "/safety-corrections/{safety_correction}", STAFF),
    Row("safety_duties.create", "/safety-duties/{safety_duty}/acknowledgement", "innnnnnnns", "POST"),
    Row("safety_duties.show", "/safety-duties/{safety_duty}", "innnnnnnns"),
    Row("safety_erasures.create", "/safety-corrections/{safety_correction}/erasure", "nnffifnffs", "POST"),
    Row("safety_erasures.new", "/safety-corrections/{safety_correction}/erasure", "nnffifnffs"),
    Row("searches.show", "/search?q=trainee", SIGNED_IN),
    Row("sessions.create", "/sign-in", EVERYBODY, "POST"),
    Row("sessions.destroy", "/sign-out", SIGNED_IN, "POST"),
    Row("sessions.new", "/sign-in", EVERYBODY),
    Row("sign_ins.destroy", "/account/sign-ins/{sign_in}/end", "innnnnnnns", "POST"),
    Row("sign_ins.destroy_others", "/account/sign-ins/end", SIGNED_IN, "POST"),
    Row("sign_off_decisions.create", "/sign-offs/{sign_off}/set-aside", "nnninnnnns", "POST"),
    Row("sign_off_decisions.destroy", "/sign-offs/{sign_off}/set-aside/removal", "nnninnnnns", "POST"),
    Row("sign_off_decisions.new", "/sign-offs/{sign_off}/set-aside/new", "nnninnnnns"),
    Row("sign_offs.create", "/enrolments/{enrolment}/items/esd-bench/sign-offs", "fnifnnnnns", "POST"),
    Row("sign_offs.new", "/enrolments/{enrolment}/items/esd-bench/sign-offs/new", "fnifnnnnns"),
    Row("sign_offs.show", "/sign-offs/{sign_off}", "iniininnns"),
    Row("signatures.create", "/sign-offs/{sign_off}/signature", "fnifnfnnns", "POST"),
    Row("signatures.new", "/sign-offs/{sign_off}/signature", "fnifnfnnns"),
    Row("status_lists.jwt", "/status-lists/1.jwt", EVERYBODY),
    Row("status_lists.show", "/status-lists/1", EVERYBODY),
    Row("successors.create_correction", "/certificates/{certificate}/correction", "fnfinnnnns", "POST"),
    Row("successors.create_renewal", "/certificates/{certificate}/renewal", "fnfinnnnns", "POST"),
    Row("successors.new_correction", "/certificates/{certificate}/correction", "fnfinnnnns"),
    Row("successors.new_renewal", "/certificates/{certificate}/renewal", "fnfinnnnns"),
    Row("testimonies.create", "/enrolments/{enrolment}/items/esd-bench/testimonies", "fnifnnnnns", "POST"),
    Row("testimonies.index", "/testimonies", "ffiifffiis"),
    Row("testimonies.new", "/enrolments/{enrolment}/items/esd-bench/testimonies/new", "fnifnnnnns"),
    Row("testimonies.show", "/testimonies/{testimony}", "nniinnnnns"),
    Row("testimony_decisions.create", "/testimonies/{testimony}/decision", "nnifnnnnns", "POST"),
    Row("testimony_erasures.create", "/testimonies/{testimony}/erasure", "nnfinnnnns", "POST"),
    Row("testimony_erasures.new", "/testimonies/{testimony}/erasure/new", "nnfinnnnns"),
    Row("sites.create", "/sites", "fffffffffs", "POST"),
    Row("sites.edit", "/sites/{site}/edit", "nnnnnnnnns"),
    Row("sites.index", "/sites", "fffffffffs"),
    Row("sites.new", "/sites/new", "fffffffffs"),
    Row("sites.update", "/sites/{site}", "nnnnnnnnns", "POST"),
    Row("their_due_dates.index", "/enrolments/{enrolment}/due-dates", "fniinnnnns"),
    Row("their_due_dates.update", "/enrolments/{enrolment}/due-dates/safety-quiz", "fniinnnnns", "POST"),
    Row("today.show", "/", SIGNED_IN),
    Row("training_papers.attestation", "/enrolments/{enrolment}/attestation.pdf", "iniinnnnns"),
    Row("training_papers.transcript", "/enrolments/{enrolment}/transcript.pdf", "iniinnnnns"),
    Row("unread_notices.destroy", "/notices/unread", SIGNED_IN, "POST"),
    Row("unread_notices.show", "/notices/unread", SIGNED_IN),
    Row("verifications.compare", "/c/{code}", EVERYBODY, "POST"),
    Row("verifications.new", "/c", EVERYBODY),
    Row("verifications.show", "/c/{code}", EVERYBODY),
    Row("web.asset", "/assets/{asset}", EVERYBODY),
    Row("web.health", "/health", EVERYBODY),
    Row("web.service_worker", "/service-worker.js", EVERYBODY),
    Row("web.styleguide", "/styleguide", EVERYBODY),
    Row("withdrawals.create", "/enrolments/{enrolment}/withdrawals", "fnfinnnnns", "POST"),
    Row("withdrawals.new", "/enrolments/{enrolment}/withdrawals/new", "fnfinnnnns"),
    Row("witnesses.edit", "/t/{witness_code}", EVERYBODY),
    Row("witnesses.show", "/t/thanks", EVERYBODY),
    Row("witnesses.update", "/t/{witness_code}", EVERYBODY, "POST"),
    Row("workshops.csv", "/cohorts/{cohort}/weeks/1/workshop.csv", "nniinnnnns"),
    Row("workshops.show", "/cohorts/{cohort}/weeks/1/workshop", "nniinnnnns"),
    Row("workshops.xlsx", "/cohorts/{cohort}/weeks/1/workshop.xlsx", "nniinnnnns"),
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

"""What a certificate states."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.certificates.facts import (
    Issue,
    Proof,
    Signatory,
    SignedOff,
    StatedCompetence,
    Statement,
    code_from,
    file_name,
    from_json,
    grouped,
    statement_of,
    to_json,
)
from app.courses.facts import Done
from app.curriculum.model import Duration
from app.shared.digests import canonical
from tests.cases.sitting import dead_phone
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, LATE_EVENING, SCHOOL
from tests.courses.unwritten import enrolled_with_drafts, enrolled_without_items

CODE = "k4t9x2m7pqa0c3v8rwhz"
ISSUE = Issue(CODE, SCHOOL, "Cora Coordinator", ISSUED, "ab" * 32)
WEEK_ONE = {"the-bench": DONE, "safety-quiz": DONE, "esd-bench": DONE}
EVERYTHING = Done(WEEK_ONE | {"the-battery": LATE_EVENING, "the-screen": DONE, "the-port": DONE, "the-board": DONE}, {})
ON_A_PHONE = {"esd-bench": (SignedOff(DONE, "Samsung Galaxy A52"),)}


@pytest.fixture
def statement(cast: Cast) -> Statement:
    return statement_of(cast.enrolled(), done=EVERYTHING, signed_off=ON_A_PHONE, issue=ISSUE)


def test_it_states_who_what_when_and_where(statement: Statement) -> None:
    assert replace(statement, competences=(), proofs=()) == Statement(
        code=CODE,
        school=SCHOOL,
        holder="Tara Trainee",
        language="en",
        title="Tiny phone repairer",
        course_id="tiny-phone-repair",
        course="Tiny phone repair",
        hours=Decimal(175),  # five weeks of 35
        first_day=date(2026, 5, 4),
        last_day=date(2026, 5, 13),  # in the cohort's time zone
        place="Lyon",
        issued_by="Cora Coordinator",
        issued_on=date(2026, 5, 15),
        revision=1,
        revision_digest="ab" * 32,
        competences=(),
        proofs=(),
    )


def test_hours_of_weeks_without_items_and_of_drafts_are_not_stated(cast: Cast) -> None:
    for unwritten in (enrolled_without_items(cast, [3, 4, 5]), enrolled_with_drafts(cast, [1, 2, 5])):
        assert statement_of(unwritten, done=Done(WEEK_ONE, {}), signed_off={}, issue=ISSUE).hours == Decimal(70)


def test_practicals_are_shown_with_their_date_and_device_and_quizzes_with_their_date(
    statement: Statement,
) -> None:
    day = date(2026, 5, 7)
    assert statement.practicals == (
        Proof("P1", "practical", "esd-bench", "Set up an ESD bench", day, "Samsung Galaxy A52"),
    )
    assert statement.quizzes == (Proof("Q1", "quiz", "safety-quiz", "Safety quiz", day, ""),)


def test_a_case_that_was_solved_is_stated_and_shows_its_competences(cast: Cast) -> None:
    phone = dead_phone(cast)
    found = statement_of(phone.enrolled, done=Done({phone.item.id: DONE}, {}), signed_off={}, issue=ISSUE)
    assert found.cases == found.proofs == (Proof("C1", "case", "dead-phone", "Dead phone", date(2026, 5, 7), ""),)
    assert [(each.id, each.shown_by) for each in found.competences] == [("B1.1", ("C1",))]


def test_a_competence_that_was_only_read_about_is_not_stated(cast: Cast) -> None:
    read = Done({"the-bench": DONE, "the-battery": DONE}, {})
    assert statement_of(cast.enrolled(), done=read, signed_off={}, issue=ISSUE).competences == ()


def test_a_competence_names_what_showed_it(cast: Cast) -> None:
    done = Done({"esd-bench": DONE}, {})
    stated = statement_of(cast.enrolled(), done=done, signed_off=ON_A_PHONE, issue=ISSUE).competences
    assert stated == (StatedCompetence("B1.1", "Prepare an ESD-safe bench", "Work safely", ("P1",)),)


def test_several_successes_name_each_device_once_and_the_last_day(cast: Cast) -> None:
    successes = (SignedOff(DONE, "A"), SignedOff(DONE, "B"), SignedOff(LATE_EVENING, "A"))
    done = Done({"esd-bench": LATE_EVENING}, {})
    (proof,) = statement_of(cast.enrolled(), done=done, signed_off={"esd-bench": successes}, issue=ISSUE).proofs
    assert (proof.device, proof.on) == ("A, B", date(2026, 5, 13))


def test_a_statement_comes_back_from_json_as_it_went(statement: Statement) -> None:
    assert from_json(json.loads(json.dumps(to_json(statement)))) == statement


def test_a_code_is_understood_however_it_is_typed() -> None:
    assert grouped(CODE) == "k4t9x-2m7pq-a0c3v-8rwhz"
    assert code_from(" K4T9X-2M7PQ-AOC3V-8RWHZ ") == CODE
    assert code_from("iLo") == "110"


def test_the_level_of_the_last_success_is_stated(cast: Cast) -> None:
    successes = (SignedOff(DONE, "A", "60"), SignedOff(LATE_EVENING, "B", "92.5"))
    done = Done({"esd-bench": LATE_EVENING}, {})
    (proof,) = statement_of(cast.enrolled(), done=done, signed_off={"esd-bench": successes}, issue=ISSUE).proofs
    assert (proof.device, proof.level) == ("A, B", "92.5")


def test_who_answers_for_it_and_what_it_supersedes_are_stated(cast: Cast) -> None:
    signatories = (Signatory("Jeanne Moreau", "Director"),)
    issue = replace(ISSUE, signatories=signatories, supersedes="abc")
    stated = statement_of(cast.enrolled(), done=EVERYTHING, signed_off=ON_A_PHONE, issue=issue)
    assert (stated.signatories, stated.supersedes, stated.expires_on) == (signatories, "abc", None)
    assert from_json(json.loads(json.dumps(to_json(stated)))) == stated


def test_a_course_that_sets_how_long_it_is_valid_has_a_day_of_expiry(cast: Cast) -> None:
    enrolled = cast.enrolled()
    curriculum = replace(enrolled.curriculum.base, certificate_valid_for=Duration(3, "year"))
    limited = replace(enrolled, cohort=replace(enrolled.cohort, curriculum=curriculum))
    stated = statement_of(limited, done=EVERYTHING, signed_off=ON_A_PHONE, issue=ISSUE)
    assert stated.expires_on == date(2029, 5, 15)
    assert from_json(json.loads(json.dumps(to_json(stated)))) == stated


VERSION_1 = {
    "version": 1,
    "code": CODE,
    "school": SCHOOL,
    "holder": "Tara Trainee",
    "language": "en",
    "title": "Tiny phone repairer",
    "course_id": "tiny-phone-repair",
    "course": "Tiny phone repair",
    "hours": "175",
    "first_day": "2026-05-04",
    "last_day": "2026-05-13",
    "place": "Lyon",
    "issued_by": "Cora Coordinator",
    "issued_on": "2026-05-15",
    "revision": 1,
    "revision_digest": "ab" * 32,
    "competences": [{"id": "B1.1", "title": "Prepare a bench", "block": "Work safely", "shown_by": ["P1"]}],
    "proofs": [
        {
            "mark": "P1",
            "kind": "practical",
            "item_id": "esd-bench",
            "title": "Set up an ESD bench",
            "on": "2026-05-07",
            "device": "Samsung Galaxy A52",
        }
    ],
}
"""As statements were written before levels, signatories and expiry."""


def test_a_statement_of_the_first_version_is_still_read() -> None:
    stated = from_json(VERSION_1)
    assert (stated.version, stated.expires_on, stated.signatories, stated.supersedes) == (1, None, (), "")
    assert stated.proofs == (
        Proof("P1", "practical", "esd-bench", "Set up an ESD bench", date(2026, 5, 7), "Samsung Galaxy A52", ""),
    )


def test_a_statement_of_the_first_version_keeps_its_digest() -> None:
    assert canonical(to_json(from_json(VERSION_1))) == canonical(VERSION_1)


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("Tara Trainee", "certificate-tara-trainee-tiny-phone-repair.pdf"),
        ("Zoë d’Alençon", "certificate-zoe-dalencon-tiny-phone-repair.pdf"),
        ("李小龙", f"certificate-{CODE}-tiny-phone-repair.pdf"),
        ("../../etc/passwd", "certificate-etc-passwd-tiny-phone-repair.pdf"),
    ],
)
def test_the_document_is_saved_under_a_plain_name(statement: Statement, holder: str, name: str) -> None:
    assert file_name(replace(statement, holder=holder)) == name

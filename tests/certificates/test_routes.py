"""The pages of certificates."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from app.certificates.models import Certificate, CertificateFacts
from app.db import db
from app.people.member import Member
from app.people.queries import person_by_id
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.finished import PUBLIC_URL, finish, issued
from tests.certificates.paper import codes_in, picture_of
from tests.courses.unwritten import UNWRITTEN, cohort_without_items, enrolled_without_items
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]

TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{27}")
"""The page's CSRF token, which says when it was made."""


@pytest.fixture
def address(cast: Cast) -> str:
    """Of the cohort's certificates."""
    return f"/cohorts/{cast.cohort_id}/certificates"


def certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate)))


def test_the_coordinator_sees_who_is_complete_and_what_others_miss(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    finish(cast, cast.enrolment_id)
    finish(cast, cast.other_enrolment_id, but=("esd-bench", "the-battery"))
    page = client_of(cast.coordinator).get(address).text
    done, missing = page.split("Something missing")
    assert ("Tara Trainee" in done, "Otto Trainee" in done) == (True, False)
    assert "Otto Trainee" in missing
    assert " ".join(missing.split("<ul>")[1].split("</ul>")[0].split()) == (
        "<li>One lesson: The battery</li> <li>One practical: Set up an ESD bench</li>"
    )


def test_a_cohort_without_trainees_says_what_will_be_here(cast: Cast, client_of: ClientOf) -> None:
    cohort = cohort_without_items(cast, [3, 4, 5])
    page = client_of(cast.coordinator).get(f"/cohorts/{cohort.id}/certificates").text
    assert ("Nobody is enrolled yet" in page, "still being written" in page) == (True, False)


@UNWRITTEN
def test_the_coordinator_reads_that_unwritten_weeks_earn_nobody_a_certificate(
    cast: Cast, client_of: ClientOf, weeks: list[int], said: str
) -> None:
    enrolled = enrolled_without_items(cast, weeks)
    finish(cast, enrolled.id)
    page = client_of(cast.coordinator).get(f"/cohorts/{enrolled.cohort.id}/certificates").text
    message = re.compile(r"This edition of the course is still being written.*?<p>(.*?)</p>", re.DOTALL)
    assert message.findall(page) == [said]
    assert re.findall(r'<h2 id="[\w-]+">(.*?)</h2>', page) == ["Something missing", "When certificates are issued"]
    assert re.findall(r'<li class="panel">\s*<div class="between">\s*<strong>(.*?)</strong>', page) == ["Tara Trainee"]
    assert "Issue the certificate" not in page


def test_a_course_that_is_written_to_its_end_has_no_such_sentence(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    page = client_of(cast.coordinator).get(address).text
    assert ("Something missing" in page, "still being written" in page) == (True, False)


def test_the_document_is_sent_as_it_was_stored(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    answer = client_of(cast.trainee).get(f"/certificates/{certificate.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data == files.get(certificate.pdf_digest)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=certificate-tara-trainee-tiny-phone-repair.pdf"
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 302),
        ("trainee", 200),
        ("instructor", 200),
        ("coordinator", 200),
        ("other_trainee", 404),
        ("author", 404),
        ("moderator", 404),
        ("outsider_coordinator", 404),
        ("outsider_instructor", 404),
        ("outsider_trainee", 404),
    ],
)
def test_the_document_is_for_the_holder_and_who_follows_the_cohort(
    cast: Cast, client_of: ClientOf, who: str, status: int
) -> None:
    certificate = issued(cast)
    answer = client_of(cast.members[who]).get(f"/certificates/{certificate.id}.pdf")
    assert (answer.status_code, answer.data[:5] == b"%PDF-") == (status, status == 200)


def test_the_qr_code_of_the_document_opens_the_public_page(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    (address,) = codes_in(picture_of(files.get(certificate.pdf_digest)))
    assert address == f"{PUBLIC_URL}/c/{certificate.code}"
    answer = client_of(None).get(address.removeprefix(PUBLIC_URL))
    assert answer.status_code == 200
    said = (
        "This certificate is valid",
        "Tara Trainee",
        "Tiny phone repairer",
        "175 hours",
        "4 May 2026",
        "13 May 2026",
        "15 May 2026",
        "Lyon",
        "Prepare an ESD-safe bench",
        "Samsung Galaxy A52",
        "Safety quiz",
        "not a state diploma",
        f"{certificate.code[:5]}-{certificate.code[5:10]}",
    )
    assert [words for words in said if words not in answer.text] == []


def test_the_public_page_is_kept_out_of_search_engines(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(None).get(f"/c/{issued(cast).code}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_a_code_typed_from_paper_is_understood(cast: Cast, client_of: ClientOf) -> None:
    code = issued(cast).code
    typed = "-".join(code[start : start + 5] for start in range(0, 20, 5)).upper().replace("0", "O")
    assert "This certificate is valid" in client_of(None).get(f"/c/{typed}").text


def test_an_unknown_code_gets_a_page_that_says_what_to_check(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    answer = client_of(None).get("/c/00000000000000000000")
    assert (answer.status_code, "No certificate with this number" in answer.text) == (404, True)
    assert (answer.headers["X-Robots-Tag"], "Tara" in answer.text) == ("noindex, nofollow", False)


def test_renaming_the_person_changes_neither_bytes_nor_page(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    pdf, page = f"/certificates/{certificate.id}.pdf", f"/c/{certificate.code}"
    staff, stranger = client_of(cast.coordinator), client_of(None)
    before = staff.get(pdf).data, TOKEN.sub("", stranger.get(page).text)
    person_by_id(cast.trainee.id).name = "Tara Newname"
    db.session.flush()
    assert (staff.get(pdf).data, TOKEN.sub("", stranger.get(page).text)) == before


def test_facts_that_were_tampered_with_are_not_shown_as_valid(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    facts = db.session.get_one(CertificateFacts, certificate.id)
    facts.facts = {**facts.facts, "holder": "Somebody Else"}
    db.session.flush()
    page = client_of(None).get(f"/c/{certificate.code}").text
    assert (
        "This certificate is valid" in page,
        "Somebody Else" in page.split("<main")[1],
        "can't be confirmed" in page,
    ) == (False, False, True)

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
from tests.courses.unwritten import cohort_without_items, enrolled_without_items
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]

TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{27}")
"""The page's CSRF token, which says when it was made."""

UNWRITTEN = pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([4], "Week 4 is still being written, so nobody can earn the certificate with this edition."),
        ([3, 5], "Weeks 3, 5 are still being written, so nobody can earn the certificate with this edition."),
    ],
)
"""Weeks that are still being written, and what the coordinator reads of them."""


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
    assert re.findall(r'<h2 id="[\w-]+">(.*?)</h2>', page) == ["Something missing"]
    assert re.findall(r'<li class="panel">\s*<strong>(.*?)</strong>', page) == ["Tara Trainee"]
    assert "Issue the certificate" not in page


def test_a_course_that_is_written_to_its_end_has_no_such_sentence(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    page = client_of(cast.coordinator).get(address).text
    assert ("Something missing" in page, "still being written" in page) == (True, False)


@UNWRITTEN
def test_a_certificate_of_a_course_with_unwritten_weeks_is_refused_with_their_numbers(
    cast: Cast, client_of: ClientOf, weeks: list[int], said: str
) -> None:
    enrolled = enrolled_without_items(cast, weeks)
    finish(cast, enrolled.id)
    answer = client_of(cast.coordinator).post(
        f"/cohorts/{enrolled.cohort.id}/certificates", data={"enrolment_id": str(enrolled.id)}
    )
    assert answer.status_code == 409
    assert re.findall(r"<p>(Weeks? .*?)</p>", answer.text) == [said]
    assert certificates() == []


def test_the_coordinator_issues_to_one(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.enrolment_id)
    finish(cast, cast.other_enrolment_id)
    answer = client_of(cast.coordinator).post(address, data={"enrolment_id": str(cast.enrolment_id)})
    assert (answer.status_code, answer.location) == (303, address)
    assert [each.enrolment_id for each in certificates()] == [cast.enrolment_id]


def test_the_coordinator_issues_to_all_at_once(cast: Cast, client_of: ClientOf, address: str) -> None:
    ids = [cast.enrolment_id, cast.other_enrolment_id]
    for enrolment_id in ids:
        finish(cast, enrolment_id)
    client = client_of(cast.coordinator)
    client.post(address, data={"enrolment_id": [str(each) for each in ids]})
    assert {each.enrolment_id for each in certificates()} == set(ids)
    assert client.get(address).text.count("Public page of the certificate of ") == 2


def test_the_same_request_twice_makes_one_certificate(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.enrolment_id)
    client = client_of(cast.coordinator)
    answers = [client.post(address, data={"enrolment_id": str(cast.enrolment_id)}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(certificates()) == 1


def test_who_is_not_complete_is_refused_with_the_reasons(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    answer = client_of(cast.coordinator).post(address, data={"enrolment_id": str(cast.enrolment_id)})
    assert answer.status_code == 409
    assert "Tara Trainee has not earned the certificate yet" in answer.text
    assert "One practical: Set up an ESD bench" in " ".join(answer.text.split())
    assert "no items yet" not in answer.text
    assert certificates() == []


def test_a_trainee_of_another_cohort_is_no_choice(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.outsider_enrolment_id)
    data = {"enrolment_id": str(cast.outsider_enrolment_id)}
    answer = client_of(cast.coordinator).post(address, data=data)
    assert (answer.status_code, certificates()) == (422, [])


def test_choosing_nobody_says_so(cast: Cast, client_of: ClientOf, address: str) -> None:
    answer = client_of(cast.coordinator).post(address)
    assert (answer.status_code, "Choose at least one trainee." in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 302),
        ("trainee", 404),
        ("author", 404),
        ("moderator", 404),
        ("outsider_coordinator", 404),
        ("outsider_instructor", 404),
        ("instructor", 403),
        ("coordinator", 303),
    ],
)
def test_only_the_sites_coordinator_issues(
    cast: Cast, client_of: ClientOf, address: str, who: str, status: int
) -> None:
    finish(cast, cast.enrolment_id)
    answer = client_of(cast.members[who]).post(address, data={"enrolment_id": str(cast.enrolment_id)})
    assert (answer.status_code, len(certificates())) == (status, 1 if status == 303 else 0)


@pytest.mark.parametrize("finished", [1, 2])
def test_the_list_takes_as_many_queries_for_one_as_for_two(
    cast: Cast, client_of: ClientOf, address: str, count_queries: CountQueries, finished: int
) -> None:
    for enrolment_id in (cast.enrolment_id, cast.other_enrolment_id)[:finished]:
        finish(cast, enrolment_id)
    client = client_of(cast.coordinator)
    with count_queries() as queries:
        client.get(address)
    assert len(queries) == 5  # member, cohort, enrolments, what they have done, certificates


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

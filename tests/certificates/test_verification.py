"""The public page of a certificate, in each of its states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import Why, erase, revoke, show_parts
from app.certificates.operations.checking import LOOKS, MISSES
from app.config import Settings
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.finished import issued
from tests.certificates.lasting import issued_for_a_year, issued_until, renewed
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
UNKNOWN = "/c/00000000000000000000"


@pytest.fixture
def stranger(client_of: ClientOf) -> PageClient:
    """Whoever has the paper in hand."""
    return client_of(None)


def words(client: PageClient, address: str) -> str:
    """What the page says, without its tags' line breaks."""
    return " ".join(client.get(address).text.split("<main")[1].split("</main>")[0].split())


def taken_back(cast: Cast, certificate: Certificate, cause: str = "in_error") -> None:
    why = Why(cause, "Two trainees were taken for each other.")
    revoke(certificate, why=why, by=cast.coordinator.id, at=LATER)


def test_a_revoked_certificate_says_since_when_and_why(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    taken_back(cast, certificate)
    page = words(stranger, f"/c/{certificate.code}")
    said = (
        "This certificate is revoked",
        "It was revoked on 1 June 2026. It was issued in error.",
        "“Two trainees were taken for each other.”",
        "Tara Trainee",
    )
    assert [each for each in (*said, "This certificate is valid") if each not in page] == ["This certificate is valid"]


def test_an_expired_certificate_says_until_when_it_was_valid(cast: Cast, stranger: PageClient) -> None:
    certificate = issued_until(cast, date(2026, 9, 1))
    page = words(stranger, f"/c/{certificate.code}")
    assert ("This certificate has expired" in page, "It was valid until 31 August 2026." in page) == (True, True)


def test_a_certificate_is_valid_until_the_end_of_its_last_day(cast: Cast, stranger: PageClient) -> None:
    certificate = issued_until(cast, now().date() + timedelta(days=1))
    assert "This certificate is valid" in words(stranger, f"/c/{certificate.code}")


def test_a_renewed_certificate_leads_to_the_newer_one(cast: Cast, stranger: PageClient) -> None:
    earlier = issued_for_a_year(cast)
    newer = renewed(cast, earlier)
    page = words(stranger, f"/c/{earlier.code}")
    assert ("A newer certificate has taken the place of this one" in page, f'href="/c/{newer.code}"' in page) == (
        True,
        True,
    )


def test_a_certificate_without_facts_keeps_number_standing_and_day(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    pdf = files.get(certificate.pdf_digest)
    erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=LATER)
    page = words(stranger, f"/c/{certificate.code}")
    assert ("This certificate is valid" in page, "15 May 2026" in page, certificate.code[:5] in page) == (
        True,
        True,
        True,
    )
    assert [each for each in ("Tara", "Tiny phone", "Lyon", "ESD") if each in page] == []
    answer = stranger.post(f"/c/{certificate.code}", data={"pdf": (BytesIO(pdf), "certificate.pdf")})
    assert told(answer.text) == "This is the file that was issued"


def test_a_revoked_certificate_without_facts_is_still_revoked(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    taken_back(cast, certificate)
    erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=LATER)
    page = words(stranger, f"/c/{certificate.code}")
    assert ("This certificate is revoked" in page, "Two trainees" in page) == (True, False)


def test_hidden_parts_are_not_on_the_page_which_says_so(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    show_parts(certificate.id, hidden=["competences", "practicals", "quizzes"], at=LATER)
    page = words(stranger, f"/c/{certificate.code}")
    hidden = ("Prepare an ESD-safe bench", "Samsung Galaxy A52", "Set up an ESD bench", "Safety quiz")
    assert [each for each in hidden if each in page] == []
    assert "The holder has chosen not to show here:</p> <ul><li>Competences</li><li>Work at the bench</li>" in page
    assert [each for each in ("Tara Trainee", "Tiny phone repairer", "13 May 2026") if each not in page] == []


def test_hidden_devices_leave_the_work(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    show_parts(certificate.id, hidden=["devices"], at=LATER)
    page = words(stranger, f"/c/{certificate.code}")
    assert ("Samsung Galaxy A52" in page, "Set up an ESD bench" in page) == (False, True)


def test_nothing_is_said_to_be_hidden_where_nothing_is(cast: Cast, stranger: PageClient) -> None:
    assert "Not everything is shown" not in words(stranger, f"/c/{issued(cast).code}")


def told(page: str) -> str:
    """What the page says of the file that was sent."""
    region = page.split('<div class="file-check-told" role="status">')[1].split("</div>\n    <template")[0]
    return region.split('message-title">')[1].split("</p>")[0] if "message-title" in region else ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda pdf: pdf, "This is the file that was issued"),
        (lambda pdf: pdf.replace(b"/Producer", b"/Produces", 1) + b" ", "This is not the file that was issued"),
        (lambda pdf: pdf + b"\n", "This is not the file that was issued"),
        (lambda pdf: b"\x89PNG" + pdf, "This is not a PDF"),
    ],
    ids=["as it was issued", "one letter changed", "a line more", "a picture"],
)
def test_a_file_is_compared_byte_for_byte(
    cast: Cast, stranger: PageClient, change: Callable[[bytes], bytes], said: str
) -> None:
    certificate = issued(cast)
    file = BytesIO(change(files.get(certificate.pdf_digest)))
    answer = stranger.post(f"/c/{certificate.code}", data={"pdf": (file, "certificate.pdf")})
    assert (answer.status_code, told(answer.text)) == (200, said)


def test_nothing_of_a_file_that_is_compared_is_kept(cast: Cast, stranger: PageClient, settings: Settings) -> None:
    certificate = issued(cast)
    before = sorted(settings.instance.rglob("*"))
    file = BytesIO(b"%PDF-1.7 my own papers" + bytes(400_000))
    answer = stranger.post(f"/c/{certificate.code}", data={"pdf": (file, "papers.pdf")})
    assert told(answer.text) == "This is not the file that was issued"
    assert [each for each in sorted(settings.instance.rglob("*")) if each not in before] == []


def test_the_page_is_found_by_no_search_engine_and_passes_its_address_on_to_nobody(
    cast: Cast, stranger: PageClient
) -> None:
    heads = stranger.get(f"/c/{issued(cast).code}").headers
    assert (heads["X-Robots-Tag"], heads["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")


def test_comparing_without_a_file_asks_for_one(cast: Cast, stranger: PageClient) -> None:
    answer = stranger.post(f"/c/{issued(cast).code}")
    assert (answer.status_code, "Choose the file." in answer.text) == (422, True)


def test_the_file_of_a_revoked_certificate_is_known_and_still_not_to_be_relied_on(
    cast: Cast, stranger: PageClient
) -> None:
    certificate = issued(cast)
    taken_back(cast, certificate)
    file = BytesIO(files.get(certificate.pdf_digest))
    page = stranger.post(f"/c/{certificate.code}", data={"pdf": (file, "certificate.pdf")}).text
    assert "But the certificate is revoked." in page.split('role="status">')[1].split("<template")[0]


def test_whoever_types_a_number_is_led_to_its_page(cast: Cast, stranger: PageClient) -> None:
    code = issued(cast).code
    for typed in (code, f" {code[:5]}-{code[5:]} ".upper(), f"https://school.example/c/{code}"):
        answer = stranger.get("/c", query_string={"number": typed})
        assert (answer.status_code, answer.location) == (303, f"/c/{code}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the number."),
        ("abc", "The number has 20 letters and figures; here are 3. Compare it with the paper."),
    ],
)
def test_a_number_that_can_be_none_is_told_beside_the_field(stranger: PageClient, typed: str, said: str) -> None:
    answer = stranger.get("/c", query_string={"number": typed})
    assert (answer.status_code, said in answer.text, f'value="{typed}"' in answer.text) == (422, True, True)


def test_unknown_numbers_look_alike_whatever_they_look_like(cast: Cast, stranger: PageClient) -> None:
    issued(cast)
    pages = {
        stranger.get(address).text.split("<main")[1] for address in (UNKNOWN, "/c/short", "/c/" + "z" * 300, "/c/é")
    }
    assert len(pages) == 1


def test_whoever_tries_numbers_is_stopped_and_then_sees_no_page_at_all(cast: Cast, stranger: PageClient) -> None:
    code = issued(cast).code
    statuses = [stranger.get(UNKNOWN).status_code for _ in range(MISSES.most + 1)]
    assert statuses == [404] * MISSES.most + [429]
    answer = stranger.get(f"/c/{code}")
    assert (answer.status_code, "Tara" in answer.text, int(answer.headers["Retry-After"]) > 60) == (429, False, True)
    assert "Wait a few minutes" in answer.text
    elsewhere = stranger.get(f"/c/{code}", environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
    assert elsewhere.status_code == 200


def test_comparing_files_is_no_way_round_the_limit(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    pdf = files.get(certificate.pdf_digest)
    for _ in range(MISSES.most):
        stranger.post(UNKNOWN, data={"pdf": (BytesIO(pdf), "certificate.pdf")})
    answer = stranger.post(f"/c/{certificate.code}", data={"pdf": (BytesIO(pdf), "certificate.pdf")})
    assert (answer.status_code, "Tara" in answer.text) == (429, False)


def test_known_numbers_may_be_looked_at_much_more_often(cast: Cast, stranger: PageClient) -> None:
    code = issued(cast).code
    assert LOOKS.most > 10 * MISSES.most
    assert [stranger.get(f"/c/{code}").status_code for _ in range(MISSES.most + 2)] == [200] * (MISSES.most + 2)


def test_facts_that_were_tampered_with_show_nothing_of_them(cast: Cast, stranger: PageClient) -> None:
    certificate = issued(cast)
    facts = db.session.get_one(CertificateFacts, certificate.id)
    facts.facts = {**facts.facts, "holder": "Somebody Else"}
    db.session.flush()
    page = words(stranger, f"/c/{certificate.code}")
    assert ("can't be confirmed" in page, "Somebody Else" in page) == (True, False)

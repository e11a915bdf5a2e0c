"""The page of a certificate for its holder and the school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.certificates.models import CertificateDisclosure
from app.db import db
from app.people.member import Member
from tests.cast import Cast
from tests.certificates.finished import issued
from tests.certificates.lasting import corrected
from tests.conftest import CountQueries
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def test_the_holder_finds_files_address_and_choice(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    here = f"/certificates/{certificate.id}"
    page = client_of(cast.trainee).get(here).text
    offered = [f'href="{here}{end}"' for end in (".pdf", "/badge.png", "/badge.svg", "/badge.json", "/badge.jwt")]
    there = [*offered, f"/c/{certificate.code}", f'action="{here}/disclosure"', "Work at the bench"]
    assert [each for each in there if each not in page] == []
    assert [each for each in ("revocation", "correction", "erasure") if f"{here}/{each}" in page] == []


def test_the_coordinator_finds_what_the_school_can_do_and_no_choice(cast: Cast, client_of: ClientOf) -> None:
    here = f"/certificates/{issued(cast).id}"
    page = client_of(cast.coordinator).get(here).text
    acts = [each for each in ("correction", "renewal", "revocation", "erasure") if f'href="{here}/{each}"' in page]
    assert (acts, "/disclosure" in page) == (["correction", "revocation", "erasure"], False)


def test_the_instructor_only_reads(cast: Cast, client_of: ClientOf) -> None:
    here = f"/certificates/{issued(cast).id}"
    page = client_of(cast.instructor).get(here).text
    assert [each for each in ("correction", "revocation", "erasure", "disclosure") if f"{here}/{each}" in page] == []


def test_the_holder_hides_and_shows_again(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    here, client = f"/certificates/{certificate.id}", client_of(cast.trainee)
    client.post(f"{here}/disclosure", data={"shown": ["competences", "quizzes"]})
    assert db.session.get_one(CertificateDisclosure, certificate.id).hidden == ["practicals", "devices"]
    page = client.get(here).text
    assert [part for part in ("competences", "practicals") if f'value="{part}" checked' in page] == ["competences"]
    client.post(f"{here}/disclosure", data={"shown": ["competences", "practicals", "devices", "quizzes"]})
    assert db.session.get_one(CertificateDisclosure, certificate.id).hidden == []


def test_a_part_that_there_is_not_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    client_of(cast.trainee).post(f"/certificates/{certificate.id}/disclosure", data={"shown": ["name"]})
    assert db.session.get(CertificateDisclosure, certificate.id) is None


def test_the_earlier_and_the_newer_one_lead_to_each_other(cast: Cast, client_of: ClientOf) -> None:
    earlier = issued(cast)
    newer = corrected(cast, earlier, at=LATER)
    client = client_of(cast.trainee)
    assert f'href="/certificates/{newer.id}"' in client.get(f"/certificates/{earlier.id}").text
    assert f'href="/certificates/{earlier.id}"' in client.get(f"/certificates/{newer.id}").text


@pytest.mark.parametrize("corrections", [0, 2])
def test_the_page_takes_as_many_queries_for_one_as_for_three(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, corrections: int
) -> None:
    certificate = issued(cast)
    for _ in range(corrections):
        certificate = corrected(cast, certificate, at=LATER)
    client = client_of(cast.trainee)
    with count_queries() as queries:
        client.get(f"/certificates/{certificate.id}")
    assert len(queries) == 4  # member, certificate, place, siblings

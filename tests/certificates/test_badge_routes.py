"""Where Open Badges are fetched, and what software that checks them finds at the school's addresses."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from app.certificates.facts import School
from app.certificates.models import Certificate, CertificateDisclosure
from app.certificates.operations import draft_each, draw, record
from app.courses.models import Revision
from app.db import db
from app.shared.clock import now
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.fetching import documents, fetched, own, revoke
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, finish, issued
from tests.certificates.validators import Case, Said, by_joserfc, needs_node, on_node
from tests.conftest import ClientOf, CountQueries
from tests.lint import PageClient

GOOD = Said(verified=True)
IN_TIME = ISSUED + timedelta(days=30)
ENDINGS = ("json", "jwt", "png", "svg")


@needs_node
def test_what_the_trainee_downloads_is_verified_from_the_schools_addresses(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    credential = json.loads(own(client_of, cast, certificate, "json"))
    token = own(client_of, cast, certificate, "jwt").decode()
    known = documents(stranger, credential)
    (said,) = on_node([Case(credential, token)], documents=known, at=IN_TIME)
    assert (said.proof, said.status, said.jwt) == (GOOD, Said(verified=True, revoked=False), GOOD)
    claims = by_joserfc(token, did_document=known["did:web:school.example"], at=IN_TIME)
    assert claims["credentialSubject"] == credential["credentialSubject"]


def test_a_status_list_may_be_kept_for_five_minutes_and_believed_for_a_day(
    certificate: Certificate, stranger: PageClient
) -> None:
    answer = stranger.get(f"/status-lists/{certificate.status_list}")
    said = json.loads(answer.data)
    assert (answer.content_type, answer.headers["Vary"]) == ("application/vc", "Accept")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert said["credentialSubject"]["ttl"] == 300_000
    begins, ends = (datetime.fromisoformat(said[name]) for name in ("validFrom", "validUntil"))
    assert ends - begins == timedelta(days=1)
    assert begins <= datetime.now(UTC) < ends
    again = stranger.get(f"/status-lists/{certificate.status_list}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_keys_may_be_kept_for_an_hour_and_an_achievement_for_a_day(
    certificate: Certificate, client_of: ClientOf, cast: Cast, stranger: PageClient
) -> None:
    achievement = json.loads(own(client_of, cast, certificate, "json"))["credentialSubject"]["achievement"]["id"]
    for address, seconds in (("/.well-known/did.json", 3600), ("/issuer", 3600), (achievement, 86_400)):
        answer = stranger.get(address.removeprefix(PUBLIC_URL))
        assert answer.headers["Cache-Control"] == f"public, max-age={seconds}"
        known = {"If-None-Match": answer.headers["ETag"]}
        assert stranger.get(address.removeprefix(PUBLIC_URL), headers=known).status_code == 304


def test_a_list_that_no_certificate_is_in_is_not_found(certificate: Certificate, stranger: PageClient) -> None:
    assert certificate.status_list is not None
    assert stranger.get(f"/status-lists/{certificate.status_list + 1}").status_code == 404


def test_a_status_list_takes_one_query_or_two_while_nothing_is_revoked(
    cast: Cast, certificate: Certificate, stranger: PageClient, count_queries: CountQueries
) -> None:
    with count_queries() as none_revoked:
        stranger.get(f"/status-lists/{certificate.status_list}")
    revoke(cast, certificate)
    with count_queries() as one_revoked:
        stranger.get(f"/status-lists/{certificate.status_list}")
    assert (len(none_revoked), len(one_revoked)) == (2, 1)


def test_the_issuer_of_a_badge_is_found_at_its_address(certificate: Certificate, stranger: PageClient) -> None:
    did = fetched(stranger, "/.well-known/did.json")
    (profile,) = did["alsoKnownAs"]
    said = fetched(stranger, profile)
    assert {name: value for name, value in said.items() if name != "@context"} == {
        "id": did["id"],
        "type": ["Profile"],
        "name": "École de la réparation",
        "url": PUBLIC_URL,
    }
    assert fetched(stranger, "/did.json") == did


def test_the_achievement_of_a_badge_is_found_at_its_address(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    credential = json.loads(own(client_of, cast, certificate, "json"))
    achievement = credential["credentialSubject"]["achievement"]
    said = fetched(stranger, achievement["id"])
    creator = json.loads(own(client_of, cast, certificate, "json"))["issuer"]
    assert {name: value for name, value in said.items() if name != "@context"} == {**achievement, "creator": creator}
    drawn = stranger.get(achievement["image"]["id"].removeprefix(PUBLIC_URL))
    assert (drawn.status_code, drawn.content_type) == (200, "image/png")


def test_a_revision_that_nobody_has_a_certificate_of_is_not_told(
    cast: Cast, school: None, stranger: PageClient
) -> None:
    revision = db.session.get_one(Revision, cast.revision_id)
    address = f"/achievements/{revision.course_id}/{revision.digest}"
    before = stranger.get(address).status_code
    issued(cast)
    assert (before, stranger.get(address).status_code) == (404, 200)


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [("json", "application/vc"), ("jwt", "application/vc+jwt"), ("png", "image/png"), ("svg", "image/svg+xml")],
)
def test_each_kind_of_file_says_what_it_is(
    cast: Cast, certificate: Certificate, client_of: ClientOf, ending: str, media_type: str
) -> None:
    answer = client_of(cast.trainee).get(f"/certificates/{certificate.id}/badge.{ending}")
    assert answer.mimetype == media_type
    name = f"certificate-tara-trainee-tiny-phone-repair.{ending}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_files_are_the_bytes_that_were_stored(cast: Cast, certificate: Certificate, client_of: ClientOf) -> None:
    assert certificate.credential_digest is not None
    assert certificate.jwt_digest is not None
    stored = files.get(certificate.credential_digest)
    assert own(client_of, cast, certificate, "json") == stored
    assert own(client_of, cast, certificate, "jwt") == files.get(certificate.jwt_digest)
    with Image.open(io.BytesIO(own(client_of, cast, certificate, "png"))) as image:
        image.load()
        assert image.text == {"openbadgecredential": stored.decode()}  # type: ignore[attr-defined]


def test_whoever_has_the_number_gets_the_badge_while_nothing_is_hidden(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    address = f"/c/{certificate.code}/badge.json"
    found = stranger.get(address)
    assert (found.status_code, found.data) == (200, own(client_of, cast, certificate, "json"))
    assert found.headers["X-Robots-Tag"] == "noindex, nofollow"
    db.session.add(CertificateDisclosure(certificate_id=certificate.id, hidden=["devices"], changed_at=now()))
    db.session.flush()
    assert stranger.get(address).status_code == 404
    assert len(own(client_of, cast, certificate, "json")) == len(found.data)
    page = client_of(cast.trainee).get(f"/certificates/{certificate.id}").text
    assert "It is signed as a whole: while you hide something, the public page doesn’t offer it." in page


def test_a_certificate_from_before_open_badges_says_that_it_has_none(
    cast: Cast, school: None, client_of: ClientOf, stranger: PageClient
) -> None:
    finish(cast, cast.enrolment_id)
    (draft,) = draft_each([cast.enrolled()], by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    drawn = replace(draw(draft, public_url=PUBLIC_URL), credential_digest=None, jwt_digest=None)
    old = record(drawn, by=cast.coordinator.id)
    said = "It was issued before the school issued Open Badges, and has none."
    trainee = client_of(cast.trainee)
    assert said in trainee.get(f"/certificates/{old.id}").text
    assert [trainee.get(f"/certificates/{old.id}/badge.{ending}").status_code for ending in ENDINGS] == [404] * 4
    assert [stranger.get(f"/c/{old.code}/badge.{ending}").status_code for ending in ENDINGS] == [404] * 4
    assert "/badge." not in stranger.get(f"/c/{old.code}").text


def test_the_page_of_a_certificate_shows_its_badge_and_offers_each_file(
    cast: Cast, certificate: Certificate, client_of: ClientOf
) -> None:
    trainee = client_of(cast.trainee)
    page = trainee.get(f"/certificates/{certificate.id}").text
    picture = re.search('<img src="([^"]+)" alt="Picture of the badge: Tiny phone repairer"', page)
    assert picture is not None
    assert trainee.get(picture[1]).mimetype == "image/svg+xml"
    assert [f'href="/certificates/{certificate.id}/badge.{ending}"' in page for ending in ENDINGS] == [True] * 4


def test_numbers_of_badges_cannot_be_tried_through(certificate: Certificate, stranger: PageClient) -> None:
    tried = [stranger.get(f"/c/{number:020}/badge.json").status_code for number in range(21)]
    assert tried == [404] * 20 + [429]

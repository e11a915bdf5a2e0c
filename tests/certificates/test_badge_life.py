"""What software that checks Open Badges finds after what happens to them: revocation, correction, new keys, a move."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import timedelta

import pytest
from flask import Flask

from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import renew_key
from app.db import db
from app.shared.clock import now
from tests.cast import Cast
from tests.certificates.fetching import documents, fetched, own, revoke
from tests.certificates.finished import ISSUED, PUBLIC_URL
from tests.certificates.lasting import IN_TIME as RENEWED
from tests.certificates.lasting import corrected, issued_for_a_year, renewed
from tests.certificates.validators import Case, Said, by_joserfc, needs_node, on_node
from tests.conftest import ClientOf
from tests.lint import PageClient

GOOD = Said(verified=True)
IN_TIME = ISSUED + timedelta(days=30)
NEW_URL = "https://new.example"


@needs_node
def test_a_revocation_is_seen_in_the_list_of_the_badge(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    credential = json.loads(own(client_of, cast, certificate, "json"))
    before = documents(stranger, credential)
    revoke(cast, certificate)
    after = documents(stranger, credential)
    said = [on_node([Case(credential)], documents=known, at=IN_TIME)[0] for known in (before, after)]
    assert [(each.proof, each.status) for each in said] == [
        (GOOD, Said(verified=True, revoked=False)),
        (GOOD, Said(verified=True, revoked=True)),
    ]


@needs_node
def test_a_list_signed_as_a_token_tells_the_same_revocation(
    cast: Cast, certificate: Certificate, stranger: PageClient
) -> None:
    revoke(cast, certificate)
    did = fetched(stranger, "/.well-known/did.json")
    address = f"/status-lists/{certificate.status_list}"
    tokens = [
        stranger.get(f"{address}.jwt").text,
        stranger.get(address, headers={"Accept": "application/vc+jwt"}).text,
    ]
    for said in on_node([Case(token=each) for each in tokens], documents={did["id"]: did}, at=now()):
        assert said.jwt == GOOD
    for token in tokens:
        claims = by_joserfc(token, did_document=did, at=now())
        assert bits(claims["credentialSubject"]["encodedList"]) == {certificate.status_index}


@needs_node
def test_an_old_badge_verifies_after_the_keys_have_changed(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    credential = json.loads(own(client_of, cast, certificate, "json"))
    token = own(client_of, cast, certificate, "jwt").decode()
    old = fetched(stranger, "/.well-known/did.json")
    for purpose in ("proof", "jwt"):
        renew_key(purpose, at=now())
    known = documents(stranger, credential)
    assert len(known[old["id"]]["assertionMethod"]) == len(old["assertionMethod"]) + 2
    (said,) = on_node([Case(credential, token)], documents=known, at=IN_TIME)
    assert (said.proof, said.status, said.jwt) == (GOOD, Said(verified=True, revoked=False), GOOD)


@needs_node
def test_a_corrected_badge_is_told_as_revoked_and_a_renewed_one_is_not(
    cast: Cast, school: None, client_of: ClientOf, stranger: PageClient
) -> None:
    first = issued_for_a_year(cast)
    second = renewed(cast, first)
    third = corrected(cast, second, at=RENEWED + timedelta(days=1))
    badges = [json.loads(own(client_of, cast, each, "json")) for each in (first, second, third)]
    said = on_node([Case(each) for each in badges], documents=documents(stranger, badges[0]), at=RENEWED)
    assert [each.status for each in said] == [
        Said(verified=True, revoked=False),
        Said(verified=True, revoked=True),
        Said(verified=True, revoked=False),
    ]
    assert [each.proof for each in said[:2]] == [GOOD] * 2


@needs_node
def test_after_the_school_has_moved_its_old_address_answers_for_old_badges(
    app: Flask,
    cast: Cast,
    certificate: Certificate,
    client_of: ClientOf,
    stranger: PageClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    credential = json.loads(own(client_of, cast, certificate, "json"))
    token = own(client_of, cast, certificate, "jwt").decode()
    moved(app, monkeypatch)
    revoke(cast, certificate)
    known = documents(stranger, credential, at=PUBLIC_URL)
    (said,) = on_node([Case(credential, token)], documents=known, at=IN_TIME)
    assert (said.proof, said.status, said.jwt) == (GOOD, Said(verified=True, revoked=True), GOOD)
    achievement = credential["credentialSubject"]["achievement"]["id"]
    assert fetched(stranger, achievement, at=PUBLIC_URL)["id"] == achievement


def test_after_the_school_has_moved_its_new_address_answers_in_its_own_name(
    app: Flask, certificate: Certificate, stranger: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(app, monkeypatch)
    asked_by = (NEW_URL, "http://localhost", "https://somebody.example")
    assert {fetched(stranger, "/.well-known/did.json", at=each)["id"] for each in asked_by} == {"did:web:new.example"}


def moved(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the school another address, and tell it of the one that it had."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", NEW_URL)
    monkeypatch.setitem(app.config, "FORMER_URLS", ("https://older.example", PUBLIC_URL))


def bits(encoded: str) -> set[int]:
    """The bits that are set in the list, of which there are as many as the W3C wants at least."""
    assert encoded[0] == "u"
    data = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(data) * 8 == 131_072
    return {8 * place + bit for place, byte in enumerate(data) for bit in range(8) if byte & (0x80 >> bit)}


def test_once_the_facts_are_erased_no_badge_is_handed_out(
    cast: Cast, certificate: Certificate, client_of: ClientOf, stranger: PageClient
) -> None:
    db.session.delete(db.session.get_one(CertificateFacts, certificate.id))
    db.session.flush()
    assert client_of(cast.trainee).get(f"/certificates/{certificate.id}/badge.json").status_code == 404
    assert stranger.get(f"/c/{certificate.code}/badge.json").status_code == 404
    assert stranger.get(f"/status-lists/{certificate.status_list}").status_code == 200

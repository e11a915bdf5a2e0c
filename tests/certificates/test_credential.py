"""Open Badges: what they say, how they are signed, and that nothing is fetched for it."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from openbadgeslib.errors import ErrorSigningFile
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier

from app.certificates.badge import baked
from app.certificates.credential import as_jwt, with_proof
from app.certificates.issuer import did_document, did_of
from app.certificates.status import signed_list
from app.shared.clock import now
from app.shared.digests import canonical
from tests.cast import Cast
from tests.certificates.badging import IN_TIME, LIST, PLACE, Badge, Keys, badge_of, new_keys
from tests.certificates.finished import ISSUED, PUBLIC_URL
from tests.certificates.validators import by_joserfc, header_of

ROOT = Path(__file__).parent.parent.parent
DID = "did:web:school.example"
KEYS = f"{PUBLIC_URL}/.well-known/did.json"


@pytest.fixture
def keys() -> Keys:
    """The school's keys."""
    return new_keys()


@pytest.fixture
def badge(cast: Cast, keys: Keys) -> Badge:
    """The trainee's badge."""
    return badge_of(cast, keys)


@pytest.fixture
def cut_off(cast: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Badge:
    """A badge without an end, in a process that no longer gets through to anybody."""

    def refuse(*_target: object, **_more: object) -> NoReturn:
        raise AssertionError("Somebody reaches for the network.")

    badge = badge_of(cast, keys, expires_on=None)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return badge


def test_nothing_is_fetched_when_a_badge_is_signed(cut_off: Badge, keys: Keys) -> None:
    assert with_proof(cut_off.unsigned, key=keys.proof, at=ISSUED) == cut_off.signed
    assert as_jwt(cut_off.unsigned, key=keys.jwt).rpartition(".")[0] == cut_off.token.rpartition(".")[0]
    signed_list(1, revoked=frozenset({5}), public_url=PUBLIC_URL, at=now(), keys=keys)
    for ending in ("png", "svg"):
        baked(cut_off.signed, ending=ending)
    contexts = [*cut_off.unsigned["@context"], "https://elsewhere.example/context.json"]
    with pytest.raises(ErrorSigningFile, match="not in the bundled allowlist"):
        with_proof({**cut_off.unsigned, "@context": contexts}, key=keys.proof, at=ISSUED)


def test_nothing_but_what_the_badge_names_is_fetched_when_it_is_verified(cut_off: Badge, keys: Keys) -> None:
    asked: list[str] = []

    def answer(address: str) -> bytes:
        asked.append(address)
        return published(keys)[address]

    for verifier, shown in ((OB3LdpVerifier, cut_off.signed), (OB3Verifier, cut_off.token)):
        checks: Any = verifier.for_issuer_did(DID, download=answer)
        assert checks.verify(shown, check_status=True, download=answer).name == cut_off.unsigned["name"]
    assert set(asked) == {KEYS, LIST}


def test_the_library_that_signs_refuses_what_is_revoked(cut_off: Badge, keys: Keys) -> None:
    answer = published(keys, revoked=frozenset({PLACE[1]})).__getitem__
    for verifier, shown in ((OB3LdpVerifier, cut_off.signed), (OB3Verifier, cut_off.token)):
        checks: Any = verifier.for_issuer_did(DID, download=answer)
        with pytest.raises(OB3VerificationError, match="status 'revocation' is set at index 77"):
            checks.verify(shown, check_status=True, download=answer)


def published(keys: Keys, *, revoked: frozenset[int] = frozenset()) -> dict[str, bytes]:
    """What the school's addresses answer to this library, which reads status lists as tokens only."""
    did = did_document(keys.published(), public_url=PUBLIC_URL)
    status = signed_list(1, revoked=revoked, public_url=PUBLIC_URL, at=now(), keys=keys)
    return {KEYS: canonical(did), LIST: status.jwt.encode()}


def test_what_the_proof_would_not_cover_is_not_signed(badge: Badge, keys: Keys) -> None:
    with pytest.raises(ErrorSigningFile):
        with_proof({**badge.unsigned, "unheardOf": "anything"}, key=keys.proof, at=ISSUED)


def test_what_only_serves_pages_loads_nothing_of_badges() -> None:
    script = (
        "import sys; from app import create_app; import app.wiring;"
        "print(sorted({'pyld', 'openbadgeslib', 'jwt', 'typst'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_same_certificate_gives_the_same_bytes(badge: Badge, keys: Keys) -> None:
    assert with_proof(badge.unsigned, key=keys.proof, at=ISSUED) == badge.signed


def test_the_proof_stands_in_an_array_and_names_the_schools_key(badge: Badge, keys: Keys) -> None:
    (proof,) = badge.credential["proof"]
    assert {name: proof[name] for name in ("type", "cryptosuite", "created", "proofPurpose", "verificationMethod")} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-05-15T09:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"{DID}#{keys.proof.id}",
    }


def test_the_token_is_signed_with_es256_and_brings_the_public_key_alone(badge: Badge, keys: Keys) -> None:
    header = header_of(badge.token)
    assert (header["alg"], header["typ"], set(header["jwk"])) == ("ES256", "JWT", {"kty", "crv", "x", "y"})
    claims = by_joserfc(badge.token, did_document=did_document(keys.published(), public_url=PUBLIC_URL), at=IN_TIME)
    registered = {"iss": DID, "jti": badge.unsigned["id"], "nbf": 1778835600, "exp": 1841961600}
    assert claims == {**badge.unsigned, **registered}


def test_a_badge_says_what_the_certificate_says(badge: Badge) -> None:
    said = badge.unsigned
    subject = said["credentialSubject"]
    assert said["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert (said["validFrom"], said["validUntil"]) == ("2026-05-15T09:00:00Z", "2028-05-15T00:00:00Z")
    assert (subject["name"], subject["activityStartDate"], subject["activityEndDate"]) == (
        "Tara Trainee",
        "2026-05-04T12:00:00Z",
        "2026-05-13T12:00:00Z",
    )
    assert said["issuer"] == {"id": DID, "type": ["Profile"], "name": "École de la réparation", "url": PUBLIC_URL}
    assert said["evidence"][1] == {
        "type": ["Evidence"],
        "name": "P1 Set up an ESD bench",
        "narrative": "Practical signed off at the bench on 7 May 2026, on: Samsung Galaxy A52",
        "genre": "practical",
    }
    assert said["credentialStatus"] == {
        "id": f"{LIST}#77",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "77",
        "statusListCredential": LIST,
    }


def test_a_badge_without_an_end_has_none(cast: Cast, keys: Keys) -> None:
    assert "validUntil" not in badge_of(cast, keys, expires_on=None).unsigned


def test_each_result_names_a_competence_of_the_course(badge: Badge) -> None:
    subject = badge.unsigned["credentialSubject"]
    achievement = subject["achievement"]
    described = {each["id"]: each["name"] for each in achievement["resultDescription"]}
    assert [(described[each["resultDescription"]], each["status"]) for each in subject["result"]] == [
        (name, "Completed") for name in described.values() if name.split()[0] in _shown(badge)
    ]
    assert [each["targetCode"] for each in achievement["alignment"]] == [name.split()[0] for name in described.values()]
    assert all(each["targetUrl"].startswith(f"{achievement['id']}#") for each in achievement["alignment"])


def _shown(badge: Badge) -> set[str]:
    return {
        each["resultDescription"].rpartition("#result-")[2] for each in badge.unsigned["credentialSubject"]["result"]
    }


def test_the_criteria_are_the_courses_completion_rules(badge: Badge) -> None:
    assert badge.unsigned["credentialSubject"]["achievement"]["criteria"] == {
        "narrative": "Needed: lessons read: 5 of 5, quizzes passed: 1 of 1, practicals signed off by an instructor "
        "at the bench: 1 of 1."
    }


def test_a_badge_speaks_the_language_of_its_certificate(cast: Cast, keys: Keys) -> None:
    said = badge_of(cast, keys, language="fr").unsigned
    assert said["evidence"][1]["narrative"] == (
        "Épreuve pratique validée à l’établi le 7 mai 2026, sur : Samsung Galaxy A52"
    )


def test_a_badge_holds_no_address_and_no_id_of_the_trainee(cast: Cast, badge: Badge) -> None:
    text = badge.signed.decode()
    assert [each for each in (str(cast.trainee.id), str(cast.enrolment_id), "@etabli", "mailto") if each in text] == []


def test_the_name_stands_where_open_badges_look_for_it_too(badge: Badge) -> None:
    name, _ = badge.unsigned["credentialSubject"]["identifier"]
    assert name == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Tara Trainee",
        "identityType": "name",
    }


def test_a_badge_says_which_certificate_it_takes_the_place_of(cast: Cast, keys: Keys) -> None:
    said = badge_of(cast, keys, supersedes="k4t9x2m7pq3w8c6vbn5d").unsigned["description"]
    assert said.endswith("Takes the place of certificate k4t9x-2m7pq-3w8c6-vbn5d.")


def test_the_hashed_identity_is_the_number_on_the_paper(badge: Badge) -> None:
    _, identity = badge.unsigned["credentialSubject"]["identifier"]
    code = badge.unsigned["evidence"][0]["id"].rpartition("/")[2]
    number = "-".join(code[start : start + 5] for start in range(0, 20, 5))
    hashed = hashlib.sha256(f"{number}{identity['salt']}".encode()).hexdigest()
    assert (identity["hashed"], identity["identityType"], identity["identityHash"]) == (
        True,
        "identifier",
        f"sha256${hashed}",
    )


def test_the_identifier_of_a_school_follows_from_its_address() -> None:
    assert [did_of(each) for each in ("https://school.example", "http://127.0.0.1:8000", "https://a.example/lms")] == [
        "did:web:school.example",
        "did:web:127.0.0.1%3A8000",
        "did:web:a.example:lms",
    ]


def test_the_document_of_keys_lists_retired_ones_too_and_the_newest_key_for_tokens_first(keys: Keys) -> None:
    new = new_keys()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    document = did_document((*keys.published(), *new.published(since=later)), public_url=PUBLIC_URL)
    listed = [(each["id"], each["type"]) for each in document["verificationMethod"]]
    assert listed == [
        (f"{DID}#{new.jwt.id}", "JsonWebKey"),
        (f"{DID}#{keys.jwt.id}", "JsonWebKey"),
        (f"{DID}#{new.proof.id}", "Multikey"),
        (f"{DID}#{keys.proof.id}", "Multikey"),
    ]
    assert document["assertionMethod"] == [method for method, _ in listed]

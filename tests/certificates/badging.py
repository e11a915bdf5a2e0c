"""A trainee's Open Badge with keys of its own, as the tests of credentials need it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.contexts import bundled_contexts

from app.certificates.credential import as_jwt, credential_of, with_proof
from app.certificates.facts import School, Statement
from app.certificates.issuer import did_document
from app.certificates.keyring import JwtKey, ProofKey
from app.certificates.operations import draft_each
from app.certificates.queries import PublicKey
from app.certificates.school_certificate import key_id, public_pem
from app.certificates.status import signed_list
from app.shared.clock import now
from tests.cast import Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, finish

CERTIFICATE = UUID("0192d4a0-0000-7000-8000-000000000001")
PDF = "cd" * 32
PLACE = (1, 77)
LIST = f"{PUBLIC_URL}/status-lists/1"
EXPIRES = date(2028, 5, 15)


@dataclass(frozen=True)
class Keys:
    """A key of each kind that badges need."""

    proof: ProofKey
    jwt: JwtKey

    def published(self, *, since: datetime = ISSUED) -> tuple[PublicKey, ...]:
        """Their public halves."""
        return (
            PublicKey(self.proof.id, "proof", self.proof.public, since),
            PublicKey(self.jwt.id, "jwt", self.jwt.public, since),
        )


def new_keys() -> Keys:
    """Keys that nobody has had before."""
    proof, jwt = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
    return Keys(
        ProofKey(key_id(proof.public_key()), proof, public_pem(proof.public_key())),
        JwtKey(key_id(jwt.public_key()), jwt, public_pem(jwt.public_key())),
    )


@dataclass(frozen=True)
class Badge:
    """A badge, signed both ways."""

    unsigned: dict[str, Any]
    signed: bytes
    token: str

    @property
    def credential(self) -> dict[str, Any]:
        """The credential with its proof, to be changed as one likes."""
        stated: dict[str, Any] = json.loads(self.signed)
        return stated


def stated(cast: Cast, **changes: Any) -> Statement:
    """What the trainee's certificate says, valid for two years, after they have done everything."""
    finish(cast, cast.enrolment_id)
    (draft,) = draft_each([cast.enrolled()], by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    return replace(draft.statement, **{"expires_on": EXPIRES, **changes})


def badge_of(cast: Cast, keys: Keys, **changes: Any) -> Badge:
    """The trainee's badge."""
    unsigned = credential_of(
        stated(cast, **changes),
        course=cast.enrolled().curriculum,
        certificate_id=CERTIFICATE,
        public_url=PUBLIC_URL,
        issued_at=ISSUED,
        status=PLACE,
        pdf_digest=PDF,
    )
    return Badge(unsigned, with_proof(unsigned, key=keys.proof, at=ISSUED), as_jwt(unsigned, key=keys.jwt))


def documents(*published: PublicKey, keys: Keys, revoked: frozenset[int] = frozenset()) -> Mapping[str, Any]:
    """What the school's addresses answer today, by address, and the contexts. `keys` sign the status list."""
    did = did_document(published, public_url=PUBLIC_URL)
    lists = signed_list(1, revoked=revoked, public_url=PUBLIC_URL, at=now(), keys=keys)
    return {**bundled_contexts(), did["id"]: did, LIST: json.loads(lists.credential)}


IN_TIME = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
"""While the badge is valid."""

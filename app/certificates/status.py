"""Status lists: which Open Badges are revoked, a bit each, in a credential that the school signs.

A list says nothing about anybody: whose bit is whose stands in the credentials alone, and bits are given at random.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.certificates.credential import JwtKey, ProofKey, as_jwt, list_address, with_proof
from app.certificates.issuer import did_of

LENGTH = 131_072
"""Bits of a list: the least that the W3C's Bitstring Status List 1.0 allows, so that one hides among many."""
FRESH = timedelta(minutes=5)
"""How long somebody may keep a list before they look again: so late may they learn of a revocation."""
LASTS = timedelta(days=1)
"""How long a list may be believed, so that an old one can't be shown in place of a new one for long."""
KEPT = 64
"""Signed lists that a process keeps: each takes some 20 milliseconds, and all who ask within an hour get the same."""


class SigningKeys(Protocol):
    """What the school signs with."""

    @property
    def proof(self) -> ProofKey:
        """The key of embedded proofs."""

    @property
    def jwt(self) -> JwtKey:
        """The key of JWTs."""


@dataclass(frozen=True)
class SignedList:
    """A status list, signed both ways."""

    credential: bytes
    """As JSON with a proof in it."""
    jwt: str


_signed: dict[tuple[object, ...], SignedList] = {}


def signed_list(
    number: int, *, revoked: frozenset[int], public_url: str, at: datetime, keys: SigningKeys
) -> SignedList:
    """The list with that number, in which the bits in `revoked` are set. From memory while nothing has changed."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    known = (number, revoked, public_url, hour, keys.proof.id, keys.jwt.id)
    if found := _signed.get(known):
        return found
    unsigned = status_list(number, revoked=revoked, public_url=public_url, at=hour)
    made = SignedList(with_proof(unsigned, key=keys.proof, at=hour), as_jwt(unsigned, key=keys.jwt))
    if len(_signed) >= KEPT:  # another thread may empty it too: nothing is looked up in it after this
        _signed.clear()
    _signed[known] = made
    return made


def status_list(number: int, *, revoked: Collection[int], public_url: str, at: datetime) -> dict[str, Any]:
    """The list with that number as a BitstringStatusListCredential that holds from `at`, unsigned."""
    from openbadgeslib.ob3.status_list import build_status_list_credential

    return build_status_list_credential(
        did_of(public_url),
        list_address(public_url, number),
        "revocation",
        revoked,
        size_bits=LENGTH,
        issued=at,
        valid_until=at + LASTS,
        ttl=int(FRESH.total_seconds() * 1000),
    )

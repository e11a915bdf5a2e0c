"""Heads of the journal: its last entry's number and digest, signed, to be kept where the database isn't.

A chain shows what was changed within it, not that its end was cut off or that all of it was written anew. A head that
lies elsewhere does.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.shared.keys import keys

TITLE = "etabli journal head 1"
INFO = b"etabli journal head 1"
WRITTEN = re.compile(
    r"etabli journal head 1\s+number (?P<number>\d{1,18})\s+digest (?P<digest>[0-9a-f]{64})\s+at (?P<at>\S{10,40})\s+"
    r"signature (?P<signature>[\w-]{86})"
)


class UnreadableHead(Exception):  # noqa: N818 - said of what was kept
    """There is no head in that text."""


@dataclass(frozen=True)
class Head:
    """Where the journal ended, and when that was looked up."""

    number: int
    digest: str
    at: str
    """UTC, in the form of ISO 8601."""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """What the signature is of."""
        return f"{TITLE}\nnumber {self.number}\ndigest {self.digest}\nat {self.at}".encode()

    def __str__(self) -> str:
        return f"{self.signed.decode()}\nsignature {self.signature}"

    def is_signed_with(self, public: str) -> bool:
        """Whether the private half of that public key signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(_bytes(public)).verify(_bytes(self.signature), self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def signed_head(number: int, digest: str, *, at: datetime) -> Head:
    """The head of a journal that ends there."""
    head = Head(number, digest, at.astimezone(UTC).isoformat(timespec="seconds"))
    return Head(head.number, head.digest, head.at, _text(_private_key().sign(head.signed)))


def heads_in(text: str) -> tuple[Head, ...]:
    """The heads that were kept in a text: a file of several, a letter with more around it. Raises UnreadableHead."""
    found = WRITTEN.finditer(text.replace("\n> ", "\n"))
    heads = tuple(Head(int(each["number"]), each["digest"], each["at"], each["signature"]) for each in found)
    if not heads:
        raise UnreadableHead
    return heads


def public_key() -> str:
    """The public half of this installation's key for heads: 32 bytes in base64url."""
    return _text(_private_key().public_key().public_bytes_raw())


def is_public_key(text: str) -> bool:
    """Whether that can be a public key for heads."""
    return re.fullmatch(r"[\w-]{43}", text) is not None


def _private_key() -> Ed25519PrivateKey:
    return _key_of(keys.digest("records.head-key", "1"))


@lru_cache(maxsize=4)
def _key_of(secret: str) -> Ed25519PrivateKey:
    derived = HKDF(SHA256(), 32, salt=None, info=INFO).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

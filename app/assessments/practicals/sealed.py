"""Sealed envelopes: what a device at the bench keeps so that it can't read it back itself.

An envelope is: version 1 | ephemeral public point (65 bytes, raw) | salt (32) | iv (12) | AES-256-GCM ciphertext with
its tag. Its key is HKDF-SHA256 of the ECDH bits (P-256) with the salt and INFO. WebCrypto makes it; only the server,
which derives its private key from the installation's secret, opens it. Pure.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.shared.keys import keys

VERSION = 1
INFO = b"etabli bench record 1"
POINT, SALT, IV, TAG = 65, 32, 12, 16
"""Bytes of each part."""
HEAD = 1 + POINT + SALT + IV
OVERHEAD = HEAD + TAG
"""Bytes that an envelope has besides what is in it."""
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-5): private numbers are 1 to ORDER - 1."""
DERIVED = 48
"""Bytes that the private number is taken from: 16 more than the order has, so that no number is likelier by more
than 2⁻¹²⁸ (FIPS 186-5, A.2.1)."""


class UnreadableEnvelope(Exception):  # noqa: N818 - said of the envelope, as the device is told
    """No envelope, one for another key or another record, or one that somebody changed."""


class EnvelopeKey:
    """The key that envelopes of one installation are sealed to."""

    def __init__(self, secret: bytes) -> None:
        """`secret`: bytes that only this installation can make."""
        derived = HKDF(SHA256(), DERIVED, salt=None, info=b"etabli bench key 1").derive(secret)
        number = int.from_bytes(derived, "big") % (ORDER - 1) + 1
        self._private = ec.derive_private_key(number, CURVE)

    @property
    def public(self) -> str:
        """The public key for pages: the raw uncompressed point in base64url, without padding."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    def open(self, envelope: bytes, additional: str) -> bytes:
        """What is in the envelope that was sealed with that `additional` data. Raises UnreadableEnvelope."""
        if len(envelope) < OVERHEAD or envelope[0] != VERSION:
            raise UnreadableEnvelope
        point, salt, iv = envelope[1 : 1 + POINT], envelope[1 + POINT : HEAD - IV], envelope[HEAD - IV : HEAD]
        try:
            sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
            key = HKDF(SHA256(), 32, salt=salt, info=INFO).derive(self._private.exchange(ec.ECDH(), sender))
            return AESGCM(key).decrypt(iv, envelope[HEAD:], additional.encode())
        except (ValueError, InvalidTag) as unreadable:
            raise UnreadableEnvelope from unreadable


def envelope_key() -> EnvelopeKey:
    """This installation's."""
    return _key_of(keys.digest("practicals.envelope-key", "1"))


@lru_cache(maxsize=4)
def _key_of(secret: str) -> EnvelopeKey:
    # Deriving it takes a moment, so each process remembers it.
    return EnvelopeKey(secret.encode())

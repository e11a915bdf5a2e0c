"""Sealing as a device does it, and whole deliveries: written from the description of the envelope, apart from the code
that opens it."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.assessments.practicals.sealed import envelope_key
from app.shared.ids import new_id
from tests.cast import NOON
from tests.practicals.making import picture

LEVELS = {"strap-safe": "met", "strap-tested": "3", "explains": "met"}
"""Of the cast's practical `esd-bench`, and competent."""


def seal(plain: bytes, additional: str, *, public: str = "") -> bytes:
    """The envelope that a device makes; for this installation unless told otherwise."""
    raw = urlsafe_b64decode((public or envelope_key().public) + "=")
    own, salt, iv = generate_private_key(SECP256R1()), os.urandom(32), os.urandom(12)
    bits = own.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw))
    key = HKDF(SHA256(), 32, salt, b"etabli bench record 1").derive(bits)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b"\x01" + point + salt + iv + AESGCM(key).encrypt(iv, plain, additional.encode())


def record(enrolment_id: UUID, *, taken: Sequence[bytes] = (), **changes: Any) -> dict[str, Any]:
    """A record of the cast's practical, competent and with the photos that were `taken` unless told otherwise."""
    told: dict[str, Any] = {
        "id": str(new_id()),
        "enrolment": str(enrolment_id),
        "item": "esd-bench",
        "begun_at": NOON.isoformat(),
        "ended_at": NOON.isoformat(),
        "levels": dict(LEVELS),
        "device_brand": "Exemplia",
        "device_model": "One",
        "decision": "as_judged",
        "remark": "",
        "pin": "",
        "trainee": None,
        "override": "",
        "corrects": None,
        "photos": [hashlib.sha256(photo).hexdigest() for photo in taken],
    }
    return told | changes


def delivery(told: dict[str, Any], *, assessor: UUID, photos: Sequence[bytes] = ()) -> dict[str, Any]:
    """The fields and files in which a device delivers that record."""
    sealed = seal(json.dumps(told).encode(), told["id"])
    return {
        "id": told["id"],
        "assessor": str(assessor),
        "record": (BytesIO(sealed), "record"),
        "photo": [
            (BytesIO(seal(photo, f"{told['id']}/{place}")), f"photo-{place}") for place, photo in enumerate(photos, 1)
        ],
    }


def a_photo(colour: str = "red") -> bytes:
    """A photo as a device sends it."""
    return picture(colour=colour)

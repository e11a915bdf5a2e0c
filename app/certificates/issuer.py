"""Who issues Open Badges: the school as a decentralised identifier of the web (did:web), its profile, its public keys.

The identifier follows from the public address of the installation, and lasts as long as that address does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
"""Of the W3C's data model of credentials, and of Open Badges 3.0.3."""
DID_CONTEXTS = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
)


class Published(Protocol):
    """The public half of a key: the school signs with it, or did once."""

    @property
    def id(self) -> str:
        """As documents name it."""

    @property
    def purpose(self) -> str:
        """pdf, proof or jwt."""

    @property
    def pem(self) -> str:
        """The public key."""

    @property
    def known_since(self) -> datetime:
        """When the school began to sign with it."""


def did_of(public_url: str) -> str:
    """The identifier of the school at that address: `did:web:school.example`, or `did:web:127.0.0.1%3A8000`."""
    parts = urlsplit(public_url)
    host = parts.netloc.lower().replace(":", "%3A")
    return ":".join(["did:web", host, *(quote(each) for each in parts.path.split("/") if each)])


def method_of(did: str, key_id: str) -> str:
    """How a proof names the key with which it was made."""
    return f"{did}#{key_id}"


def profile_of(school: str, *, public_url: str) -> dict[str, Any]:
    """The school as Open Badges show it."""
    return {"id": did_of(public_url), "type": ["Profile"], "name": school, "url": public_url}


def did_document(keys: Sequence[Published], *, public_url: str) -> dict[str, Any]:
    """The document behind the identifier: every key that Open Badges were ever signed with, the newest first.

    Software that looks for one key only takes the first, so those of JWTs, which name none, come before the others.
    """
    did = did_of(public_url)
    signing = [key for key in keys if key.purpose in _METHODS]
    signing.sort(key=lambda key: (key.purpose == "jwt", key.known_since), reverse=True)
    methods = [_METHODS[key.purpose](did, key) for key in signing]
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "alsoKnownAs": [f"{public_url}/issuer"],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _multikey(did: str, key: Published) -> dict[str, Any]:
    from openbadgeslib.ob3.did import multikey_from_pem

    method = {"id": method_of(did, key.id), "type": "Multikey", "controller": did}
    return {**method, "publicKeyMultibase": multikey_from_pem(key.pem)}


def _json_web_key(did: str, key: Published) -> dict[str, Any]:
    from openbadgeslib.keys import public_jwk_from_pem

    method = {"id": method_of(did, key.id), "type": "JsonWebKey", "controller": did}
    return {**method, "publicKeyJwk": {**public_jwk_from_pem(key.pem.encode()), "alg": "ES256", "kid": key.id}}


_METHODS = {"proof": _multikey, "jwt": _json_web_key}

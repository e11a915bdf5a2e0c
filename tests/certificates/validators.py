"""Open Badges checked by what made none of them: Digital Bazaar's libraries and jose on Node, joserfc in Python."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

FOLDER = Path(__file__).parent.parent / "node"
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None, reason="Left out, for there is no node here: checks by Node's libraries. sudo apt install nodejs npm"
)


@dataclass(frozen=True)
class Case:
    """What is shown to them: a credential with its proof, a JWT, or both."""

    credential: Mapping[str, Any] | None = None
    token: str | None = None


@dataclass(frozen=True)
class Said:
    """What one of them says."""

    verified: bool
    errors: tuple[str, ...] = ()
    revoked: bool | None = None
    claims: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Verdict:
    """What each of Node's libraries says of a case; None: there was nothing for it."""

    proof: Said | None
    status: Said | None
    jwt: Said | None


def on_node(cases: Sequence[Case], *, documents: Mapping[str, Any], at: datetime) -> list[Verdict]:
    """What Node's libraries say of each case at that moment. `documents`: what addresses answer. They reach nothing
    else, and an assertion fails where they try."""
    assert NODE is not None
    assert (FOLDER / "node_modules").is_dir(), "Node is here, and its libraries are not: make test installs them"
    asked = {"cases": [vars(case) for case in cases], "documents": documents, "now": at.isoformat()}
    ran = subprocess.run(
        [NODE, str(FOLDER / "verify.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said["reached"] == []
    return [Verdict(*(_said(answer[name]) for name in ("proof", "status", "jwt"))) for answer in said["answers"]]


def by_joserfc(token: str, *, did_document: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The claims of a VC-JWT, by the key in its header, which has to be among the school's. Raises joserfc's errors,
    and LookupError for somebody else's key."""
    used = ECKey.import_key(header_of(token)["jwk"]).thumbprint()
    published = [each["publicKeyJwk"] for each in did_document["verificationMethod"] if "publicKeyJwk" in each]
    keys = [key for key in map(ECKey.import_key, published) if key.thumbprint() == used]
    if not keys:
        raise LookupError("The key isn't the school's.")
    claims = jwt.decode(token, keys[0], algorithms=["ES256"]).claims
    registry = jwt.JWTClaimsRegistry(now=int(at.timestamp()), iss={"essential": True, "value": did_document["id"]})
    registry.validate(claims)
    return claims


def header_of(token: str) -> dict[str, Any]:
    """The header of a JWT, unchecked."""
    part = token.partition(".")[0]
    header: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return header


def _said(answer: Mapping[str, Any] | None) -> Said | None:
    if answer is None:
        return None
    return Said(answer["verified"], tuple(answer["errors"]), answer.get("revoked"), answer.get("claims"))

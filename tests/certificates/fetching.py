"""What is fetched of an Open Badge: its files by its holder, and the school's addresses by whoever checks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from openbadgeslib.ob3.contexts import bundled_contexts

from app.certificates.models import Certificate, CertificateRevocation
from app.db import db
from app.shared.clock import now
from tests.cast import Cast
from tests.certificates.finished import PUBLIC_URL
from tests.conftest import ClientOf
from tests.lint import PageClient


def fetched(stranger: PageClient, address: str, *, at: str = PUBLIC_URL) -> Any:
    """The JSON that anybody gets from the school's address, as it is reached at that one."""
    answer = stranger.get(address.removeprefix(PUBLIC_URL), base_url=at)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    return json.loads(answer.data)


def documents(stranger: PageClient, credential: Mapping[str, Any], *, at: str = PUBLIC_URL) -> dict[str, Any]:
    """What checking this credential needs, each from the address that says so."""
    did = fetched(stranger, "/.well-known/did.json", at=at)
    address = credential["credentialStatus"]["statusListCredential"]
    return {**bundled_contexts(), did["id"]: did, address: fetched(stranger, address, at=at)}


def own(client_of: ClientOf, cast: Cast, certificate: Certificate, ending: str) -> bytes:
    """The file that the trainee downloads."""
    answer = client_of(cast.trainee).get(f"/certificates/{certificate.id}/badge.{ending}")
    assert answer.status_code == 200
    return bytes(answer.data)


def revoke(cast: Cast, certificate: Certificate) -> None:
    """Revoke it."""
    db.session.add(
        CertificateRevocation(
            certificate_id=certificate.id,
            revoked_at=now(),
            revoked_by=cast.coordinator.id,
            cause="in_error",
            words_digest="0" * 64,
        )
    )
    db.session.flush()

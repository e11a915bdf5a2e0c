"""The public halves of the school's keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.certificates.models import SigningKey
from app.db import db


@dataclass(frozen=True)
class PublicKey:
    """What whoever checks a document needs of a key."""

    id: str
    purpose: str
    """"pdf", "proof" or "jwt"."""
    pem: str
    """Of PDFs the X.509 certificates, the school's own first; else the public key."""
    known_since: datetime


def public_keys() -> tuple[PublicKey, ...]:
    """All the keys that the school signs with or ever signed with, the oldest first. One query."""
    rows = db.session.scalars(select(SigningKey).order_by(SigningKey.known_since, SigningKey.purpose, SigningKey.id))
    return tuple(PublicKey(row.id, row.purpose, row.public, row.known_since) for row in rows)

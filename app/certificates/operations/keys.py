"""The school's keys: recorded, renewed, brought.

The private half is written to its file first. Who is interrupted after that has a key that isn't recorded; the next
`make_keys` makes up for it, and none is recorded whose private half was never there.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.certificates.keyring import PURPOSES, key_files, keyring
from app.certificates.models import SigningKey
from app.db import db, take_turns
from app.records.operations.journal import write_journal


def make_keys(*, at: datetime, by: UUID | None = None) -> tuple[SigningKey, ...]:
    """Make the keys that are missing, and record those that aren't known yet; returns these. Doing it twice does it
    once. Raises UnusableKeyError."""
    ring = keyring()
    if _unknown([key.id for key in ring.keys]):
        take_turns("keys")
    unknown = _unknown([key.id for key in ring.keys])
    made = tuple(
        SigningKey(id=key.id, purpose=purpose, public=key.public, known_since=at)
        for purpose, key in zip(PURPOSES, ring.keys, strict=True)
        if key.id in unknown
    )
    db.session.add_all(made)
    db.session.flush()
    for key in made:
        detail = {"purpose": key.purpose}
        write_journal("key.recorded", by=by, at=at, kind="signing_key", id=key.id, detail=detail, covers=[key])
    return made


def renew_key(purpose: str, *, at: datetime, by: UUID | None = None) -> tuple[SigningKey, ...]:
    """Sign with a new key from now on. What the old one signed stays valid: its public half is kept. Raises
    UnusableKeyError."""
    take_turns("keys")
    key_files.renew(purpose, at=at)
    return make_keys(at=at, by=by)


def bring_key(pem: bytes, *, at: datetime, by: UUID | None = None) -> tuple[SigningKey, ...]:
    """Sign PDFs with this key and chain of certificates from now on. Raises UnusableKeyError."""
    take_turns("keys")
    key_files.bring(pem, at=at)
    return make_keys(at=at, by=by)


def _unknown(ids: list[str]) -> set[str]:
    return set(ids) - set(db.session.scalars(select(SigningKey.id).where(SigningKey.id.in_(ids))))

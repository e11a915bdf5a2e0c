"""Choosing what of a certificate whoever checks it sees."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from app.certificates.disclosure import PARTS
from app.certificates.models import CertificateDisclosure
from app.db import db


def show_parts(certificate_id: UUID, *, hidden: Collection[str], at: datetime) -> None:
    """Hide these parts on the public page, and show the others. It is the holder's own choice: no record is kept."""
    chosen = [part for part in PARTS if part in hidden]
    disclosure = db.session.get(CertificateDisclosure, certificate_id, populate_existing=True)
    if disclosure is None:
        db.session.add(CertificateDisclosure(certificate_id=certificate_id, hidden=chosen, changed_at=at))
    else:
        disclosure.hidden, disclosure.changed_at = chosen, at
    db.session.flush()

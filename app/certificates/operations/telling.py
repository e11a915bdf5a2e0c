"""Telling the holder of a certificate what happened to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.courses.facts import Enrolled
from app.notices.operations import notify


def tell_holder(certificate_id: UUID, place: Enrolled, *, act: str, at: datetime) -> None:
    """Tell them once that it was "revoked" or "erased"."""
    notify(
        place.person_id,
        kind="certificate",
        subject=f"{certificate_id} {act}",
        details={"course": place.curriculum.base.title, "act": act},
        path=f"/certificates/{certificate_id}",
        at=at,
    )

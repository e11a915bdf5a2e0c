"""Held records, for the tests of what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.assessments.practicals.bench_record import DeliveredPhoto, Signed, record_of
from app.assessments.practicals.models import HeldRecord
from app.assessments.practicals.operations import deliver
from app.assessments.practicals.photos import clean, keep
from app.db import db
from app.people.member import Member
from tests.cast import NOON
from tests.practicals.sealing import a_photo, record


def held(
    enrolment_id: UUID,
    *,
    by: Member,
    signed: str = "",
    trainee_signs: bool = False,
    at: datetime = NOON,
    **changes: Any,
) -> HeldRecord:
    """A record with a photo that couldn't be recorded: because of its PIN, unless `signed` (account or pin)."""
    said = {"agrees": True, "words": ""} if trainee_signs else None
    told = record_of(record(enrolment_id, taken=[a_photo()], trainee=said, **changes))
    photos = [DeliveredPhoto(each.received_digest, each.stored_digest) for each in keep([clean(a_photo())])]
    deliver(told, by=by, signed=Signed(signed, trainee_signs), photos=photos, at=at)
    return db.session.get_one(HeldRecord, told.id)

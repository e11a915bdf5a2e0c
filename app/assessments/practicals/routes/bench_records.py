"""What devices at the bench deliver."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.bench_record import DeliveredPhoto, UnreadableRecord
from app.assessments.practicals.forms import DeliveryForm, RefusedPhoto, cleaned_photos, why_held
from app.assessments.practicals.operations import check_pins, count_delivery, deliver, says_otherwise
from app.assessments.practicals.permissions import may_deliver
from app.assessments.practicals.photos import CleanPhoto, keep
from app.assessments.practicals.queries import Delivered, delivered, enrolment_delivered_for
from app.assessments.practicals.sealed import UnreadableEnvelope
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.web.guards import signed_in

blueprint = Blueprint("bench_records", __name__)

UNREADABLE: ResponseReturnValue = ({"state": "unreadable"}, 422)
OTHER_VERSION = "other-version"
OTHER_ASSESSOR: ResponseReturnValue = ({"state": "other-assessor"}, 409)


@blueprint.post("/bench/records")
@signed_in
def create() -> ResponseReturnValue:
    """Take one record, once: the device forgets it when it has read the answer, which is made after the commit."""
    form = DeliveryForm(request.form, request.files)
    if not current_user.is_staff:
        abort(403)
    if form.id is None or form.assessor_id is None:
        return UNREADABLE
    known = delivered(form.id)
    if form.assessor_id != current_user.id or (known and known.assessor_id != current_user.id):
        return OTHER_ASSESSOR
    return _answer(form.id, known, changed=_changed(form)) if known else _taken(form, form.id, at=now())


def _taken(form: DeliveryForm, record_id: UUID, *, at: datetime) -> ResponseReturnValue:
    wait = count_delivery(current_user.id, at=at)
    db.session.commit()
    if wait is not None:
        return {"state": "wait"}, 429, {"Retry-After": str(ceil(wait.total_seconds()))}
    try:
        record, pins, received = form.opened()
    except (UnreadableEnvelope, UnreadableRecord):
        return UNREADABLE
    member: Member = current_user._get_current_object()  # noqa: SLF001 - operations want the member, not a proxy
    place = enrolment_delivered_for(record.enrolment_id)
    if place is None or not may_deliver(member, place):
        return UNREADABLE  # as if there were no such enrolment
    # Photos are decoded and stored without SQLite's write lock: everybody else writes meanwhile.
    db.session.rollback()
    photos = [_kept(each) for each in cleaned_photos(received)]
    signed = check_pins(record, pins, place, by=member.id, at=at)
    deliver(record, by=member, signed=signed, photos=photos, at=at)
    became = delivered(record_id)
    db.session.commit()
    return _answer(record_id, became) if became else UNREADABLE


def _changed(form: DeliveryForm) -> bool:
    """Whether what is there already under its id was put down otherwise; what can't be opened tells nothing."""
    try:
        record, _pins = form.opened_record()
    except (UnreadableEnvelope, UnreadableRecord):
        return False
    return says_otherwise(record)


def _kept(photo: CleanPhoto | RefusedPhoto) -> DeliveredPhoto:
    if isinstance(photo, RefusedPhoto):
        return DeliveredPhoto(photo.received_digest, "", photo.code)
    kept = keep([photo])[0]
    return DeliveredPhoto(kept.received_digest, kept.stored_digest)


def _answer(record_id: UUID, became: Delivered, *, changed: bool = False) -> dict[str, Any]:
    """What the device is told, the same whenever it asks again; `changed`: what it has now isn't what arrived first."""
    older = _("An earlier version of this sheet had arrived already, and that one counts. Look at what is in it.")
    if not became.recorded:
        sentences = [why_held(became.why), *([older] if changed else [])]
        address = f"/held-records/{record_id}"
        return {"state": "held", "why": became.why, "sentence": " ".join(sentences), "address": address}
    unsigned = _("The trainee has not signed yet: they can, signed in to their own account.")
    sentence = older if changed else "" if became.signed else unsigned
    why = OTHER_VERSION if changed else ""
    return {"state": "recorded", "why": why, "sentence": sentence, "address": f"/sign-offs/{record_id}"}

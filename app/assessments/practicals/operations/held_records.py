"""What becomes of a record that was held: it is recorded after all, or dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.assessments.practicals.bench_record import Signed
from app.assessments.practicals.held import SeenHeldRecord
from app.assessments.practicals.models import HeldRecord
from app.assessments.practicals.operations.bench_records import OtherCriteria, record_judgement
from app.courses.operations.enrolments import lock_enrolment
from app.db import db
from app.people.member import Member
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class HeldRecordSettled(Refusal):
    """What became of the held record was decided meanwhile."""

    code = "held-record-settled"


def record_after_all(held: SeenHeldRecord, *, by: Member, signed_as: str, override: str, at: datetime) -> str:
    """Make the sign-off of what was held; `signed_as`: account or pin. Doing it twice is doing it once.

    What was judged by criteria that have changed since is recorded by those, once somebody was told so.
    Returns nothing, or, where it can't be recorded still, the code of what stands in the way now. Raises
    HeldRecordSettled when it was dropped.
    """
    row = _locked(held)
    if row.settled_as == "recorded":
        return ""
    if row.settled_as is not None:
        raise HeldRecordSettled
    record = replace(held.record, override=override or held.record.override)
    signed = Signed(signed_as, held.signed.trainee)
    try:
        with db.session.begin_nested():
            record_judgement(
                record, by=by, signed=signed, photos=held.photos, at=at, as_judged_then=row.why == OtherCriteria.code
            )
    except Refusal as refusal:
        row.why = refusal.code
        db.session.flush()
        return refusal.code
    _settle(row, "recorded", by=by.id, at=at)
    return ""


def drop_held_record(held: SeenHeldRecord, *, reason: str, by: UUID, at: datetime) -> None:
    """Give up what was held; the reason is in the journal. Doing it twice is doing it once.

    Raises HeldRecordSettled when it was recorded meanwhile.
    """
    row = _locked(held)
    if row.settled_as == "dropped":
        return
    if row.settled_as is not None:
        raise HeldRecordSettled
    _settle(row, "dropped", by=by, at=at, reason=reason)


def _locked(held: SeenHeldRecord) -> HeldRecord:
    lock_enrolment(held.enrolled.id)
    return db.session.get_one(HeldRecord, held.id, populate_existing=True)


def _settle(row: HeldRecord, how: str, *, by: UUID, at: datetime, reason: str = "") -> None:
    row.settled_at, row.settled_by, row.settled_as = at, by, how
    db.session.flush()
    detail = {"enrolment": str(row.enrolment_id), "item": row.item_id, "why": row.why}
    act = f"held_record.{how}"
    write_journal(act, by=by, at=at, kind="held_record", id=row.id, detail=detail, reason=reason, covers=[row])

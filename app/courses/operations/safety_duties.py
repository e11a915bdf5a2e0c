"""That trainees read a safety correction before they go on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Cohort, Enrolment, SafetyAcknowledgement, SafetyDuty, SafetyReach
from app.db import db
from app.notices.operations import settle
from app.records.operations.journal import write_journal

NOTICE = "safety"
"""The kind of notice by which trainees are told."""


def acknowledge_correction(duty_id: UUID, *, by: UUID, at: datetime) -> bool:
    """The trainee has read the correction, and will work like that. Whether it is new: once is enough.

    Behind the lock of the enrolment, in which nothing has ended.
    """
    duty = db.session.get_one(SafetyDuty, duty_id)
    if db.session.get(SafetyAcknowledgement, duty_id, populate_existing=True) is not None:
        return False
    row = SafetyAcknowledgement(duty_id=duty_id, acknowledged_at=at)
    db.session.add(row)
    db.session.flush()
    detail = {"correction": str(duty.correction_id)}
    write_journal(
        "safety.acknowledged", by=by, at=at, kind="enrolment", id=duty.enrolment_id, detail=detail, covers=[row]
    )
    settle([by], kind=NOTICE, subjects=[str(duty_id)], at=at)
    return True


def owe_corrections(enrolment: Enrolment) -> list[SafetyDuty]:
    """What somebody has to read who comes to a cohort into whose revision a correction didn't fit, as long as it
    follows that one: there the text still says the old. The rows are to be covered by the act that brings them.

    Where it did fit nobody who comes later has anything to read: they never saw another text.
    """
    known = select(SafetyDuty.correction_id).where(SafetyDuty.enrolment_id == enrolment.id)
    uncorrected = (
        select(SafetyReach.correction_id, SafetyReach.before_id)
        .join(Cohort, Cohort.id == SafetyReach.cohort_id)
        .where(SafetyReach.cohort_id == enrolment.cohort_id, SafetyReach.after_id.is_(None))
        .where(SafetyReach.before_id == Cohort.revision_id, SafetyReach.correction_id.not_in(known))
        .order_by(SafetyReach.correction_id)
    )
    owed = [
        SafetyDuty(correction_id=row.correction_id, enrolment_id=enrolment.id, before_id=row.before_id)
        for row in db.session.execute(uncorrected)
    ]
    db.session.add_all(owed)
    db.session.flush()
    return owed

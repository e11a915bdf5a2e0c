"""Which safety correction a trainee still has to read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select

from app.courses.models import Enrolment, SafetyAcknowledgement, SafetyDuty

_duty, _acknowledgement = SafetyDuty.__table__, SafetyAcknowledgement.__table__


def first_unread(enrolment_id: ColumnElement[UUID]) -> ScalarSelect[UUID]:
    """The oldest duty of that enrolment that isn't acknowledged, as a column of a statement which asks for more: so
    that pages need no query for it. NULL: there is none."""
    # Ids are made in the order of time.
    return (
        select(_duty.c.id)
        .select_from(_duty.outerjoin(_acknowledgement, _acknowledgement.c.duty_id == _duty.c.id))
        .where(_duty.c.enrolment_id == enrolment_id, _acknowledgement.c.duty_id.is_(None))
        .order_by(_duty.c.id)
        .limit(1)
        .correlate(Enrolment.__table__)
        .scalar_subquery()
    )

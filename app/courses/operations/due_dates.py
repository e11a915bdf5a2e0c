"""Moving the day by which something is due: for a cohort, or for one trainee in it. A date never locks anything."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import DueDate
from app.courses.operations.enrolments import lock_cohort, lock_enrolment, refuse_closed, refuse_ended
from app.curriculum.model import Item
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class DateChanged(Refusal):
    """Somebody moved the date after the form was made from it. `present`: the day now; None: nobody moved it."""

    code = "date-changed"

    def __init__(self, present: date | None) -> None:
        super().__init__()
        self.present = present


def move_for_all(
    cohort: CohortFacts, item: Item, *, to: date | None, was: date | None, by: UUID | None, at: datetime
) -> None:
    """Let `item` be due on the day `to` for the whole cohort; None: on its week's last day, wherever that moves.

    `was` is what the form was made from; the same request twice moves once. Raises CohortClosed, DateChanged.
    """
    refuse_closed(lock_cohort(cohort.id))
    change = _set(DueDate.cohort_id == cohort.id, DueDate.enrolment_id.is_(None), item=item, to=to, was=was)
    if change is None:
        return
    if to is not None:
        _add(cohort, None, item, to=to, by=by, at=at)
    write_journal("due_date.moved", by=by, at=at, kind="cohort", id=cohort.id, detail=change)


def move_for_one(
    enrolled: Enrolled,
    item: Item,
    *,
    to: date | None,
    was: date | None,
    by: UUID | None,
    at: datetime,
    reason: str = "",
) -> bool:
    """The same for one trainee; None: on the day that it is due for all. Whether that is new.

    Raises Withdrawn, CohortClosed, DateChanged.
    """
    lock_enrolment(enrolled.id)
    refuse_ended(enrolled.id)
    change = _set(DueDate.enrolment_id == enrolled.id, item=item, to=to, was=was)
    if change is None:
        return False
    if to is not None:
        _add(enrolled.cohort, enrolled.id, item, to=to, by=by, at=at)
    write_journal("due_date.moved", by=by, at=at, kind="enrolment", id=enrolled.id, detail=change, reason=reason)
    return True


def _set(*whose: ColumnElement[bool], item: Item, to: date | None, was: date | None) -> dict[str, Any] | None:
    """Take away the date that stands; returns what changes, for the journal, or None when nothing does."""
    row = db.session.scalar(select(DueDate).where(*whose, DueDate.item_id == item.id))
    present = row.due_on if row else None
    if present == to:
        return None
    if present != was:
        raise DateChanged(present)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    return {"item": item.id, "from": _iso(present), "to": _iso(to)}


def _add(
    cohort: CohortFacts, enrolment_id: UUID | None, item: Item, *, to: date, by: UUID | None, at: datetime
) -> None:
    db.session.add(
        DueDate(cohort_id=cohort.id, enrolment_id=enrolment_id, item_id=item.id, due_on=to, set_at=at, set_by=by)
    )
    db.session.flush()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

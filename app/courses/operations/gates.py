"""Opening and closing gates on the strength of marks; suspending and restoring the safety licence, which people do.

What a person decided about a gate is left alone by marks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import Enrolled
from app.courses.models import GateDecision
from app.courses.operations.enrolments import lock_enrolment, refuse_ended
from app.courses.progress import LICENCE, OPEN_DECISIONS
from app.courses.queries.licences import stood_before_held
from app.db import db
from app.notices.operations import notify
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal

A_MOMENT = timedelta(microseconds=1)


class OwnLicence(Refusal):
    """Nobody gives themselves their licence back."""

    status = 403
    code = "own-licence"


class LicenceChanged(Refusal):
    """The licence was suspended anew after the page was opened."""

    code = "licence-changed"


def open_gate(enrolment_id: UUID, *, gate: str, at: datetime) -> None:
    """Open a gate on the strength of a mark: for the first time, or again after the application closed it."""
    last = _last(enrolment_id, gate)
    if last is None:
        _decide(enrolment_id, gate, "opened", at=at)
    elif is_closed_by_marks(last):
        _decide(enrolment_id, gate, "restored", at=_after(last, at))


def close_gate(enrolment_id: UUID, *, gate: str, at: datetime) -> None:
    """Close a gate that a mark opened, since no mark opens it any more."""
    last = _last(enrolment_id, gate)
    if last is not None and is_opened_by_marks(last):
        _decide(enrolment_id, gate, "suspended", at=_after(last, at))


def suspend_licence(enrolment_id: UUID, *, sign_off_id: UUID, by: UUID, at: datetime, held: bool = False) -> None:
    """Suspend the trainee's safety licence because of the safety stop that this sign-off records; `held`: will
    record, once it is no longer held.

    Suspended already, it is suspended anew: whoever restores it answers the last stop. Recording what was held is no
    second stop.
    """
    if stood_before_held(enrolment_id, held_id=sign_off_id) is not None:
        return
    last = _last(enrolment_id, LICENCE)
    since = _after(last, at) if last else at
    detail = {"held_record" if held else "sign_off": str(sign_off_id)}
    _decide(enrolment_id, LICENCE, "suspended", by=by, at=since, detail=detail)


def restore_licence(enrolled: Enrolled, *, suspension_id: UUID, reason: str, by: UUID, at: datetime) -> None:
    """Give a suspended licence back, and tell the trainee. Given back already, nothing changes.

    `suspension_id` is the suspension that `by` knew of. Raises Withdrawn, CohortClosed, OwnLicence, LicenceChanged.
    """
    lock_enrolment(enrolled.id)
    if by == enrolled.person_id:
        raise OwnLicence
    last = _last(enrolled.id, LICENCE)
    if last is None or last.decision in OPEN_DECISIONS:
        return
    refuse_ended(enrolled.id)
    if last.id != suspension_id:
        raise LicenceChanged(enrolment_id=enrolled.id)
    made = _decide(enrolled.id, LICENCE, "restored", by=by, at=_after(last, at), reason=reason)
    path = f"/enrolments/{enrolled.id}"
    notify(enrolled.person_id, kind="licence", subject=str(made.id), details={}, path=path, at=at)


def is_opened_by_marks(decision: GateDecision) -> bool:
    """Whether the application opened the gate."""
    return decision.decided_by is None and decision.decision in OPEN_DECISIONS


def is_closed_by_marks(decision: GateDecision) -> bool:
    """Whether the application closed the gate again."""
    return decision.decided_by is None and decision.decision not in OPEN_DECISIONS


def _last(enrolment_id: UUID, gate: str) -> GateDecision | None:
    decisions = select(GateDecision).where(GateDecision.enrolment_id == enrolment_id, GateDecision.gate == gate)
    return db.session.scalar(decisions.order_by(GateDecision.decided_at.desc()).limit(1))


def _after(last: GateDecision, at: datetime) -> datetime:
    """A time for what is decided after `last`: an attempt counts as closed at its deadline, which may be long over,
    and the last decision in time is the one that counts."""
    return max(at, last.decided_at + A_MOMENT)


def _decide(
    enrolment_id: UUID,
    gate: str,
    decision: str,
    *,
    at: datetime,
    by: UUID | None = None,
    detail: dict[str, Any] | None = None,
    reason: str = "",
) -> GateDecision:
    made = GateDecision(enrolment_id=enrolment_id, gate=gate, decision=decision, decided_at=at, decided_by=by)
    db.session.add(made)
    db.session.flush()
    told: dict[str, Any] = {"gate": gate, **(detail or {})}
    write_journal(
        f"gate.{decision}", by=by, at=at, kind="enrolment", id=enrolment_id, detail=told, reason=reason, covers=[made]
    )
    return made

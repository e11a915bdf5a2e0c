"""Opening and closing gates on the strength of marks. What a person decided about a gate is left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.courses.models import GateDecision
from app.courses.progress import OPEN_DECISIONS
from app.db import db
from app.records.operations.journal import write_journal

A_MOMENT = timedelta(microseconds=1)


def open_gate(enrolment_id: UUID, *, gate: str, at: datetime) -> None:
    """Open a gate on the strength of a mark: for the first time, or again after the application closed it."""
    last = _last(enrolment_id, gate)
    if last is None:
        _decide(enrolment_id, gate, "opened", at)
    elif is_closed_by_marks(last):
        _decide(enrolment_id, gate, "restored", _after(last, at))


def close_gate(enrolment_id: UUID, *, gate: str, at: datetime) -> None:
    """Close a gate that a mark opened, since no mark opens it any more."""
    last = _last(enrolment_id, gate)
    if last is not None and is_opened_by_marks(last):
        _decide(enrolment_id, gate, "suspended", _after(last, at))


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


def _decide(enrolment_id: UUID, gate: str, decision: str, at: datetime) -> None:
    db.session.add(
        GateDecision(enrolment_id=enrolment_id, gate=gate, decision=decision, decided_at=at, decided_by=None)
    )
    db.session.flush()
    write_journal(f"gate.{decision}", by=None, at=at, kind="enrolment", id=enrolment_id, detail={"gate": gate})

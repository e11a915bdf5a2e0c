"""Making completions anew from what earned them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.courses.models import Completion, GateDecision, LessonDeclaration
from app.courses.operations.gates import close_gate, is_closed_by_marks, is_opened_by_marks, open_gate
from app.db import db

Earned = tuple[UUID, str, datetime]


def rebuild_completions(judged: Iterable[Earned], *, gates: Iterable[tuple[UUID, str]], at: datetime) -> int:
    """Replace all completions by what declarations and `judged` (enrolment, item, time) earn.

    Gates that were earned and never decided on are opened, and those that marks opened which don't count any more are
    closed. What a person decided about a gate stays. Returns how many completions changed.
    """
    earned = _earliest([*_declared(), *judged])
    present = {
        (row.enrolment_id, row.item_id): row.completed_at
        for row in db.session.execute(select(Completion.enrolment_id, Completion.item_id, Completion.completed_at))
    }
    db.session.execute(delete(Completion))
    db.session.add_all(
        Completion(enrolment_id=enrolment_id, item_id=item_id, completed_at=completed_at)
        for (enrolment_id, item_id), completed_at in earned.items()
    )
    db.session.flush()
    _follow_gates(set(gates), at=at)
    return len(set(earned.items()) ^ set(present.items()))


def settle_completion(enrolment_id: UUID, *, item_id: str, at: datetime | None) -> None:
    """Let the item be completed at `at`, as what earned it says now; None: it isn't any more."""
    theirs = delete(Completion).where(Completion.enrolment_id == enrolment_id, Completion.item_id == item_id)
    db.session.execute(theirs)
    if at is not None:
        db.session.add(Completion(enrolment_id=enrolment_id, item_id=item_id, completed_at=at))
    db.session.flush()


def _follow_gates(earned: set[tuple[UUID, str]], *, at: datetime) -> None:
    decisions = db.session.scalars(select(GateDecision).order_by(GateDecision.decided_at))
    last = {(each.enrolment_id, each.gate): each for each in decisions}
    for enrolment_id, gate in sorted(earned):
        present = last.get((enrolment_id, gate))
        if present is None or is_closed_by_marks(present):
            open_gate(enrolment_id, gate=gate, at=at)
    for (enrolment_id, gate), present in last.items():
        if is_opened_by_marks(present) and (enrolment_id, gate) not in earned:
            close_gate(enrolment_id, gate=gate, at=at)


def _declared() -> list[Earned]:
    rows = db.session.execute(
        select(LessonDeclaration.enrolment_id, LessonDeclaration.item_id, LessonDeclaration.declared_at)
    )
    return [(row.enrolment_id, row.item_id, row.declared_at) for row in rows]


def _earliest(earned: Iterable[Earned]) -> dict[tuple[UUID, str], datetime]:
    first: dict[tuple[UUID, str], datetime] = {}
    for enrolment_id, item_id, at in earned:
        key = (enrolment_id, item_id)
        first[key] = min(at, first.get(key, at))
    return first

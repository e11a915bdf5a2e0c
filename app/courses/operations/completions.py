"""Making completions anew from what earned them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.courses.models import Completion, GateDecision, LessonDeclaration
from app.courses.operations.enrolments import open_gate
from app.db import db

Earned = tuple[UUID, str, datetime]


def rebuild_completions(judged: Iterable[Earned], *, gates: Iterable[tuple[UUID, str]], at: datetime) -> int:
    """Replace all completions by what declarations and `judged` (enrolment, item, time) earn.

    Gates that were earned and never decided on are opened. Returns how many completions changed.
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
    decisions = db.session.execute(select(GateDecision.enrolment_id, GateDecision.gate))
    decided = {(row.enrolment_id, row.gate) for row in decisions}
    for enrolment_id, gate in gates:
        if (enrolment_id, gate) not in decided:
            open_gate(enrolment_id, gate=gate, at=at)
    return len(set(earned.items()) ^ set(present.items()))


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

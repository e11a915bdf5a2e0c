"""Finding what instructors said of an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.quizzes.models import AttemptDecision, AttemptRemark, AttemptRemarkText
from app.courses.queries.history import Happened, happened_to
from app.db import db
from app.people.models import Person

DECISIONS = ("attempt.annulled", "attempt.restored")


@dataclass(frozen=True)
class Remark:
    """An instructor's words. `text` is empty when they were erased."""

    at: datetime
    who: str
    text: str


def last_decision(attempt_id: UUID) -> AttemptDecision | None:
    """Whether the attempt counts, as decided last; None: nobody decided anything. One query."""
    decisions = select(AttemptDecision).where(AttemptDecision.attempt_id == attempt_id)
    return db.session.scalar(decisions.order_by(AttemptDecision.number.desc()).limit(1))


def decisions_on(attempt_id: UUID) -> tuple[Happened, ...]:
    """What was decided on the attempt, by whom and why, the last first. Two queries."""
    return happened_to("attempt", id=attempt_id, acts=DECISIONS)


def remarks_on(attempt_id: UUID) -> tuple[Remark, ...]:
    """The remarks on the attempt in the order in which they were made. One query."""
    rows = db.session.execute(
        select(AttemptRemark.remarked_at, Person.name, AttemptRemarkText.text)
        .outerjoin(Person, Person.id == AttemptRemark.remarked_by)
        .outerjoin(AttemptRemarkText, AttemptRemarkText.remark_id == AttemptRemark.id)
        .where(AttemptRemark.attempt_id == attempt_id)
        .order_by(AttemptRemark.remarked_at, AttemptRemark.id)
    )
    return tuple(Remark(row.remarked_at, row.name or "", row.text or "") for row in rows)

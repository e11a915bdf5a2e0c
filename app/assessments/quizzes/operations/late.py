"""Counting answers that came after the end of their attempt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.quizzes.models import Attempt, LateCount, LateResponse, Mark
from app.assessments.quizzes.operations.attempts import journal_attempt, lock_attempt, mark_as_answered, proof_of
from app.assessments.quizzes.operations.tallies import recounted
from app.assessments.quizzes.queries import LateAnswer, counted_answers, last_mark, late_answers
from app.db import Base, db
from app.shared.errors import Refusal


class MarkWouldFall(Refusal):
    """With the late answers the attempt would earn less than without, or no longer pass."""

    code = "mark-would-fall"


def count_late_answers(
    attempt: Attempt, *, late_ids: Collection[UUID], reason: str, by: UUID, at: datetime
) -> Mark | None:
    """Mark a closed attempt anew with these late answers in the place of those that were in time; returns the mark
    that counts. None while it runs.

    What is counted already, or is no late answer to it, is passed over. Raises MarkWouldFall.
    """
    lock_attempt(attempt)
    before = last_mark(attempt.id)
    chosen = [late for late in late_answers(attempt.id) if late.id in late_ids and not late.counted]
    if before is None or not chosen:
        return before
    answers = counted_answers(attempt.id) | {late.question_id: late.answer for late in chosen}
    with recounted(attempt):
        mark = mark_as_answered(attempt, answers, at=at)
        if mark.thousandths < before.thousandths or (before.passed and not mark.passed):
            raise MarkWouldFall
        counts = [LateCount(late_response_id=late.id, mark_id=mark.id) for late in chosen]
        db.session.add_all(counts)
        journal_attempt(
            "attempt.late-answers-counted",
            attempt,
            by=by,
            at=at,
            reason=reason,
            covers=[*proof_of(mark), *counts, *_rows(chosen)],
            late=[str(late.id) for late in chosen],
            thousandths=mark.thousandths,
            passed=mark.passed,
        )
    return mark


def _rows(chosen: Iterable[LateAnswer]) -> Iterable[Base]:
    """What the journal covers of late answers: they are proof from now on."""
    return db.session.scalars(select(LateResponse).where(LateResponse.id.in_([late.id for late in chosen])))

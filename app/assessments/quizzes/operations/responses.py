"""Saving what is answered in an attempt, and handing it in. No answer is lost: what comes too late is kept beside.

Answers come in two ways. A form sends what stands on its page. A page with scripts keeps each answer on its device
under an id of its own, and delivers it until it was told that it is saved: at any time, any number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.assessments.quizzes.models import Attempt, LateResponse, Mark, Response
from app.assessments.quizzes.operations.attempts import close_attempt, lock_attempt
from app.assessments.quizzes.queries import (
    LastOfDevice,
    last_of_devices,
    late_responses,
    responses_of,
    taken_ids,
    unanswered,
)
from app.assessments.quizzes.timing import is_over
from app.db import Base, db
from app.shared.errors import Refusal

_INSERT = insert(Base.metadata.tables[Response.__tablename__])


class AttemptClosed(Refusal):
    """The attempt was handed in, or its time is over: what was answered now is kept, and doesn't count."""

    code = "attempt-closed"


class UnknownQuestion(Refusal):
    """An answer to something that the attempt doesn't ask."""

    status = 422
    code = "unknown-question"


class ResponseIdTaken(Refusal):
    """An answer in another attempt has this id already."""

    code = "response-id-taken"


@dataclass(frozen=True)
class Given:
    """An answer as a device kept it until it arrived."""

    id: UUID
    question_id: str
    answer: Any
    """As in `Response`; empty or None: taken back."""
    device_id: UUID
    sequence: int
    """Counts what was answered at that device."""
    age: timedelta
    """How long ago it was given, by the device's own clock."""


def save_responses(
    attempt: Attempt, *, answers: Mapping[str, Any], at: datetime, seen: Mapping[str, int] | None = None
) -> bool:
    """Append what changed in `answers` (by question id; empty or None: taken back) since the last save; whether they
    were in time. If not, they are kept beside, and an attempt whose time is over is closed first.

    `seen`: the numbers of the responses that the page showed (0: none). What still stands there as it was shown is no
    answer: another device may have saved one meanwhile. Raises UnknownQuestion.
    """
    _settle(attempt, asked_for=answers, at=at)
    changed = _changed(attempt, answers, seen or {})
    if attempt.closed_at is not None:
        _keep_changed(attempt, changed, at=at)
        return False
    for question_id, (answer, number) in changed.items():
        row = Response(attempt_id=attempt.id, question_id=question_id, number=number, answer=answer or [], saved_at=at)
        db.session.add(row)
    db.session.flush()
    return True


def deliver(attempt: Attempt, *, given: Iterable[Given], at: datetime) -> None:
    """Append answers that a device kept, each once however often it is delivered.

    Of answers from one device the one with the highest sequence counts, in whatever order they arrive; of answers
    from several the one that was given last; at the same time, the one that arrived last. What is overtaken, and what
    arrives after the attempt was closed, is kept beside. Raises UnknownQuestion, ResponseIdTaken.
    """
    new = sorted(given, key=lambda each: each.sequence)
    _settle(attempt, asked_for=[each.question_id for each in new], at=at)
    taken = taken_ids([each.id for each in new])
    if set(taken.values()) - {attempt.id}:
        raise ResponseIdTaken
    before = last_of_devices(attempt.id, {each.question_id for each in new})
    for each in new:
        if each.id not in taken:
            taken[each.id] = attempt.id
            _append(attempt, each, before.setdefault(each.question_id, []), at=at)
    db.session.flush()


def hand_in(
    attempt: Attempt,
    *,
    answers: Mapping[str, Any],
    incomplete: bool,
    by: UUID,
    at: datetime,
    seen: Mapping[str, int] | None = None,
) -> Mark | None:
    """Save `answers`, then close and mark the attempt; returns its mark.

    None: the answers are saved, but questions are unanswered and `incomplete` doesn't say that this is meant.
    After the deadline `answers` come too late: what was saved before counts. `seen` as in saving. Raises
    UnknownQuestion.
    """
    in_time = save_responses(attempt, answers=answers, at=at, seen=seen)
    if in_time and not incomplete and unanswered(attempt):
        return None
    return close_attempt(attempt, by=by, at=at)


def _settle(attempt: Attempt, *, asked_for: Iterable[str], at: datetime) -> None:
    """Lock the attempt, and close it if its time is over."""
    lock_attempt(attempt)
    unknown = set(asked_for) - {each["question"] for each in attempt.asked}
    if unknown:
        raise UnknownQuestion(questions=", ".join(sorted(unknown)))
    if attempt.closed_at is None and is_over(attempt.deadline, at):
        close_attempt(attempt, by=None, at=at)


def _changed(attempt: Attempt, answers: Mapping[str, Any], seen: Mapping[str, int]) -> dict[str, tuple[Any, int]]:
    """What in `answers` is new, with the number that it would get."""
    responses = responses_of(attempt.id, answers)
    changed = {}
    for question_id, answer in answers.items():
        before = responses.get(question_id, [])
        # Numbers count from 1 without a gap, so that the first `seen` of them are what the page showed.
        shown = before[: seen.get(question_id, len(before))]
        if (answer or None) not in (_answer_in(shown), _answer_in(before)):
            changed[question_id] = (answer, len(before) + 1)
    return changed


def _answer_in(responses: Sequence[Response]) -> Any:
    return (responses[-1].answer or None) if responses else None


def _keep_changed(attempt: Attempt, changed: Mapping[str, tuple[Any, int]], *, at: datetime) -> None:
    kept = {each.question_id: each.answer for each in late_responses(attempt.id)}
    for question_id, (answer, _number) in changed.items():
        if question_id not in kept or kept[question_id] != (answer or []):
            db.session.add(_late(attempt, question_id, answer=answer, given_at=at, at=at))
    db.session.flush()


def _append(attempt: Attempt, given: Given, before: list[LastOfDevice], *, at: datetime) -> None:
    when = min(at, max(attempt.started_at, at - given.age))
    origin = {"id": given.id, "device_id": given.device_id, "sequence": given.sequence}
    overtaken = _is_overtaken(given, when, before)
    if attempt.closed_at is not None or overtaken:
        late = {"overtaken": overtaken and attempt.closed_at is None}
        db.session.add(_late(attempt, given.question_id, answer=given.answer, given_at=when, at=at, **origin, **late))
        return
    number = before[-1].number + 1 if before else 1
    answer = given.answer or []
    # Into the table, not by way of the ORM: an answer is written once for each tap.
    row = {"attempt_id": attempt.id, "question_id": given.question_id, "number": number, "answer": answer, **origin}
    db.session.execute(_INSERT, row | {"saved_at": at, "given_at": when})
    before.append(LastOfDevice(given.device_id, number, given.sequence, when))


def _is_overtaken(given: Given, when: datetime, before: Sequence[LastOfDevice]) -> bool:
    """Whether a later answer than this one is saved already."""
    if any(each.device_id == given.device_id and (each.sequence or 0) > given.sequence for each in before):
        return True
    if not before or before[-1].device_id == given.device_id:
        return False
    return when < before[-1].given_at


def _late(
    attempt: Attempt, question_id: str, *, answer: Any, given_at: datetime, at: datetime, **origin: Any
) -> LateResponse:
    origin = {"overtaken": False} | origin
    return LateResponse(
        attempt_id=attempt.id,
        question_id=question_id,
        answer=answer or [],
        given_at=given_at,
        received_at=at,
        **origin,
    )

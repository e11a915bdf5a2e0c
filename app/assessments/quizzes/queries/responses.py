"""What was answered in an attempt: in time, and late."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, func, select, tuple_, union_all

from app.assessments.quizzes.models import Attempt, LateCount, LateResponse, Mark, Response
from app.courses.queries.history import Happened, happened_to
from app.curriculum.marking import is_complete
from app.db import db


@dataclass(frozen=True)
class LateAnswer:
    """An answer that came after the end of its attempt."""

    id: UUID
    question_id: str
    answer: Any
    given_at: datetime
    """As the device says."""
    received_at: datetime
    counted: bool


@dataclass(frozen=True)
class LastResponse:
    """What was answered last to a question, and how often it was until then."""

    number: int
    answer: Any


@dataclass(frozen=True)
class LastOfDevice:
    """What one device saved last to a question, as far as it says which of several answers is the last."""

    device_id: UUID | None
    number: int
    sequence: int | None
    given_at: datetime


# Every answer that is given asks these: they are made once, of columns, which spares the ORM's part of the work.
_response, _late = Response.__table__.c, LateResponse.__table__.c
_ATTEMPT: BindParameter[UUID] = bindparam("attempt_id")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (
    select(_response.question_id, func.max(_response.number))
    .where(_response.attempt_id == _ATTEMPT)
    .group_by(_response.question_id)
)
_LAST = select(_response.question_id, _response.number, _response.answer).where(
    _response.attempt_id == _ATTEMPT, tuple_(_response.question_id, _response.number).in_(_NEWEST)
)
_OF_DEVICES = (
    select(
        _response.question_id,
        _response.device_id,
        func.max(_response.number).label("number"),
        func.max(_response.sequence).label("sequence"),
    )
    .where(_response.attempt_id == _ATTEMPT, _response.question_id.in_(_IDS))
    .group_by(_response.question_id, _response.device_id)
    .subquery()
)
_LAST_OF_DEVICES = (
    select(_OF_DEVICES, func.coalesce(_response.given_at, _response.saved_at).label("given_at"))
    .join(
        Response.__table__,
        and_(_response.question_id == _OF_DEVICES.c.question_id, _response.number == _OF_DEVICES.c.number),
    )
    .where(_response.attempt_id == _ATTEMPT)
    .order_by(_OF_DEVICES.c.number)
)
_TAKEN = union_all(*(select(table.id, table.attempt_id).where(table.id.in_(_IDS)) for table in (_response, _late)))


def last_responses(attempt_id: UUID) -> dict[str, LastResponse]:
    """The last response to each question that was answered, by question id. One query."""
    found = db.session.execute(_LAST, {"attempt_id": attempt_id})
    return {row.question_id: LastResponse(row.number, row.answer) for row in found}


def last_of_devices(attempt_id: UUID, question_ids: Collection[str]) -> dict[str, list[LastOfDevice]]:
    """What each device saved last to these questions, the last of all last, by question id. One query."""
    found: dict[str, list[LastOfDevice]] = {}
    for row in db.session.execute(_LAST_OF_DEVICES, {"attempt_id": attempt_id, "ids": list(question_ids)}):
        last = LastOfDevice(row.device_id, row.number, row.sequence, row.given_at)
        found.setdefault(row.question_id, []).append(last)
    return found


def answers_of(attempt_id: UUID) -> dict[str, Any]:
    """The last answer to each question that has one, by question id. One query."""
    last = last_responses(attempt_id)
    return {question_id: response.answer for question_id, response in last.items() if response.answer}


def unanswered(attempt: Attempt) -> frozenset[str]:
    """The ids of the questions that have no answer, or one of which something is missing. One query."""
    complete = {question_id for question_id, answer in answers_of(attempt.id).items() if is_complete(answer)}
    return frozenset(each["question"] for each in attempt.asked) - complete


def responses_of(attempt_id: UUID, question_ids: Collection[str]) -> dict[str, list[Response]]:
    """Every response to these questions, the last one last, by question id. One query."""
    found: dict[str, list[Response]] = {}
    statement = select(Response).where(Response.attempt_id == attempt_id, Response.question_id.in_(question_ids))
    for response in db.session.scalars(statement.order_by(Response.number)):
        found.setdefault(response.question_id, []).append(response)
    return found


def taken_ids(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Which of these ids an answer has already, and in which attempt. One query."""
    return {row.id: row.attempt_id for row in db.session.execute(_TAKEN, {"ids": list(ids)})}


def late_responses(attempt_id: UUID) -> Sequence[LateResponse]:
    """What came after the end, in the order in which it was given. One query."""
    statement = select(LateResponse).where(LateResponse.attempt_id == attempt_id, LateResponse.overtaken.is_(False))
    order = (LateResponse.given_at, LateResponse.sequence, LateResponse.received_at, LateResponse.id)
    return db.session.scalars(statement.order_by(*order)).all()


def late_answers(attempt_id: UUID) -> tuple[LateAnswer, ...]:
    """The last late answer to each question that has one; empty ones take nothing back. Two queries at most."""
    last = {each.question_id: each for each in late_responses(attempt_id) if each.answer}
    if not last:
        return ()
    ids = [each.id for each in last.values()]
    counted = set(
        db.session.scalars(select(LateCount.late_response_id).where(LateCount.late_response_id.in_(ids))).all()
    )
    return tuple(
        LateAnswer(each.id, each.question_id, each.answer, each.given_at, each.received_at, each.id in counted)
        for each in last.values()
    )


def late_counts_on(attempt_id: UUID) -> tuple[Happened, ...]:
    """Who counted late answers of the attempt, and why, the last first. Two queries."""
    return happened_to("attempt", id=attempt_id, acts=["attempt.late-answers-counted"])


def counted_answers(attempt_id: UUID) -> dict[str, Any]:
    """The answers that a closed attempt was last marked with, by question id. Two queries."""
    late = (
        select(LateResponse.question_id, LateResponse.answer)
        .join(LateCount, LateCount.late_response_id == LateResponse.id)
        .join(Mark, Mark.id == LateCount.mark_id)
        .where(LateResponse.attempt_id == attempt_id)
        .order_by(Mark.number)
    )
    return answers_of(attempt_id) | {row.question_id: row.answer for row in db.session.execute(late)}

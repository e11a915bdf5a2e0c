"""Starting an attempt, saving what is answered in it, closing and marking it.

An attempt ends at its deadline, whoever notices it when: it is closed as of then, and what was saved until
then counts. Everything here may be asked for twice and happens once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.assessments.quizzes.drawing import Asked, as_record, draw, from_record
from app.assessments.quizzes.marking import Marking, mark_attempt
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.assessments.quizzes.queries import (
    answers_of,
    last_mark,
    last_responses,
    made_at,
    quiz_of,
    running_attempt,
    unanswered,
)
from app.assessments.quizzes.timing import closing_time, deadline_for, is_over, next_start
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import lock_enrolment, open_gate, record_completion, refuse_locked
from app.curriculum.model import Quiz
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.keys import keys


class AttemptIdTaken(Refusal):
    """An attempt at something else has this id already."""

    code = "attempt-id-taken"


class NoAttemptsLeft(Refusal):
    """The trainee has used every attempt that the quiz gives."""

    code = "no-attempts-left"


class WaitNotOver(Refusal):
    """The quiz asks for a pause between two attempts."""

    code = "wait-not-over"


class AttemptClosed(Refusal):
    """The attempt was handed in, or its time is over: no more answers."""

    code = "attempt-closed"


class UnknownQuestion(Refusal):
    """An answer to something that the attempt doesn't ask."""

    status = 422
    code = "unknown-question"


def start_attempt(found: EnrolledItem, *, attempt_id: UUID, by: UUID, at: datetime) -> Attempt:
    """The trainee's running attempt at a quiz: the one that runs already, or a new one with this id.

    The id of an attempt that exists gives that attempt, running or closed. An attempt that runs may be answered and
    handed in also when its trainee was withdrawn or its cohort closed since; a new one is not begun then. Raises
    Withdrawn, CohortClosed, ItemLocked, NoAttemptsLeft, WaitNotOver, AttemptIdTaken.
    """
    quiz = found.item
    if not isinstance(quiz, Quiz):
        raise TypeError("attempts are made at quizzes only")
    lock_enrolment(found.enrolled.id)
    known = _known(found, attempt_id)
    if known is not None:
        return known
    running = running_attempt(found)
    if running is not None and not is_over(running.deadline, at):
        return running
    if running is not None:
        close_attempt(running, by=None, at=at)
    refuse_locked(found)
    return _begin(found, quiz, attempt_id=attempt_id, by=by, at=at)


def save_responses(attempt: Attempt, *, answers: Mapping[str, Any], at: datetime) -> None:
    """Append what changed in `answers` (by question id; empty or None: taken back) since the last save.

    Raises AttemptClosed; an attempt whose time is over is closed first. Raises UnknownQuestion.
    """
    _lock(attempt)
    if attempt.closed_at is None and is_over(attempt.deadline, at):
        close_attempt(attempt, by=None, at=at)
    if attempt.closed_at is not None:
        raise AttemptClosed
    saved = last_responses(attempt.id)
    unknown = answers.keys() - {each["question"] for each in attempt.asked}
    if unknown:
        raise UnknownQuestion(questions=", ".join(sorted(unknown)))
    for question_id, answer in answers.items():
        last = saved.get(question_id)
        if (answer or None) != (last.answer or None if last else None):
            number = last.number + 1 if last else 1
            db.session.add(_response(attempt, question_id, number=number, answer=answer, at=at))
    db.session.flush()


def hand_in(attempt: Attempt, *, answers: Mapping[str, Any], incomplete: bool, by: UUID, at: datetime) -> Mark | None:
    """Save `answers`, then close and mark the attempt; returns its mark.

    None: the answers are saved, but questions are unanswered and `incomplete` doesn't say that this is meant.
    After the deadline `answers` come too late: what was saved before counts. Raises UnknownQuestion.
    """
    _lock(attempt)
    if attempt.closed_at is None and not is_over(attempt.deadline, at):
        save_responses(attempt, answers=answers, at=at)
        if not incomplete and unanswered(attempt):
            return None
    return close_attempt(attempt, by=by, at=at)


def close_attempt(attempt: Attempt, *, by: UUID | None, at: datetime) -> Mark:
    """Close the attempt, as of its deadline when that has passed, and mark it; returns the mark that counts.

    Passing completes the item and opens the quiz's gate. A closed attempt stays as it is. `by` is None when
    the application closes an attempt whose time is over.
    """
    _lock(attempt)
    known = last_mark(attempt.id)
    if known is not None:
        return known
    # A clock that was set back must not keep an attempt from being handed in.
    attempt.closed_at = max(attempt.started_at, closing_time(attempt.deadline, at))
    db.session.flush()
    quiz = quiz_of(attempt)
    questions = [asked.question for asked in from_record(attempt.asked, quiz)]
    marking = mark_attempt(questions, answers_of(attempt.id), pass_percent=quiz.pass_percent)
    mark = _write_mark(attempt, marking, at=at)
    _journal("attempt.closed", attempt, by=by, at=at, thousandths=mark.thousandths, passed=mark.passed)
    if mark.passed:
        record_completion(attempt.enrolment_id, item_id=attempt.item_id, at=attempt.closed_at)
        if quiz.gate:
            open_gate(attempt.enrolment_id, gate=quiz.gate, at=attempt.closed_at)
    return mark


def close_overdue(attempt_id: UUID, *, at: datetime) -> None:
    """Close that attempt, whose time is over, as of its deadline: its trainee never came back."""
    close_attempt(db.session.get_one(Attempt, attempt_id), by=None, at=at)


def asked_in(quiz: Quiz, attempt_id: UUID) -> tuple[Asked, ...]:
    """What the attempt with this id asks. Whoever makes the id can't choose the questions by it."""
    return draw(quiz, seed=keys.digest("quizzes.draw", str(attempt_id)))


def _known(found: EnrolledItem, attempt_id: UUID) -> Attempt | None:
    known = db.session.get(Attempt, attempt_id)
    if known is None or (known.enrolment_id == found.enrolled.id and known.item_id in found.item.names):
        return known
    raise AttemptIdTaken


def _begin(found: EnrolledItem, quiz: Quiz, *, attempt_id: UUID, by: UUID, at: datetime) -> Attempt:
    attempt = Attempt(
        id=attempt_id,
        enrolment_id=found.enrolled.id,
        item_id=quiz.id,
        revision_id=found.enrolled.cohort.revision_id,
        number=_next_number(found, quiz, at=at),
        asked=as_record(asked_in(quiz, attempt_id)),
        started_at=at,
        deadline=deadline_for(quiz, started_at=at),
    )
    db.session.add(attempt)
    db.session.flush()
    _journal("attempt.started", attempt, by=by, at=at, number=attempt.number)
    return attempt


def _next_number(found: EnrolledItem, quiz: Quiz, *, at: datetime) -> int:
    """The number of the attempt that would begin now, if the quiz's rules give one."""
    made, last_number, last_closed_at = db.session.execute(
        select(func.count(), func.max(Attempt.number), func.max(Attempt.closed_at)).where(made_at(found))
    ).one()
    if quiz.attempts is not None and made >= quiz.attempts:
        raise NoAttemptsLeft(attempts=quiz.attempts)
    earliest = next_start(quiz, last_closed_at=last_closed_at)
    if earliest is not None and at < earliest:
        raise WaitNotOver(until=earliest, time_zone=found.enrolled.cohort.time_zone)
    return int(last_number or 0) + 1


def _lock(attempt: Attempt) -> None:
    """Wait for whoever writes to the same enrolment, and see what they left."""
    lock_enrolment(attempt.enrolment_id)
    db.session.refresh(attempt)


def _response(attempt: Attempt, question_id: str, *, number: int, answer: Any, at: datetime) -> Response:
    return Response(attempt_id=attempt.id, question_id=question_id, number=number, answer=answer or [], saved_at=at)


def _write_mark(attempt: Attempt, marking: Marking, *, at: datetime) -> Mark:
    mark = Mark(
        attempt_id=attempt.id,
        number=1,
        thousandths=marking.thousandths,
        possible_thousandths=marking.possible,
        critical_missed=marking.critical_missed,
        passed=marking.passed,
        marked_at=at,
    )
    db.session.add(mark)
    db.session.flush()
    db.session.add_all(
        QuestionMark(
            mark_id=mark.id,
            question_id=marked.question.id,
            question_digest=marked.question.digest,
            thousandths=marked.thousandths,
            possible_thousandths=marked.possible,
        )
        for marked in marking.questions
    )
    db.session.flush()
    return mark


def _journal(act: str, attempt: Attempt, *, by: UUID | None, at: datetime, **detail: Any) -> None:
    detail = {"enrolment": str(attempt.enrolment_id), "item": attempt.item_id} | detail
    write_journal(act, by=by, at=at, kind="attempt", id=attempt.id, detail=detail)

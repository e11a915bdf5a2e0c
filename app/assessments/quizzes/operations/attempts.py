"""Starting an attempt, closing and marking it.

An attempt ends at its deadline, whoever notices it when: it is closed as of then, and what was saved until
then counts. Everything here may be asked for twice and happens once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.assessments.quizzes.drawing import Asked, as_record, draw
from app.assessments.quizzes.marking import Marking
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.assessments.quizzes.operations.following import follow_marks
from app.assessments.quizzes.operations.tallies import recounted
from app.assessments.quizzes.queries import answers_of, last_mark, made_at, quiz_of, running_attempt
from app.assessments.quizzes.queries.arrangements import arranged_for
from app.assessments.quizzes.queries.keys import keys_of
from app.assessments.quizzes.remarking import marked_by
from app.assessments.quizzes.timing import closing_time, deadline_for, is_over, next_start
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import lock_enrolment, refuse_locked
from app.curriculum.model import Quiz
from app.db import Base, db, locks_rows, share_turns
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal
from app.shared.keys import keys

CORRECTIONS = "question corrections"
"""The turn that whoever corrects a key takes, and whoever marks shares."""


class AttemptIdTaken(Refusal):
    """An attempt at something else has this id already."""

    code = "attempt-id-taken"


class NoAttemptsLeft(Refusal):
    """The trainee has used every attempt that the quiz gives."""

    code = "no-attempts-left"


class WaitNotOver(Refusal):
    """The quiz asks for a pause between two attempts."""

    code = "wait-not-over"


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


def close_attempt(attempt: Attempt, *, by: UUID | None, at: datetime) -> Mark:
    """Close the attempt, as of its deadline when that has passed, and mark it; returns the mark that counts.

    A closed attempt stays as it is. `by` is None when the application closes an attempt whose time is over.
    """
    lock_attempt(attempt)
    known = last_mark(attempt.id)
    if known is not None:
        return known
    # A clock that was set back must not keep an attempt from being handed in.
    attempt.closed_at = max(attempt.started_at, closing_time(attempt.deadline, at))
    db.session.flush()
    with recounted(attempt):
        mark = mark_as_answered(attempt, answers_of(attempt.id), at=at)
        covers = [attempt, *_responses(attempt), *proof_of(mark)]
        earned: dict[str, Any] = {"thousandths": mark.thousandths, "passed": mark.passed}
        journal_attempt("attempt.closed", attempt, by=by, at=at, covers=covers, **earned)
    return mark


def mark_as_answered(attempt: Attempt, answers: Mapping[str, Any], *, at: datetime) -> Mark:
    """A new mark of a closed attempt, for these answers by question id, by the keys as they were corrected. Passing
    completes the item and opens the quiz's gate."""
    share_turns(CORRECTIONS)  # a key that is being corrected is so by now, or waits until the mark is there
    quiz = quiz_of(attempt)
    mark = write_mark(attempt, marked_by(keys_of(attempt, quiz), answers, pass_percent=quiz.pass_percent), at=at)
    follow_marks(attempt, at=at)
    return mark


def proof_of(mark: Mark) -> list[Base]:
    """The mark with those of its questions, as the journal covers them."""
    return [mark, *db.session.scalars(select(QuestionMark).where(QuestionMark.mark_id == mark.id))]


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
    terms = arranged_for(found.enrolled).terms(quiz.id)
    attempt = Attempt(
        id=attempt_id,
        enrolment_id=found.enrolled.id,
        item_id=quiz.id,
        revision_id=found.enrolled.cohort.revision_id,
        number=_next_number(found, quiz, limit=terms.attempts(quiz.attempts), at=at),
        asked=as_record(asked_in(quiz, attempt_id)),
        started_at=at,
        deadline=deadline_for(quiz, started_at=at, terms=terms),
    )
    db.session.add(attempt)
    db.session.flush()
    journal_attempt("attempt.started", attempt, by=by, at=at, number=attempt.number)
    return attempt


def _next_number(found: EnrolledItem, quiz: Quiz, *, limit: int | None, at: datetime) -> int:
    """The number of the attempt that would begin now, if the quiz's rules give one and `limit` is not reached."""
    made, last_number, last_closed_at = db.session.execute(
        select(func.count(), func.max(Attempt.number), func.max(Attempt.closed_at)).where(made_at(found))
    ).one()
    if limit is not None and made >= limit:
        raise NoAttemptsLeft(attempts=limit)
    earliest = next_start(quiz, last_closed_at=last_closed_at)
    if earliest is not None and at < earliest:
        raise WaitNotOver(until=earliest, time_zone=found.enrolled.cohort.time_zone)
    return int(last_number or 0) + 1


def lock_attempt(attempt: Attempt) -> None:
    """Wait for whoever writes to the same enrolment, and see what they left."""
    if locks_rows():
        lock_enrolment(attempt.enrolment_id)
        db.session.refresh(attempt)


def _responses(attempt: Attempt) -> Iterable[Response]:
    """What was answered, now that nothing is added any more: covered at once, so that saving needs no journal."""
    return db.session.scalars(select(Response).where(Response.attempt_id == attempt.id))


def write_mark(attempt: Attempt, marking: Marking, *, at: datetime) -> Mark:
    """A new mark of the attempt, as it was marked; nothing follows from it yet."""
    before = last_mark(attempt.id)
    mark = Mark(
        attempt_id=attempt.id,
        number=before.number + 1 if before else 1,
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


def journal_attempt(
    act: str,
    attempt: Attempt,
    *,
    by: UUID | None,
    at: datetime,
    reason: str = "",
    covers: Iterable[Base] = (),
    **detail: Any,
) -> None:
    """Write an act on the attempt into the journal, with the rows that were written with it."""
    detail = {"enrolment": str(attempt.enrolment_id), "item": attempt.item_id} | detail
    write_journal(act, by=by, at=at, kind="attempt", id=attempt.id, detail=detail, reason=reason, covers=covers)

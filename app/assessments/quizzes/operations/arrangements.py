"""Arranging for one trainee how they take quizzes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.assessments.quizzes.models import Arrangement, Attempt, FurtherAttempt
from app.assessments.quizzes.operations.telling import tell_trainee
from app.assessments.quizzes.queries import quiz_of
from app.assessments.quizzes.queries.arrangements import arranged_for
from app.assessments.quizzes.timing import is_over
from app.courses.facts import Enrolled
from app.courses.operations.enrolments import lock_enrolment, refuse_ended
from app.curriculum.model import Quiz
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class NothingToGrant(Refusal):
    """The quiz can be taken as often as one likes."""

    code = "nothing-to-grant"


def arrange(
    enrolled: Enrolled,
    quiz: Quiz | None,
    *,
    more_time: str,
    read_aloud: bool,
    reason: str,
    by: UUID,
    at: datetime,
) -> bool:
    """Let the trainee take that quiz, or (None) all quizzes of the course, on these terms. Whether it is new.

    An attempt that runs gets the time at once, and never loses any. Raises Withdrawn, CohortClosed.
    """
    lock_enrolment(enrolled.id)
    refuse_ended(enrolled.id)
    present = arranged_for(enrolled)
    own = present.own(quiz.id) if quiz else present.for_all
    if (own.more_time, own.read_aloud) == (more_time, read_aloud):
        return False
    row = Arrangement(
        enrolment_id=enrolled.id,
        number=_next_number(enrolled.id),
        item_id=quiz.id if quiz else None,
        more_time=more_time,
        read_aloud=read_aloud,
        arranged_at=at,
        arranged_by=by,
    )
    db.session.add(row)
    db.session.flush()
    longer = _extend_running(enrolled, at=at)
    detail = {"item": row.item_id, "more_time": more_time, "read_aloud": read_aloud, "extended": longer}
    _journal("arrangement.made", row, by=by, at=at, detail=detail, reason=reason)
    _tell(enrolled, row.item_id, "arranged", row.id, at=at)
    return True


def grant_attempt(
    enrolled: Enrolled, quiz: Quiz, *, further_id: UUID, reason: str, by: UUID | None, at: datetime
) -> bool:
    """Give the trainee one attempt at the quiz more. Whether it is new.

    Raises NothingToGrant, Withdrawn, CohortClosed.
    """
    lock_enrolment(enrolled.id)
    if db.session.get(FurtherAttempt, further_id) is not None:
        return False
    refuse_ended(enrolled.id)
    if quiz.attempts is None:
        raise NothingToGrant(item=quiz.title)
    row = FurtherAttempt(id=further_id, enrolment_id=enrolled.id, item_id=quiz.id, granted_at=at, granted_by=by)
    db.session.add(row)
    db.session.flush()
    _journal("further_attempt.granted", row, by=by, at=at, detail={"item": quiz.id}, reason=reason)
    _tell(enrolled, quiz.id, "further", further_id, at=at)
    return True


def _journal(
    act: str, row: Arrangement | FurtherAttempt, *, by: UUID | None, at: datetime, detail: dict[str, Any], reason: str
) -> None:
    about: dict[str, Any] = {"kind": "enrolment", "id": row.enrolment_id, "detail": detail}
    write_journal(act, by=by, at=at, reason=reason, covers=[row], **about)


def _next_number(enrolment_id: UUID) -> int:
    made = select(func.count()).select_from(Arrangement).where(Arrangement.enrolment_id == enrolment_id)
    return (db.session.scalar(made) or 0) + 1


def _extend_running(enrolled: Enrolled, *, at: datetime) -> list[str]:
    """Give attempts that run the time that was arranged; returns the ids of those that get more."""
    arranged, longer = arranged_for(enrolled), []
    running = select(Attempt).where(Attempt.enrolment_id == enrolled.id, Attempt.closed_at.is_(None))
    for attempt in db.session.scalars(running):
        terms = arranged.terms(enrolled.curriculum.called_now(attempt.item_id))
        lasts = terms.minutes(quiz_of(attempt).minutes) or timedelta()
        deadline = attempt.started_at + lasts
        if attempt.deadline is not None and not is_over(attempt.deadline, at) and deadline > attempt.deadline:
            attempt.deadline = deadline
            longer.append(str(attempt.id))
    db.session.flush()
    return longer


def _tell(enrolled: Enrolled, item_id: str | None, act: str, subject: UUID, *, at: datetime) -> None:
    place = f"/enrolments/{enrolled.id}"
    path = f"{place}/items/{item_id}" if item_id else place
    tell_trainee(enrolled, item_id, act=act, subject=str(subject), path=path, at=at)

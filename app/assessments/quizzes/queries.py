"""Finding attempts, what was answered in them, and how they were marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select

from app.assessments.quizzes.drawing import Asked, from_record
from app.assessments.quizzes.marking import percent
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.queries.enrolments import enrolled, enrolled_item
from app.courses.queries.revisions import curriculum_of
from app.curriculum.marking import is_complete
from app.curriculum.model import Curriculum, Quiz
from app.db import db
from app.people.member import Member

_SUMMARY: tuple[Any, ...] = (
    Attempt.id,
    Attempt.enrolment_id,
    Attempt.item_id,
    Attempt.number,
    Attempt.started_at,
    Attempt.closed_at,
    Mark.thousandths,
    Mark.possible_thousandths,
    Mark.passed,
)


@dataclass(frozen=True)
class EnrolledAttempt:
    """An attempt with the enrolment that it hangs on, and the quiz as it was when the attempt began."""

    enrolled: Enrolled
    quiz: Quiz
    attempt: Attempt

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The questions in the order they are shown."""
        return from_record(self.attempt.asked, self.quiz)

    @property
    def prefix(self) -> str:
        """The start of the addresses of everything done with this attempt."""
        return f"/attempts/{self.attempt.id}"

    @property
    def quiz_address(self) -> str:
        """The address of the quiz's own page; of the course's where the quiz is gone."""
        return self.enrolled.address_of(self.attempt.item_id)

    @property
    def is_in_course(self) -> bool:
        """Whether the course that the trainee follows now has the quiz."""
        return isinstance(self.enrolled.curriculum.item_called(self.attempt.item_id), Quiz)


@dataclass(frozen=True)
class AttemptSummary:
    """One attempt in a list. `percent` and `passed` are None while it runs."""

    id: UUID
    number: int
    started_at: datetime
    closed_at: datetime | None
    percent: Decimal | None
    passed: bool | None


@dataclass(frozen=True)
class QuizState:
    """Where an enrolment stands with a quiz."""

    running_id: UUID | None
    attempts: int
    """Begun, the running one counted in."""
    best_percent: Decimal | None
    passed: bool
    last_id: UUID | None
    """The last attempt that is closed."""


def quiz_item(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """A trainee's place before that quiz; None also when the item is none. One query."""
    found = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
    return found if found and isinstance(found.item, Quiz) else None


def enrolled_attempt(member: Member, *, attempt_id: UUID) -> EnrolledAttempt | None:
    """That attempt, if it is the member's own or in a cohort that they follow. Two queries."""
    attempt = db.session.get(Attempt, attempt_id)
    found = enrolled(member, enrolment_id=attempt.enrolment_id) if attempt else None
    if attempt is None or found is None:
        return None
    of_cohort = attempt.revision_id == found.cohort.revision_id
    quiz = _as_quiz(found.curriculum, attempt.item_id) if of_cohort else quiz_of(attempt, member.language)
    return EnrolledAttempt(found, quiz, attempt)


def quiz_of(attempt: Attempt, language: str = "") -> Quiz:
    """The quiz as it stands in the revision that the attempt was made with, for those who read `language`. One
    query."""
    return _as_quiz(curriculum_of(attempt.revision_id).in_language(language), attempt.item_id)


def running_attempt(found: EnrolledItem) -> Attempt | None:
    """The attempt at the quiz that is not closed yet, also one that was begun under a former id. One query."""
    running = select(Attempt).where(made_at(found), Attempt.closed_at.is_(None))
    return db.session.scalar(running.order_by(Attempt.started_at).limit(1))


def made_at(found: EnrolledItem) -> ColumnElement[bool]:
    """The condition for the trainee's attempts at the quiz, under whatever id it had."""
    return and_(Attempt.enrolment_id == found.enrolled.id, Attempt.item_id.in_(found.item.names))


def overdue_attempts(*, at: datetime) -> Sequence[UUID]:
    """The attempts that are not closed although their time is over. One query."""
    running = select(Attempt.id).where(Attempt.closed_at.is_(None), Attempt.deadline <= at)
    return db.session.scalars(running.order_by(Attempt.deadline)).all()


def attempts_of(found: EnrolledItem) -> tuple[AttemptSummary, ...]:
    """Every attempt of a trainee at a quiz, the newest first. One query."""
    rows = db.session.execute(_MARKED_ATTEMPTS.where(made_at(found)), {"ids": [found.enrolled.id]}).all()
    return tuple(_summary(row) for row in reversed(rows))


def last_responses(attempt_id: UUID) -> dict[str, Response]:
    """The last response to each question that was answered, by question id. One query."""
    statement = select(Response).where(Response.attempt_id == attempt_id).order_by(Response.number)
    return {response.question_id: response for response in db.session.scalars(statement)}


def answers_of(attempt_id: UUID) -> dict[str, Any]:
    """The last answer to each question that has one, by question id. One query."""
    last = last_responses(attempt_id)
    return {question_id: response.answer for question_id, response in last.items() if response.answer}


def unanswered(attempt: Attempt) -> frozenset[str]:
    """The ids of the questions that have no answer, or one of which something is missing. One query."""
    complete = {question_id for question_id, answer in answers_of(attempt.id).items() if is_complete(answer)}
    return frozenset(each["question"] for each in attempt.asked) - complete


def last_mark(attempt_id: UUID) -> Mark | None:
    """The mark that counts; None while the attempt runs. One query."""
    return db.session.scalar(select(Mark).where(Mark.attempt_id == attempt_id).order_by(Mark.number.desc()).limit(1))


def question_marks(mark_id: UUID) -> dict[str, QuestionMark]:
    """What each question earned in a marking, by question id. One query."""
    statement = select(QuestionMark).where(QuestionMark.mark_id == mark_id)
    return {mark.question_id: mark for mark in db.session.scalars(statement)}


def quiz_states(places: Collection[Enrolled]) -> dict[tuple[UUID, str], QuizState]:
    """Where these enrolments stand with each quiz that they began, by enrolment and the id that the quiz has now.
    One query."""
    called_now = {place.id: place.curriculum.called_now for place in places}
    made: dict[tuple[UUID, str], list[AttemptSummary]] = {}
    for row in db.session.execute(_MARKED_ATTEMPTS, {"ids": list(called_now)}):
        made.setdefault((row.enrolment_id, called_now[row.enrolment_id](row.item_id)), []).append(_summary(row))
    return {key: _state(attempts) for key, attempts in made.items()}


def earned_completions() -> list[tuple[UUID, str, datetime]]:
    """What `completion` holds because of marks: enrolment, item, and when the first passed attempt closed."""
    statement = (
        _passed(Attempt.enrolment_id, Attempt.item_id, func.min(Attempt.closed_at))
        .group_by(Attempt.enrolment_id, Attempt.item_id)
        .order_by(Attempt.enrolment_id, Attempt.item_id)
    )
    return [(enrolment_id, item_id, at) for enrolment_id, item_id, at in db.session.execute(statement)]


def earned_gates() -> list[tuple[UUID, str]]:
    """The gates that marks opened, by enrolment."""
    statement = _passed(Attempt.enrolment_id, Attempt.revision_id, Attempt.item_id).distinct()
    gates = {
        (enrolment_id, quiz.gate)
        for enrolment_id, revision_id, item_id in db.session.execute(statement)
        if (quiz := _as_quiz(curriculum_of(revision_id), item_id)).gate
    }
    return sorted((enrolment_id, gate) for enrolment_id, gate in gates if gate)


def _as_quiz(curriculum: Curriculum, item_id: str) -> Quiz:
    quiz = curriculum.item_called(item_id)
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{item_id} is no quiz")
    return quiz


def _last_mark_number() -> Any:
    later = Mark.__table__.alias("later")
    return select(func.max(later.c.number)).where(later.c.attempt_id == Attempt.id).scalar_subquery()


# Attempts with the mark that counts, in the order in which they were begun: numbers alone don't tell where a quiz was
# renamed between them. Made once: the pages that everybody starts from ask it.
_MARKED_ATTEMPTS = (
    select(*_SUMMARY)
    .outerjoin(Mark, and_(Mark.attempt_id == Attempt.id, Mark.number == _last_mark_number()))
    .where(Attempt.enrolment_id.in_(bindparam("ids", expanding=True)))
    .order_by(Attempt.started_at, Attempt.number, Attempt.id)
)


def _passed(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Mark, and_(Mark.attempt_id == Attempt.id, Mark.number == _last_mark_number()))
        .where(Mark.passed)
    )


def _summary(row: Row[Any]) -> AttemptSummary:
    marked = row.thousandths is not None
    return AttemptSummary(
        id=row.id,
        number=row.number,
        started_at=row.started_at,
        closed_at=row.closed_at,
        percent=percent(row.thousandths, row.possible_thousandths) if marked else None,
        passed=row.passed,
    )


def _state(attempts: Sequence[AttemptSummary]) -> QuizState:
    return QuizState(
        running_id=next((each.id for each in attempts if each.closed_at is None), None),
        attempts=len(attempts),
        best_percent=max((each.percent for each in attempts if each.percent is not None), default=None),
        passed=any(each.passed for each in attempts),
        last_id=next((each.id for each in reversed(attempts) if each.closed_at is not None), None),
    )

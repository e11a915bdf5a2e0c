"""Finding the dates that instructors moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import DueDate, Enrolment
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.enrolments import enrolled
from app.curriculum.model import Item, Quiz
from app.db import db
from app.people.member import Member
from app.people.models import Person


@dataclass(frozen=True)
class OwnDate:
    """A date that was moved for one trainee alone."""

    enrolment_id: UUID
    name: str
    due_on: date


@dataclass(frozen=True)
class DueQuiz:
    """A quiz and by when it is due."""

    quiz: Quiz
    usual: date
    """When it is due if nothing is moved here: its week's last day; for one trainee, when it is due for all."""
    moved_to: date | None
    own: tuple[OwnDate, ...] = ()
    """For a cohort: the trainees with another day, by name."""

    @property
    def due_on(self) -> date:
        """The day by which it is due."""
        return self.moved_to or self.usual


@dataclass(frozen=True)
class CohortQuiz:
    """A cohort before one of its quizzes."""

    cohort: CohortFacts
    quiz: Quiz


@dataclass(frozen=True)
class EnrolledQuiz:
    """A trainee's place before one quiz."""

    enrolled: Enrolled
    quiz: Quiz


def cohort_quiz(member: Member, *, cohort_id: UUID, item_id: str) -> CohortQuiz | None:
    """That quiz of that cohort, if the member follows it. One query."""
    cohort = cohort_followed_by(member, cohort_id=cohort_id)
    item = cohort.curriculum.items.get(item_id) if cohort else None
    return CohortQuiz(cohort, item) if cohort and isinstance(item, Quiz) else None


def enrolled_quiz(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledQuiz | None:
    """That quiz before that enrolment, if the member may know of it. One query."""
    found = enrolled(member, enrolment_id=enrolment_id)
    item = found.curriculum.items.get(item_id) if found else None
    return EnrolledQuiz(found, item) if found and isinstance(item, Quiz) else None


def due_quizzes(cohort: CohortFacts) -> tuple[DueQuiz, ...]:
    """The quizzes of the cohort in the course's order. One query."""
    rows = db.session.execute(
        select(DueDate.item_id, DueDate.due_on, DueDate.enrolment_id, Person.name)
        .outerjoin(Enrolment, Enrolment.id == DueDate.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(DueDate.cohort_id == cohort.id)
        .order_by(Person.name, DueDate.enrolment_id)
    ).all()
    for_all = {row.item_id: row.due_on for row in rows if row.enrolment_id is None}
    own: dict[str, tuple[OwnDate, ...]] = {}
    for row in rows:
        if row.enrolment_id is not None:
            own[row.item_id] = (*own.get(row.item_id, ()), OwnDate(row.enrolment_id, row.name, row.due_on))
    return tuple(
        DueQuiz(quiz, cohort.calendar.due_on(quiz.week), for_all.get(quiz.id), own.get(quiz.id, ()))
        for quiz in _quizzes(cohort)
    )


def due_quizzes_of(found: Enrolled) -> tuple[DueQuiz, ...]:
    """The quizzes before one trainee, in the course's order. One query."""
    own: dict[str, date] = {}
    for_all: dict[str, date] = {}
    for row in db.session.execute(
        select(DueDate.item_id, DueDate.due_on, DueDate.enrolment_id).where(
            DueDate.cohort_id == found.cohort.id,
            DueDate.enrolment_id.is_(None) | (DueDate.enrolment_id == found.id),
        )
    ):
        (for_all if row.enrolment_id is None else own)[row.item_id] = row.due_on
    calendar = found.cohort.calendar
    return tuple(
        DueQuiz(quiz, for_all.get(quiz.id) or calendar.due_on(quiz.week), own.get(quiz.id))
        for quiz in _quizzes(found.cohort)
    )


def moved_by_hand(cohort: CohortFacts) -> int:
    """How many dates stay where they are when the calendar moves. One query."""
    return len(db.session.scalars(select(DueDate.id).where(DueDate.cohort_id == cohort.id)).all())


def _quizzes(cohort: CohortFacts) -> list[Quiz]:
    items: list[Item] = list(cohort.curriculum.items.values())
    return [item for item in items if isinstance(item, Quiz)]

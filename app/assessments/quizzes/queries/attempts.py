"""Finding attempts, what was answered in them, and how they were marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, cast, false, func, select

from app.assessments.quizzes.drawing import Asked, from_record
from app.assessments.quizzes.marking import percent
from app.assessments.quizzes.models import (
    Attempt,
    AttemptDecision,
    Mark,
    QuestionMark,
    ReturningQuestion,
)
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.models import Cohort, Enrolment
from app.courses.queries.enrolments import enrolled, enrolled_item
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Curriculum, Quiz
from app.db import db
from app.people.member import Member

BETWEEN, BEFORE_A_DAY = " ", "="
"""Questions with their days, as the database puts them together. Ids have neither sign."""


def annulled() -> ColumnElement[bool]:
    """Whether the attempt of a row counts for nothing, as an instructor decided last."""
    decisions = select(AttemptDecision.decision).where(AttemptDecision.attempt_id == Attempt.id)
    last = decisions.order_by(AttemptDecision.number.desc()).limit(1).scalar_subquery()
    return func.coalesce(last == "annulled", false())


def _coming_back() -> ColumnElement[str]:
    theirs = select(
        func.aggregate_strings(
            ReturningQuestion.question_id + BEFORE_A_DAY + cast(ReturningQuestion.due_on, String), BETWEEN
        )
    )
    of_item = ReturningQuestion.item_id == Attempt.item_id
    return theirs.where(ReturningQuestion.enrolment_id == Attempt.enrolment_id, of_item).scalar_subquery()


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
    annulled().label("annulled"),
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
    """One attempt in a list. `percent` and `passed` are None while it runs, and stay what they were when the attempt
    was annulled."""

    id: UUID
    number: int
    started_at: datetime
    closed_at: datetime | None
    percent: Decimal | None
    passed: bool | None
    annulled: bool = False
    """An instructor decided that it counts for nothing."""


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
    coming_back: Mapping[str, date] = field(default_factory=dict)
    """From which day on which safety question that was missed waits to be answered again."""


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


def attempts_at(found: EnrolledAttempt) -> tuple[AttemptSummary, ...]:
    """Every attempt of the trainee at the quiz of that attempt, the newest first; none where the course that they
    follow has it no more. One query at most."""
    item = found.enrolled.curriculum.item_called(found.attempt.item_id)
    return attempts_of(EnrolledItem(found.enrolled, item)) if item else ()


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
    made: dict[tuple[UUID, str], list[Any]] = {}
    for row in db.session.execute(_MARKED_ATTEMPTS, {"ids": list(called_now)}):
        made.setdefault((row.enrolment_id, called_now[row.enrolment_id](row.item_id)), []).append(row)
    return {key: _state(rows) for key, rows in made.items()}


def earned_completions(enrolment_id: UUID | None = None) -> list[tuple[UUID, str, datetime]]:
    """What `completion` holds because of marks: enrolment, item, and when the first passed attempt closed that counts.
    Of that enrolment only, or (None) of all."""
    statement = (
        _passed(enrolment_id, Attempt.enrolment_id, Attempt.item_id, func.min(Attempt.closed_at))
        .group_by(Attempt.enrolment_id, Attempt.item_id)
        .order_by(Attempt.enrolment_id, Attempt.item_id)
    )
    return [(enrolment_id, item_id, at) for enrolment_id, item_id, at in db.session.execute(statement)]


def earned_gates(enrolment_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """The gates that marks opened which count, by enrolment: of that one only, or (None) of all.

    A gate that a later revision gave to the quiz is among them, if the place followed that revision after the quiz was
    passed: whoever passed it needn't again.
    """
    found = _passed(enrolment_id, Attempt.enrolment_id, Attempt.item_id, Attempt.revision_id, *_LINE)
    placed = found.join(Enrolment, Enrolment.id == Attempt.enrolment_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    rows = db.session.execute(placed).all()
    return sorted({(row[0], gate) for row in rows for gate in _gates(*row[1:])})


def gates_of(attempt: Attempt) -> frozenset[str]:
    """The gates that passing the attempt opens: those that its quiz has had since, as far as the place followed the
    revisions. A query, and one a revision."""
    places = select(*_LINE).select_from(Enrolment).join(Cohort, Cohort.id == Enrolment.cohort_id)
    row = db.session.execute(places.where(Enrolment.id == attempt.enrolment_id)).one()
    return _gates(attempt.item_id, attempt.revision_id, *row)


_LINE = (Enrolment.followed, Cohort.revision_id.label("now"))


def _gates(item_id: str, revision_id: int, followed: Sequence[tuple[int, str]], now: int) -> frozenset[str]:
    line = [*(before for before, _ in followed), now]
    since = line[line.index(revision_id) :] if revision_id in line else [now]
    quizzes = [curriculum_of(each).item_called(item_id) for each in {revision_id, *since}]
    return frozenset(quiz.gate for quiz in quizzes if isinstance(quiz, Quiz) and quiz.gate)


def _as_quiz(curriculum: Curriculum, item_id: str) -> Quiz:
    quiz = curriculum.item_called(item_id)
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{item_id} is no quiz")
    return quiz


def of_last_mark() -> ColumnElement[bool]:
    """Joins an attempt to the mark that counts."""
    later = Mark.__table__.alias("later")
    last = select(func.max(later.c.number)).where(later.c.attempt_id == Attempt.id).scalar_subquery()
    return and_(Mark.attempt_id == Attempt.id, Mark.number == last)


# Attempts with the mark that counts, in the order in which they were begun: numbers alone don't tell where a quiz was
# renamed between them. Made once: the pages that everybody starts from ask it.
_MARKED_ATTEMPTS = (
    select(*_SUMMARY, _coming_back().label("coming_back"))
    .outerjoin(Mark, of_last_mark())
    .where(Attempt.enrolment_id.in_(bindparam("ids", expanding=True)))
    .order_by(Attempt.started_at, Attempt.number, Attempt.id)
)


def _passed(enrolment_id: UUID | None, *columns: Any) -> Select[Any]:
    passed = select(*columns).select_from(Attempt).join(Mark, of_last_mark()).where(Mark.passed, ~annulled())
    return passed if enrolment_id is None else passed.where(Attempt.enrolment_id == enrolment_id)


def _summary(row: Row[Any]) -> AttemptSummary:
    marked = row.thousandths is not None
    return AttemptSummary(
        id=row.id,
        number=row.number,
        started_at=row.started_at,
        closed_at=row.closed_at,
        percent=percent(row.thousandths, row.possible_thousandths) if marked else None,
        passed=row.passed,
        annulled=row.annulled,
    )


def _state(rows: Sequence[Any]) -> QuizState:
    attempts = [_summary(row) for row in rows]
    counting = [each for each in attempts if not each.annulled]
    return QuizState(
        running_id=next((each.id for each in attempts if each.closed_at is None), None),
        attempts=len(attempts),
        best_percent=max((each.percent for each in counting if each.percent is not None), default=None),
        passed=any(each.passed for each in counting),
        last_id=next((each.id for each in reversed(attempts) if each.closed_at is not None), None),
        coming_back=_days(BETWEEN.join(row.coming_back or "" for row in rows)),
    )


def _days(put_together: str) -> dict[str, date]:
    """The days by question id, as `_coming_back` puts them together."""
    pairs = (pair.split(BEFORE_A_DAY) for pair in put_together.split(BETWEEN) if pair)
    return {question_id: date.fromisoformat(day) for question_id, day in pairs}

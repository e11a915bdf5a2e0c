"""The attempts that the tallies of questions are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.assessments.quizzes.models import (
    Attempt,
    AttemptDecision,
    LateCount,
    LateResponse,
    Mark,
    QuestionMark,
    Response,
)
from app.assessments.quizzes.statistics.tallies import Earned, Save
from app.courses.models import Enrolment
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Curriculum, Quiz
from app.db import db


class Place(NamedTuple):
    """Where an attempt stands among those of its trainee."""

    person_id: UUID
    started_at: datetime
    attempt_id: UUID


@dataclass(frozen=True)
class CountedAttempt:
    """An attempt with all that is counted of it."""

    person_id: UUID
    started_at: datetime
    asked: frozenset[str]
    """Digests of what it asked, whether it counts or not."""
    earned: tuple[Earned, ...]
    """By the mark that counts, in the order asked; empty while it runs, and when it is annulled."""
    saves: tuple[Save, ...]
    """In the order of time; empty like `earned`."""


def places_of_attempts() -> list[Place]:
    """Every attempt, those of a person in the order in which they began. One query."""
    columns = (Enrolment.person_id, Attempt.started_at, Attempt.id)
    statement = select(*columns).join(Enrolment, Enrolment.id == Attempt.enrolment_id).order_by(*columns)
    return [Place(*row) for row in db.session.execute(statement)]


def met_before(attempt: Attempt) -> set[str]:
    """Digests of the questions that the trainee was asked in attempts, of whatever quiz and in whatever cohort, that
    began before this one. One query."""
    own = aliased(Enrolment)
    person = select(own.person_id).where(own.id == attempt.enrolment_id).scalar_subquery()
    earlier = or_(
        Attempt.started_at < attempt.started_at,
        and_(Attempt.started_at == attempt.started_at, Attempt.id < attempt.id),
    )
    statement = select(Attempt.asked).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    found = db.session.scalars(statement.where(Enrolment.person_id == person, earlier))
    return {each["digest"] for asked in found for each in asked}


def counted_attempts(ids: Sequence[UUID]) -> list[CountedAttempt]:
    """These attempts, in this order. Four queries, and one for each of their revisions; where none counts, one."""
    rows = {row.id: row for row in db.session.execute(_attempts(ids))}
    marks = {row.mark_id: row.id for row in rows.values() if row.mark_id and row.decision != "annulled"}
    if not marks:
        return [_uncounted(rows[attempt_id]) for attempt_id in ids]
    earned, counting = _earned_by_marks(marks), list(marks.values())
    saves, answers = _saved(counting)
    quizzes = _Quizzes()
    return [
        CountedAttempt(
            rows[attempt_id].person_id,
            rows[attempt_id].started_at,
            _digests(rows[attempt_id].asked),
            _earned(rows[attempt_id], quizzes, earned.get(attempt_id, {}), answers),
            tuple(saves.get(attempt_id, ())),
        )
        for attempt_id in ids
    ]


def answers_that_count(ids: Collection[UUID]) -> dict[tuple[UUID, str], Any]:
    """What these closed attempts are marked by, by attempt and question. Two queries."""
    return _saved(ids)[1]


class _Quizzes:
    """The quizzes of these attempts, each revision asked for once."""

    def __init__(self) -> None:
        self._curricula: dict[int, Curriculum] = {}

    def of(self, row: Any) -> Quiz:
        if row.revision_id not in self._curricula:
            self._curricula[row.revision_id] = curriculum_of(row.revision_id)
        quiz = self._curricula[row.revision_id].items[row.item_id]
        if not isinstance(quiz, Quiz):
            raise TypeError(f"{row.item_id} is no quiz")
        return quiz


def _attempts(ids: Collection[UUID]) -> Any:
    last = select(func.max(Mark.number)).where(Mark.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
    decisions = select(AttemptDecision.decision).where(AttemptDecision.attempt_id == Attempt.id)
    decision = decisions.order_by(AttemptDecision.number.desc()).limit(1).correlate(Attempt).scalar_subquery()
    return (
        select(
            Attempt.id,
            Attempt.asked,
            Attempt.started_at,
            Attempt.revision_id,
            Attempt.item_id,
            Enrolment.person_id,
            Mark.id.label("mark_id"),
            decision.label("decision"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .outerjoin(Mark, and_(Mark.attempt_id == Attempt.id, Mark.number == last))
        .where(Attempt.id.in_(ids))
    )


def _earned_by_marks(marks: dict[UUID, UUID]) -> dict[UUID, dict[str, tuple[int, int]]]:
    """Thousandths earned and possible, by attempt and question."""
    columns = (
        QuestionMark.mark_id,
        QuestionMark.question_id,
        QuestionMark.thousandths,
        QuestionMark.possible_thousandths,
    )
    found: dict[UUID, dict[str, tuple[int, int]]] = defaultdict(dict)
    for mark_id, question_id, *points in db.session.execute(select(*columns).where(QuestionMark.mark_id.in_(marks))):
        found[marks[mark_id]][question_id] = (points[0], points[1])
    return found


def _saved(ids: Collection[UUID]) -> tuple[dict[UUID, list[Save]], dict[tuple[UUID, str], Any]]:
    """What was answered when, by attempt, and the answer that counts, by attempt and question.

    What a device kept is told by when it was given there, so that the time it waited for the network isn't counted.
    """
    when = func.coalesce(Response.given_at, Response.saved_at)
    columns = (Response.attempt_id, Response.question_id, Response.number, Response.answer, when)
    statement = select(*columns).where(Response.attempt_id.in_(ids)).order_by(when, Response.number)
    saves: dict[UUID, list[Save]] = defaultdict(list)
    last: dict[tuple[UUID, str], int] = {}
    answers: dict[tuple[UUID, str], Any] = {}
    for attempt_id, question_id, number, answer, at in db.session.execute(statement):
        saves[attempt_id].append(Save(question_id, at))
        if number > last.get((attempt_id, question_id), 0):
            last[attempt_id, question_id], answers[attempt_id, question_id] = number, answer
    return saves, answers | _counted_late(ids)


def _counted_late(ids: Collection[UUID]) -> dict[tuple[UUID, str], Any]:
    """The late answers that an instructor counted; they stand for the earlier ones."""
    statement = (
        select(LateResponse.attempt_id, LateResponse.question_id, LateResponse.answer)
        .join(LateCount, LateCount.late_response_id == LateResponse.id)
        .join(Mark, Mark.id == LateCount.mark_id)
        .where(LateResponse.attempt_id.in_(ids))
        .order_by(Mark.number, LateResponse.given_at)
    )
    return {(attempt_id, question_id): answer for attempt_id, question_id, answer in db.session.execute(statement)}


def _earned(
    row: Any, quizzes: _Quizzes, points: dict[str, tuple[int, int]], answers: dict[tuple[UUID, str], Any]
) -> tuple[Earned, ...]:
    if not points:
        return ()
    quiz = quizzes.of(row)
    ids = [each["question"] for each in row.asked]
    return tuple(Earned(quiz.by_id[each], answers.get((row.id, each)), *points[each]) for each in ids)


def _uncounted(row: Any) -> CountedAttempt:
    return CountedAttempt(row.person_id, row.started_at, _digests(row.asked), (), ())


def _digests(asked: Any) -> frozenset[str]:
    return frozenset(each["digest"] for each in asked)

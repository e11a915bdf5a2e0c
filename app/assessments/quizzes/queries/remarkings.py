"""What attempts come to by a corrected key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from app.assessments.quizzes.drawing import from_record
from app.assessments.quizzes.marking import MarkedQuestion, Marking, percent
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark
from app.assessments.quizzes.queries.attempts import annulled, of_last_mark
from app.assessments.quizzes.queries.counted import answers_that_count
from app.assessments.quizzes.queries.keys import QuestionPlace
from app.assessments.quizzes.remarking import corrected_key, marked_again
from app.courses.models import Cohort, Enrolment, Revision
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Question, Quiz
from app.db import db
from app.people.models import Person

AT_A_TIME: Final = 500


WHOSE: Final[Select[*tuple[Any, ...]]] = (
    select(Attempt.id, Attempt.number, Person.name, Cohort.name.label("cohort"), annulled().label("annulled"))
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .order_by(Cohort.name, Person.name, Attempt.started_at, Attempt.id)
)
"""Attempts with whose they are, for `rescored`."""


@dataclass(frozen=True)
class Remarking:
    """An attempt with the mark that counts, and what it comes to by a corrected key."""

    attempt_id: UUID
    mark_id: UUID
    before: Marking
    after: Marking

    @property
    def changes(self) -> bool:
        """Whether it earns more."""
        return self.before != self.after


@dataclass(frozen=True)
class Score:
    """What an attempt comes to: thousandths of points, and the share in per cent, rounded down to one place."""

    thousandths: int
    possible: int
    passed: bool

    @property
    def percent(self) -> Decimal:
        """Of what was possible."""
        return percent(self.thousandths, self.possible)


@dataclass(frozen=True)
class Rescored:
    """An attempt of somebody, and what it comes to before and after."""

    attempt_id: UUID
    name: str
    cohort: str
    number: int
    annulled: bool
    before: Score
    after: Score


@dataclass(frozen=True)
class Preview:
    """What a correction would do."""

    asked: int
    """How many attempts were asked the question, and marked."""
    changed: tuple[Rescored, ...]
    """Those that earn more, by cohort and name."""

    @property
    def passing(self) -> int:
        """How many of them pass by it."""
        return sum(each.after.passed and not each.before.passed for each in self.changed)


def attempts_asked(place: QuestionPlace, digests: Collection[str]) -> dict[UUID, UUID]:
    """The marked attempts that asked the question under one of these digests, and the mark of each that counts. One
    query."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.asked, Mark.id.label("mark_id"))
        .join(Mark, of_last_mark())
        .join(Revision, Revision.id == Attempt.revision_id)
        .where(Revision.course_id == place.revision.curriculum.id, Attempt.item_id.in_(place.quiz.names))
        .order_by(Attempt.id)
    )
    return {
        row.id: row.mark_id
        for row in rows
        if any(each["digest"] in digests and each["question"] in place.names for each in row.asked)
    }


def preview(place: QuestionPlace, digests: Collection[str]) -> Preview:
    """What becomes of whom when answers to the question, asked under these digests, are marked by its key of now."""
    asked = attempts_asked(place, digests)
    changed = {each.attempt_id: each for each in remarkings(list(asked), right=place.right) if each.changes}
    rows = db.session.execute(WHOSE.where(Attempt.id.in_(changed))) if changed else ()
    scores = {name: (_score(each.before), _score(each.after)) for name, each in changed.items()}
    return Preview(len(asked), tuple(rescored(row, *scores[row.id]) for row in rows))


def rescored(row: Any, before: Score, after: Score) -> Rescored:
    """That attempt, a row of `WHOSE`, with what it came to before and comes to after."""
    return Rescored(row.id, row.name, row.cohort, row.number, row.annulled, before, after)


def remarkings(attempt_ids: Sequence[UUID], *, right: Question) -> Iterator[Remarking]:
    """These marked attempts by the key of `right`. Four queries for every five hundred, and those for revisions that
    this process hasn't met."""
    for first in range(0, len(attempt_ids), AT_A_TIME):
        ids = attempt_ids[first : first + AT_A_TIME]
        earned, answers = _earned(ids), answers_that_count(ids)
        marked = select(Attempt, Mark.id.label("mark_id")).join(Mark, of_last_mark()).where(Attempt.id.in_(ids))
        for row in db.session.execute(marked).all():
            yield _remarking(row.Attempt, row.mark_id, earned[row.mark_id], answers, right)


def _earned(ids: Collection[UUID]) -> dict[UUID, dict[str, QuestionMark]]:
    """What the questions of these attempts earn now, by the mark and the question."""
    rows = select(QuestionMark).join(Mark, Mark.id == QuestionMark.mark_id)
    found: dict[UUID, dict[str, QuestionMark]] = {}
    for row in db.session.scalars(rows.join(Attempt, of_last_mark()).where(Attempt.id.in_(ids))):
        found.setdefault(row.mark_id, {})[row.question_id] = row
    return found


def _remarking(
    attempt: Attempt,
    mark_id: UUID,
    earned: Mapping[str, QuestionMark],
    answers: Mapping[tuple[UUID, str], Any],
    right: Question,
) -> Remarking:
    quiz = curriculum_of(attempt.revision_id).items[attempt.item_id]
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{attempt.item_id} is no quiz")
    questions = {each.question.id: each.question for each in from_record(attempt.asked, quiz)}
    before = Marking(tuple(_on_record(each, earned[each.id]) for each in questions.values()), quiz.pass_percent)
    after = before
    for name in {right.id, *right.aliases} & questions.keys():
        key = corrected_key(questions[name], right)
        if key is not None:
            after = marked_again(after, key.mark(answers.get((attempt.id, name))))
    return Remarking(attempt.id, mark_id, before, after)


def _on_record(question: Question, row: QuestionMark) -> MarkedQuestion:
    """What it earned, with the digest that it was marked by."""
    return MarkedQuestion(replace(question, digest=row.question_digest), row.thousandths, row.possible_thousandths)


def _score(marking: Marking) -> Score:
    return Score(marking.thousandths, marking.possible, marking.passed)

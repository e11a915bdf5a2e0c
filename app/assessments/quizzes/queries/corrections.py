"""Finding corrections of keys, and what became of whom by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.assessments.quizzes.models import Attempt, CorrectionReason, Mark, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.queries.keys import question_of, right_question
from app.assessments.quizzes.queries.remarkings import WHOSE, Rescored, Score, rescored
from app.courses.facts import RevisionFacts
from app.courses.models import Revision
from app.courses.queries.revisions import newest_revision, revision_facts
from app.curriculum.model import Item, Question
from app.db import db
from app.people.member import Member
from app.people.models import Person

_before, _after = aliased(Mark), aliased(Mark)


@dataclass(frozen=True)
class Correction:
    """A correction as staff read it, and how far it is."""

    id: UUID
    at: datetime
    who: str
    reason: str
    """Empty: it was erased."""
    revision: RevisionFacts
    """The one that has the right key."""
    item: Item
    question: Question
    lines: int
    waiting: int

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/question-corrections/{self.id}"

    @property
    def settled(self) -> int:
        """How many attempts don't wait any more."""
        return self.lines - self.waiting


@dataclass(frozen=True)
class CourseCorrections:
    """The corrections in a course, the newest first."""

    newest: RevisionFacts
    """The course's newest revision."""
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class MarkedAgain:
    """That an attempt was marked again, or (`after` None) waits for it."""

    at: datetime
    """When the key was withdrawn."""
    reason: str
    names: tuple[str, ...]
    """The question's id and every former one."""
    before: Score
    after: Score | None


def correction_seen_by(member: Member, *, correction_id: UUID) -> Correction | None:
    """That correction; None for trainees. Two queries."""
    row = db.session.execute(_CORRECTIONS.where(QuestionCorrection.id == correction_id)).one_or_none()
    return _correction(member, row) if row else None


def course_corrections(member: Member, *, course_id: str) -> CourseCorrections | None:
    """The corrections in that course; None for trainees. Three queries."""
    newest = newest_revision(course_id) if member.is_staff else None
    facts = revision_facts(member, revision_id=newest.id) if newest else None
    if facts is None:
        return None
    rows = db.session.execute(_CORRECTIONS.where(QuestionCorrection.course_id == course_id)).all()
    ids = {row.QuestionCorrection.revision_id for row in rows}
    known = db.session.scalars(select(Revision).where(Revision.id.in_(ids))).all()  # looked up one by one below
    found = [_correction(member, row) for row in rows if known]
    return CourseCorrections(facts, tuple(each for each in found if each))


def rescored_by(correction_id: UUID) -> tuple[Rescored, ...]:
    """Whose mark was changed by that correction, by cohort and name. One query."""
    rows = db.session.execute(_SETTLED.where(RemarkingLine.correction_id == correction_id))
    found = (rescored(row, _score(row[-2]), _score(row[-1])) for row in rows)
    return tuple(each for each in found if each.before != each.after)


def corrections_on(attempt: Attempt) -> tuple[MarkedAgain, ...]:
    """The corrections by which the attempt was marked again, or waits to be, the last one last. One query, and those
    for revisions that this process hasn't met."""
    rows = db.session.execute(
        select(QuestionCorrection, CorrectionReason.text, _before, _after)
        .join(RemarkingLine, RemarkingLine.correction_id == QuestionCorrection.id)
        .outerjoin(CorrectionReason, CorrectionReason.correction_id == QuestionCorrection.id)
        .join(_before, _before.id == RemarkingLine.before_id)
        .outerjoin(_after, _after.id == RemarkingLine.after_id)
        .where(RemarkingLine.attempt_id == attempt.id)
        .order_by(QuestionCorrection.corrected_at, QuestionCorrection.id)
    )
    return tuple(_marked_again(*row) for row in rows)


def waiting_lines() -> list[tuple[UUID, UUID]]:
    """Correction and attempt of every line that waits, the oldest correction first. One query."""
    waiting = select(RemarkingLine.correction_id, RemarkingLine.attempt_id).where(RemarkingLine.after_id.is_(None))
    ordered = waiting.join(QuestionCorrection, QuestionCorrection.id == RemarkingLine.correction_id)
    rows = db.session.execute(ordered.order_by(QuestionCorrection.corrected_at, RemarkingLine.attempt_id))
    return [(row.correction_id, row.attempt_id) for row in rows]


_LINES = select(func.count()).where(RemarkingLine.correction_id == QuestionCorrection.id)
_CORRECTIONS: Select[*tuple[Any, ...]] = (
    select(
        QuestionCorrection,
        Person.name,
        CorrectionReason.text,
        _LINES.scalar_subquery().label("lines"),
        _LINES.where(RemarkingLine.after_id.is_(None)).scalar_subquery().label("waiting"),
    )
    .join(Person, Person.id == QuestionCorrection.corrected_by)
    .outerjoin(CorrectionReason, CorrectionReason.correction_id == QuestionCorrection.id)
    .order_by(QuestionCorrection.corrected_at.desc(), QuestionCorrection.id)
)
_SETTLED = (
    WHOSE.add_columns(_before, _after)
    .join(RemarkingLine, RemarkingLine.attempt_id == Attempt.id)
    .join(_before, _before.id == RemarkingLine.before_id)
    .join(_after, _after.id == RemarkingLine.after_id)
)


def _correction(member: Member, row: Any) -> Correction | None:
    correction: QuestionCorrection = row.QuestionCorrection
    revision = revision_facts(member, revision_id=correction.revision_id)
    if revision is None:
        return None
    return Correction(
        id=correction.id,
        at=correction.corrected_at,
        who=row.name,
        reason=row.text or "",
        revision=revision,
        item=revision.curriculum.items[correction.item_id],
        question=question_of(revision.curriculum, correction.item_id, correction.question_id),
        lines=row.lines,
        waiting=row.waiting,
    )


def _marked_again(correction: QuestionCorrection, reason: str | None, before: Mark, after: Mark | None) -> MarkedAgain:
    question = right_question(correction)
    return MarkedAgain(
        at=correction.corrected_at,
        reason=reason or "",
        names=(question.id, *question.aliases),
        before=_score(before),
        after=_score(after) if after else None,
    )


def _score(mark: Mark) -> Score:
    return Score(mark.thousandths, mark.possible_thousandths, mark.passed)

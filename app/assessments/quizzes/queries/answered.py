"""Whether a question was answered in attempts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, or_, select

from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.courses.models import Revision
from app.db import db


def has_been_answered(course_id: str, item_names: Collection[str], question_names: Collection[str]) -> bool:
    """Whether anybody was marked on, or has answered in an attempt that runs, one of the questions with these names in
    the course's quiz with one of those: its id and former ones. One query."""
    marked = (
        exists()
        .where(Mark.attempt_id == Attempt.id, QuestionMark.mark_id == Mark.id)
        .where(QuestionMark.question_id.in_(question_names))
    )
    saved = exists().where(Response.attempt_id == Attempt.id, Response.question_id.in_(question_names))
    found = (
        select(Attempt.id)
        .join(Revision, Revision.id == Attempt.revision_id)
        .where(Revision.course_id == course_id, Attempt.item_id.in_(item_names), or_(marked, saved))
        .limit(1)
    )
    return db.session.scalar(found) is not None

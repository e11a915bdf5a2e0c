"""What the preview asks the database of its own school."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.assessments.cases.models import CaseRun
from app.assessments.quizzes.models import Attempt
from app.courses.models import Revision
from app.courses.queries.revisions import newest_revision
from app.db import db


def newest_of(revision_id: int) -> int | None:
    """The newest revision of the course that this one is of."""
    course_id = db.session.scalar(select(Revision.course_id).where(Revision.id == revision_id))
    newest = newest_revision(course_id) if course_id else None
    return newest.id if newest else None


def item_under_way(its_id: UUID) -> tuple[UUID, str] | None:
    """The enrolment and the item of an attempt or of a run through a case."""
    found = db.session.get(Attempt, its_id) or db.session.get(CaseRun, its_id)
    return (found.enrolment_id, found.item_id) if found else None

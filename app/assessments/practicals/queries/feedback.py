"""What the last sign-off that counts tells the trainee to show again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.feedback import Feedback, to_redo
from app.assessments.practicals.models import CriterionLevel, SignOff, SignOffRemark
from app.courses.models import Revision
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db
from app.people.models import Person


def feedback_of(sign_off_id: UUID, *, language: str) -> Feedback:
    """What the assessor found, in the words of the revision that they judged by. One query."""
    rows = db.session.execute(
        select(
            SignOff.item_id,
            SignOff.stopped,
            SignOff.revision_id,
            Revision.digest,
            Person.name.label("assessor"),
            SignOffRemark.text.label("remark"),
            CriterionLevel.criterion_id,
            CriterionLevel.level,
        )
        .join(Revision, Revision.id == SignOff.revision_id)
        .join(Person, Person.id == SignOff.assessor_id)
        .outerjoin(SignOffRemark, SignOffRemark.sign_off_id == SignOff.id)
        .outerjoin(CriterionLevel, CriterionLevel.sign_off_id == SignOff.id)
        .where(SignOff.id == sign_off_id)
    ).all()
    first = rows[0]
    practical = curriculum_by_digest(first.digest, first.revision_id).in_language(language).items[first.item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"sign-off {sign_off_id} judges {first.item_id}, which is no practical")
    redo = to_redo(practical, {row.criterion_id: row.level for row in rows if row.criterion_id})
    return Feedback(first.assessor, first.remark or "", first.stopped, redo)

"""What was reached in practicals that were signed off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from app.assessments.practicals.models import CriterionLevel, SignOff
from app.assessments.practicals.outcome import outcome_of
from app.assessments.practicals.queries import counting
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db

Levels = dict[str, int | None]


_GIVEN = (
    select(CriterionLevel.sign_off_id, CriterionLevel.criterion_id, CriterionLevel.level)
    .join(SignOff, SignOff.id == CriterionLevel.sign_off_id)
    .where(
        SignOff.enrolment_id.in_(bindparam("ids", expanding=True, type_=Uuid())),
        SignOff.outcome == "competent",
        counting(),
    )
)


def levels_given(enrolment_ids: Collection[UUID]) -> dict[UUID, Levels]:
    """The levels of each criterion, by the sign-offs as competent that count for those enrolments. One query."""
    given: dict[UUID, Levels] = defaultdict(dict)
    for row in db.session.execute(_GIVEN, {"ids": list(enrolment_ids)}):
        given[row.sign_off_id][row.criterion_id] = row.level
    return given


def level_reached(item_id: str, levels: Levels, *, digest: str, revision_id: int) -> str:
    """The mean of these levels in per cent, as `Proof.level` has it, by the revision that they were given under."""
    practical = curriculum_by_digest(digest, revision_id).items.get(item_id)
    if not isinstance(practical, Practical) or {each.id for each in practical.criteria} - levels.keys():
        return ""
    percent = outcome_of(practical, levels).mean_percent
    return "" if percent is None else f"{percent:f}".removesuffix(".0")

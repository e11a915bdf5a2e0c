"""What trainees have shown at the bench: for a cohort's chart, and for one trainee's competences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select

from app.assessments.practicals.feedback import is_met
from app.assessments.practicals.models import CriterionLevel, SignOff
from app.assessments.practicals.outcome import successes
from app.assessments.practicals.queries import counting, device_name
from app.courses.facts import Enrolled
from app.courses.models import Revision
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db
from app.today.benchwork import Place, Shown
from app.today.competences import Judged
from app.today.glance import CohortGlance

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_COLUMNS = (
    SignOff.id,
    SignOff.enrolment_id,
    SignOff.item_id,
    SignOff.outcome,
    SignOff.ended_at,
    SignOff.device_brand,
    SignOff.device_model,
)
_LAST = (
    select(*_COLUMNS)
    .where(SignOff.enrolment_id.in_(_IDS), counting())
    .order_by(SignOff.enrolment_id, SignOff.ended_at, SignOff.id)
)


def shown_in(found: CohortGlance) -> dict[Place, Shown]:
    """What the trainees of a cohort have shown in each of its practicals, by the id that it has now. One query."""
    curriculum = found.cohort.curriculum
    made: dict[Place, list[Row[*tuple[Any, ...]]]] = {}
    ids = [trainee.enrolled.id for trainee in found.present]
    for row in db.session.execute(_LAST, {"ids": ids}):
        made.setdefault((row.enrolment_id, curriculum.called_now(row.item_id)), []).append(row)
    return {
        place: _shown(practical, rows)
        for place, rows in made.items()
        if isinstance(practical := curriculum.items.get(place[1]), Practical)
    }


def judged_of(enrolled: Enrolled) -> tuple[Judged, ...]:
    """What was judged of each criterion in the trainee's sign-offs that count, in their order. One query."""
    rows = db.session.execute(
        select(*_COLUMNS, SignOff.revision_id, Revision.digest, CriterionLevel.criterion_id, CriterionLevel.level)
        .join(Revision, Revision.id == SignOff.revision_id)
        .join(CriterionLevel, CriterionLevel.sign_off_id == SignOff.id)
        .where(SignOff.enrolment_id == enrolled.id, counting(), CriterionLevel.level.is_not(None))
        .order_by(SignOff.ended_at, SignOff.id)
    ).all()
    called_now = enrolled.curriculum.called_now
    return tuple(
        Judged(called_now(row.item_id), row.criterion_id, met, row.ended_at, device_name(row), row.id)
        for _, theirs in groupby(rows, key=lambda row: row.id)
        for row, met in _with_verdicts(list(theirs))
    )


def _shown(practical: Practical, rows: Sequence[Row[*tuple[Any, ...]]]) -> Shown:
    competent = [(row.device_brand, row.device_model) for row in rows if row.outcome == "competent"]
    last = rows[-1]
    return Shown(last.id, last.ended_at, device_name(last), successes(practical, competent))


def _with_verdicts(rows: list[Row[*tuple[Any, ...]]]) -> list[tuple[Row[*tuple[Any, ...]], bool]]:
    """Whether each criterion was met, by the levels that it had then."""
    practical = curriculum_by_digest(rows[0].digest, rows[0].revision_id).items[rows[0].item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"sign-off {rows[0].id} judges {rows[0].item_id}, which is no practical")
    return [(row, is_met(practical.by_id[row.criterion_id], row.level)) for row in rows]

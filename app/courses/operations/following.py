"""Letting a cohort follow another revision of its course: all of a newer one, or some parts of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import CohortFacts
from app.courses.models import Cohort, Enrolment, Revision
from app.courses.operations.composing import composed_revision
from app.courses.operations.enrolments import lock_cohort, lock_enrolments, refuse_closed
from app.courses.operations.going_on import go_on
from app.courses.operations.places import OtherCourse
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolments_in
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class RevisionTaken(Refusal):
    """Somebody else let the cohort follow another revision after the page was opened."""

    code = "revision-taken"


def follow_revision(
    cohort: CohortFacts, *, revision_id: int, by: UUID | None, at: datetime, version: int | None = None
) -> bool:
    """Let the cohort follow all of that revision of its course. Whether that is new: the same request twice does it
    once.

    `version` is the revision that the cohort followed when the form was made; None: the one that `cohort` tells of.
    What was completed stays so, and what runs goes on with the revision that it began with. Raises CohortClosed,
    RevisionTaken, OtherCourse.
    """
    row = lock_cohort(cohort.id)
    refuse_closed(row)
    _refuse_other_course(cohort, row.revision_id, revision_id)
    _refuse_taken(row, revision_id, version or cohort.revision_id)
    return let_follow(row, revision_id, by=by, at=at)


def follow_composition(
    cohort: CohortFacts, *, newer_id: int, accepted: Collection[str], version: int, by: UUID | None, at: datetime
) -> bool:
    """Let the cohort follow the revision `version`, which it followed when the form was made, with the accepted parts
    (their ids) of the newer one. Whether that is new: the same request twice does it once.

    Raises CohortClosed, RevisionTaken, OtherCourse, UnsoundComposition.
    """
    row = lock_cohort(cohort.id)
    refuse_closed(row)
    _refuse_other_course(cohort, row.revision_id, version, newer_id)
    composed = composed_revision(version, newer_id, accepted=accepted, by=by, at=at)
    _refuse_taken(row, composed.id, version)
    return let_follow(row, composed.id, by=by, at=at, detail={"newer": newer_id, "parts": sorted(accepted)})


def let_follow(
    row: Cohort, revision_id: int, *, by: UUID | None, at: datetime, detail: Mapping[str, Any] = MappingProxyType({})
) -> bool:
    """Let the cohort, which the caller has locked, follow that revision, and tell the journal, with `detail` besides.
    Whether that is new. Nothing else moves a cohort from one revision to another."""
    present = row.revision_id
    if present == revision_id:
        return False
    lock_enrolments(db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == row.id)).all())
    row.revision_id = revision_id
    db.session.flush()
    go_on(enrolments_in(cohort_facts(row.id)), before_id=present, at=at)
    told = {"from": present, "to": revision_id, **detail}
    write_journal("cohort.revision-taken", by=by, at=at, kind="cohort", id=row.id, detail=told)
    return True


def _refuse_taken(row: Cohort, revision_id: int, version: int) -> None:
    if row.revision_id not in (revision_id, version):
        raise RevisionTaken


def _refuse_other_course(cohort: CohortFacts, *revision_ids: int) -> None:
    rows = db.session.execute(select(Revision.id, Revision.course_id).where(Revision.id.in_(revision_ids))).all()
    if len(rows) < len({*revision_ids}) or len({row.course_id for row in rows}) > 1:
        raise OtherCourse(course=cohort.curriculum)

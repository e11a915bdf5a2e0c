"""Issuing certificates as soon as they are earned, on behalf of a coordinator who wants it so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.certificates.operations.runs import begin_run
from app.certificates.queries import asked_for_in, candidates_in
from app.courses.facts import CohortFacts
from app.courses.models import Cohort
from app.courses.operations.enrolments import lock_cohort
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.people.queries import coordinators_at
from app.records.operations.journal import write_journal
from app.shared.ids import new_id


def issue_when_earned(cohort: CohortFacts, *, wanted: bool, by: UUID, at: datetime) -> None:
    """Issue the cohort's certificates as soon as they are earned, on behalf of `by`, or (not `wanted`) when asked."""
    row = lock_cohort(cohort.id)
    if wanted != (row.issuing_by is not None):
        _switch(row, by if wanted else None, by=by, at=at)


def begin_automatic_run(cohort_id: UUID, *, at: datetime) -> None:
    """Ask for the certificates that were earned in that cohort since, on behalf of its coordinator.

    It is switched off when they coordinate the site no more. What was asked for and can't be drawn isn't asked for
    again: somebody has to see to it first. Nobody's own certificate is asked for on their behalf.
    """
    row = lock_cohort(cohort_id)
    if row.issuing_by is None or row.closed_at is not None:
        return
    if row.issuing_by not in coordinators_at(row.site_id):
        _switch(row, None, by=None, at=at)
        return
    cohort, asked_for = cohort_facts(cohort_id), asked_for_in(cohort_id)
    earned = [each.enrolled for each in candidates_in(cohort) if each.is_due]
    due = [each.id for each in earned if each.id not in asked_for and each.person_id != row.issuing_by]
    if due:
        begin_run(new_id(), cohort=cohort, chosen=dict.fromkeys(due, ""), by=row.issuing_by, at=at)


def _switch(cohort: Cohort, issuing_by: UUID | None, *, by: UUID | None, at: datetime) -> None:
    cohort.issuing_by = issuing_by
    db.session.flush()
    detail = {"when_earned": issuing_by is not None}
    write_journal("cohort.issuing_changed", by=by, at=at, kind="cohort", id=cohort.id, detail=detail)

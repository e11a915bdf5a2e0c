"""Issuing for many: what a coordinator asked for, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.certificates.models import Certificate, IssuingLine, IssuingRun
from app.certificates.operations.drawing import Drawn
from app.certificates.operations.recording import record, tell
from app.certificates.queries import certificates_of
from app.courses.facts import CohortFacts
from app.courses.operations.enrolments import lock_cohort
from app.db import db
from app.records.operations.journal import write_journal


def begin_run(run_id: UUID, *, cohort: CohortFacts, chosen: Mapping[UUID, str], by: UUID, at: datetime) -> IssuingRun:
    """Ask for the certificates of these trainees of the cohort; those who have one already are left out.

    `chosen`: by enrolment why rules don't apply, mostly nothing. Asking twice under one id is asking once. The worker
    issues them, and refuses line by line.
    """
    lock_cohort(cohort.id)
    if (earlier := db.session.get(IssuingRun, run_id)) is not None:
        return earlier
    certified = certificates_of(chosen)
    due = {enrolment_id: reason for enrolment_id, reason in chosen.items() if enrolment_id not in certified}
    run = IssuingRun(id=run_id, cohort_id=cohort.id, begun_by=by, begun_at=at, ended_at=None if due else at)
    db.session.add(run)
    db.session.flush()
    for enrolment_id, reason in due.items():
        db.session.add(IssuingLine(run_id=run_id, enrolment_id=enrolment_id, state="waiting", exception=reason))
    db.session.flush()
    detail = {"cohort": str(cohort.id), "trainees": len(due), "exceptions": sum(map(bool, due.values()))}
    write_journal("issuing_run.begun", by=by, at=at, kind="issuing_run", id=run_id, detail=detail)
    return run


def record_line(run_id: UUID, *, drawn: Drawn, by: UUID) -> None:
    """Write down the certificate of a line that waits. Raises PlaceTakenError."""
    line = _waiting(run_id, drawn.draft.enrolment_id)
    if line is None:
        return
    certificate = record(drawn, by=by)
    tell(drawn.draft, certificate)
    _issued(line, certificate, at=drawn.draft.at)


def record_earlier(run_id: UUID, *, certificate: Certificate, at: datetime) -> None:
    """The trainee of a line that waits has this certificate already, from somebody faster."""
    line = _waiting(run_id, certificate.enrolment_id)
    if line is not None:
        _issued(line, certificate, at=at)


def refuse_line(run_id: UUID, *, enrolment_id: UUID, code: str, at: datetime) -> None:
    """A line that waits gets no certificate, for the reason of that code. Why it should have been an exception is kept
    no longer: whoever asks again says so again."""
    line = _waiting(run_id, enrolment_id)
    if line is not None:
        line.state, line.refused_for, line.exception = "refused", code, ""
        _end_if_over(run_id, at)


def _issued(line: IssuingLine, certificate: Certificate, *, at: datetime) -> None:
    """The line has its certificate; the reason for an exception lies beside the certificate now."""
    line.state, line.certificate_id, line.exception = "issued", certificate.id, ""
    _end_if_over(line.run_id, at)


def _waiting(run_id: UUID, enrolment_id: UUID) -> IssuingLine | None:
    """That line, if it still waits. Who settles lines of a run takes turns, so that the last one ends it."""
    db.session.execute(select(IssuingRun.id).where(IssuingRun.id == run_id).with_for_update())
    line = db.session.get_one(IssuingLine, (run_id, enrolment_id), populate_existing=True)
    return line if line.state == "waiting" else None


def _end_if_over(run_id: UUID, at: datetime) -> None:
    db.session.flush()
    waiting = select(IssuingLine.enrolment_id).where(IssuingLine.run_id == run_id, IssuingLine.state == "waiting")
    if db.session.scalar(waiting.limit(1)) is None:
        db.session.get_one(IssuingRun, run_id).ended_at = at
        db.session.flush()

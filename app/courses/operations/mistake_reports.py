"""Reporting a mistake, and answering."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.courses.facts import item_named
from app.courses.mistakes import ReportedItem, SeenReport
from app.courses.models import MistakeReport
from app.courses.queries.mistake_reports import answering
from app.db import db, take_turns
from app.notices.operations import News, notify, notify_each, settle
from app.records.operations.journal import write_journal
from app.records.operations.throttle import Limit
from app.shared.errors import Refusal
from app.shared.ids import new_id

A_DAY = Limit("mistake-report", most=30, within=timedelta(days=1))
"""How much one person can report."""


class AlreadyAnswered(Refusal):
    """Another author was faster: the reader has an answer."""

    code = "already-answered"


def report_mistake(
    found: ReportedItem, *, place: str, text: str, by: UUID, at: datetime, report_id: UUID | None = None
) -> UUID:
    """Let the authors know what is wrong in the item; returns the report's id.

    A request that is sent twice brings the same `report_id`, and makes one report. With other words it makes
    another: somebody went back to the form.
    """
    take_turns(f"mistake report {report_id}")
    earlier = db.session.get(MistakeReport, report_id) if report_id else None
    said = (found.revision_id, found.item.id, place, text, by)
    if earlier is not None and said == _said(earlier):
        return earlier.id
    report = MistakeReport(
        id=report_id if report_id and earlier is None else new_id(),
        revision_id=found.revision_id,
        item_id=found.item.id,
        place=place,
        text=text,
        reported_by=by,
        reported_at=at,
    )
    db.session.add(report)
    db.session.flush()
    detail = {"revision": found.revision_id, "item": found.item.id}
    write_journal("mistake.reported", by=by, at=at, kind="mistake_report", id=report.id, detail=detail)
    _tell_authors(found, report)
    return report.id


def answer_report(seen: SeenReport, *, answer: str, by: UUID, at: datetime) -> None:
    """Answer a report, which closes it; the reader is told. The same answer twice is one.

    Raises AlreadyAnswered.
    """
    report = db.session.scalars(
        select(MistakeReport)
        .where(MistakeReport.id == seen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if report.answered_at is not None:
        if (report.answer, report.answered_by) == (answer, by):
            return
        raise AlreadyAnswered
    report.answer, report.answered_by, report.answered_at = answer, by, at
    db.session.flush()
    write_journal("mistake.answered", by=by, at=at, kind="mistake_report", id=report.id)
    settle(answering(), kind="report", subjects=[str(report.id)], at=at)
    if seen.reporter_id != by:
        details = item_named(seen.curriculum, seen.item.id)
        path = f"/reports/{report.id}"
        notify(seen.reporter_id, kind="reply", subject=str(report.id), details=details, path=path, at=at)


def _said(report: MistakeReport) -> tuple[int, str, str, str, UUID]:
    return report.revision_id, report.item_id, report.place, report.text, report.reported_by


def _tell_authors(found: ReportedItem, report: MistakeReport) -> None:
    named = item_named(found.curriculum, found.item.id)
    details = {"person": str(report.reported_by), "course": found.curriculum.base.title, **named}
    path = f"/reports/{report.id}"
    told = answering() - {report.reported_by}
    notify_each([News(each, "report", str(report.id), path, details) for each in told], at=report.reported_at)

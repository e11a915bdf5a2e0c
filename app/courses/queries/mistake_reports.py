"""Finding what readers found wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from app.courses.facts import Enrolled, EnrolledItem
from app.courses.mistakes import ReportedItem, SeenReport, item_read, line_of
from app.courses.models import MistakeReport, Revision
from app.courses.queries.enrolments import enrolled_item, enrolments_of
from app.courses.queries.revisions import curriculum_by_digest, revision_item
from app.db import db
from app.people.member import Member
from app.people.models import Person, RoleGrant
from app.shared.storage import files

ON_A_PAGE = 25
_reporter, _author = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class ReportPage:
    """A page of reports: those without an answer first, then the newest first."""

    reports: tuple[SeenReport, ...]
    open: int
    """Without an answer, on all pages."""
    to_answer: bool
    """Whether they are everybody's, for those who answer them, or the member's own."""
    number: int
    pages: int


def reported_item(
    member: Member, *, item_id: str, enrolment_id: UUID | None = None, revision_id: int | None = None
) -> ReportedItem | None:
    """That item before that enrolment, or as staff read it in that revision. One query."""
    if enrolment_id is not None:
        place = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
        return _before(place) if place else None
    found = revision_item(member, revision_id=revision_id or 0, item_id=item_id)
    return ReportedItem(found.revision.id, found.revision.curriculum, found.item, None) if found else None


def reports_seen_by(member: Member, *, page: int) -> ReportPage:
    """That page of what the member may read: everything for those who answer, their own for others. Two queries,
    one more for coordinators."""
    to_answer = answers(member)
    visible = _visible(member, to_answer)
    total, answered = db.session.execute(
        select(func.count(), func.count(MistakeReport.answered_at)).where(visible)
    ).one()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    shown = _reports().where(visible).offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE)
    reports = tuple(_seen(row, to_answer, member.language) for row in db.session.execute(shown))
    return ReportPage(reports, total - answered, to_answer, number, pages)


def report_seen_by(member: Member, *, report_id: UUID) -> SeenReport | None:
    """That report, if it is the member's own or theirs to answer. One query, one more for coordinators."""
    to_answer = answers(member)
    found = _reports().where(MistakeReport.id == report_id, _visible(member, to_answer))
    row = db.session.execute(found).one_or_none()
    return _seen(row, to_answer, member.language) if row else None


def answers(member: Member) -> bool:
    """Whether reports are the member's to answer: authors', and in a school without any its coordinators'.

    One query for coordinators, none for others."""
    return member.is_a("author") or (member.is_a("coordinator") and not _active("author"))


def answering() -> frozenset[UUID]:
    """Those whose reports are to answer: the authors, or else the coordinators. One query, or two."""
    return _active("author") or _active("coordinator")


def own_place(member: Member, report: SeenReport) -> Enrolled | None:
    """An enrolment of the member in which the reported item can be read. One query."""
    for enrolled in enrolments_of(member):
        if enrolled.curriculum.id == report.curriculum.id and enrolled.curriculum.item_called(report.item.id):
            return enrolled
    return None


def _before(place: EnrolledItem) -> ReportedItem:
    enrolled = place.enrolled
    return ReportedItem(enrolled.cohort.revision_id, enrolled.curriculum, place.item, enrolled)


def _active(role: str) -> frozenset[UUID]:
    people = select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id)
    return frozenset(db.session.scalars(people.where(RoleGrant.role == role, Person.deactivated_at.is_(None))))


def _visible(member: Member, to_answer: bool) -> ColumnElement[bool]:
    return true() if to_answer else MistakeReport.reported_by == member.id


def _reports() -> Select[*tuple[Any, ...]]:
    return (
        select(
            MistakeReport,
            Revision.number,
            Revision.digest,
            Revision.files,
            _reporter.name.label("reporter"),
            _author.name.label("author"),
        )
        .join(Revision, Revision.id == MistakeReport.revision_id)
        .join(_reporter, _reporter.id == MistakeReport.reported_by)
        .outerjoin(_author, _author.id == MistakeReport.answered_by)
        .order_by(MistakeReport.answered_at.is_not(None), MistakeReport.reported_at.desc(), MistakeReport.id)
    )


def _seen(row: Any, to_answer: bool, language: str) -> SeenReport:
    report: MistakeReport = row.MistakeReport
    curriculum = curriculum_by_digest(row.digest, report.revision_id).in_language(language)
    read = item_read(curriculum, report.item_id, report.place)
    return SeenReport(
        id=report.id,
        revision_id=report.revision_id,
        revision_number=row.number,
        curriculum=curriculum,
        item=curriculum.items[report.item_id],
        read=read,
        place=report.place,
        line=_line(row.files[read.path], report.place) if to_answer and report.place else None,
        text=report.text,
        reporter_id=report.reported_by,
        reporter=row.reporter,
        reported_at=report.reported_at,
        answer=report.answer or "",
        answered_by=row.author or "",
        answered_at=report.answered_at,
        to_answer=to_answer,
    )


@lru_cache(maxsize=1024)
def _line(digest: str, place: str) -> int | None:
    # A stored file never changes.
    return line_of(place, files.get(digest).decode())

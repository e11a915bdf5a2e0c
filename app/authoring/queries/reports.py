"""What readers reported as wrong, at its place in the draft as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from app.authoring.facts import DraftFacts, DraftFile
from app.authoring.models import Draft
from app.authoring.outlining import front_of
from app.courses.mistakes import SeenReport, item_read, line_of
from app.courses.models import MistakeReport, Revision
from app.courses.queries.mistake_reports import report_seen_by
from app.courses.queries.revisions import curriculum_by_digest
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.shared.storage import files

_ITEM: Final = re.compile(r"week-\d\d/\d{1,9}-([a-z0-9-]+)((?:\.[^./]+)?)\.md")
"""The id of an item in its path, and the language of a translation."""


@dataclass(frozen=True)
class FileReport:
    """An open report about a file of a draft."""

    id: UUID
    line: int | None
    """In the draft's text, from 1; None: the item as a whole, or a place that isn't there any more."""
    place: str
    """The title under which it stands; empty: the item as a whole."""
    text: str
    reporter: str
    reported_at: datetime

    @property
    def address(self) -> str:
        """Its page, where it is answered."""
        return f"/reports/{self.id}"


@dataclass(frozen=True)
class ReportedFile:
    """Where a report points at: a course and the draft of it that is open, if one is."""

    report: SeenReport
    course_id: str
    draft_id: UUID | None
    address: str
    """Of the line in the draft; empty: there is no draft, or the item is in it no more."""


def reports_in(member: Member, found: DraftFile) -> tuple[FileReport, ...]:
    """The open reports about that file of a draft, by line; none for whoever is no author. One query."""
    if not member.is_a("author"):
        return ()
    rows = _open(found.draft.course_id)
    names = _names_in(found.draft.files) if rows else {}
    reports = (_in_file(row, found.text) for row in rows if _path(row, names) == found.path)
    return tuple(sorted(reports, key=lambda each: (each.line or 0, each.reported_at)))


def reports_by_path(member: Member, draft: DraftFacts) -> Mapping[str, int]:
    """How many open reports there are about each file of a draft that has any; empty for whoever is no author. One
    query."""
    if not member.is_a("author"):
        return {}
    rows = _open(draft.course_id)
    names = _names_in(draft.files) if rows else {}
    return Counter(path for row in rows if (path := _path(row, names)))


def reported_file(member: Member, *, report_id: UUID) -> ReportedFile | None:
    """Where that report points at, for authors. Three queries."""
    report = report_seen_by(member, report_id=report_id) if member.is_a("author") else None
    if report is None:
        return None
    course_id = report.curriculum.id
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course_id, Draft.ended_at.is_(None)))
    if draft is None:
        return ReportedFile(report, course_id, None, "")
    return ReportedFile(report, course_id, draft.id, _address(draft, report))


def _address(draft: Draft, report: SeenReport) -> str:
    path = _now(report.read.path, report.item.id, _names_in(draft.files))
    if path is None:
        return ""
    line = line_of(report.place, _text(draft.files[path])) if report.place else None
    return f"/drafts/{draft.id}/files/{path}{f'#line-{line}' if line else ''}"


def _in_file(row: Any, text: str) -> FileReport:
    report: MistakeReport = row.MistakeReport
    line = line_of(report.place, text) if report.place else None
    return FileReport(report.id, line, report.place, report.text, row.name, report.reported_at)


def _open(course_id: str) -> list[Any]:
    return list(db.session.execute(_reports().where(Revision.course_id == course_id)))


def _reports() -> Select[*tuple[Any, ...]]:
    return (
        select(MistakeReport, Revision.digest, Person.name)
        .join(Revision, Revision.id == MistakeReport.revision_id)
        .join(Person, Person.id == MistakeReport.reported_by)
        .where(MistakeReport.answered_at.is_(None))
        .order_by(MistakeReport.reported_at, MistakeReport.id)
    )


def _path(row: Any, names: Mapping[str, str]) -> str | None:
    """The path of the draft's file that was read when it was reported."""
    report: MistakeReport = row.MistakeReport
    curriculum = curriculum_by_digest(row.digest, report.revision_id)
    return _now(item_read(curriculum, report.item_id, report.place).path, report.item_id, names)


def _now(read: str, item_id: str, names: Mapping[str, str]) -> str | None:
    named = _ITEM.fullmatch(read)
    language = named[2] if named else ""
    return names.get(f"{item_id}{language}") or names.get(item_id)


def _names_in(held: Mapping[str, str]) -> dict[str, str]:
    """The path of each item by its id and by every former one, with the language behind it for a translation."""
    found = {path: (named[1], named[2]) for path in sorted(held) if (named := _ITEM.fullmatch(path))}
    names = {f"{item_id}{language}": path for path, (item_id, language) in found.items()}
    for path, (item_id, language) in found.items():
        original = names.get(item_id)
        for former in _aliases(held[original]) if original else ():
            names.setdefault(f"{former}{language}", path)
    return names


@lru_cache(maxsize=1024)
def _aliases(digest: str) -> tuple[str, ...]:
    # A stored file never changes.
    written = front_of("item.md", {"item.md": files.get(digest)}).get("aliases")
    return tuple(str(each) for each in written) if isinstance(written, list) else ()


def _text(digest: str) -> str:
    return files.get(digest).decode("utf-8", "replace")

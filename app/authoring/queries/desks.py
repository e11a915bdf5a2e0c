"""What an author finds when they come to the desk: every course, and its draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.outlining import front_of
from app.authoring.queries.drafts import open_drafts
from app.courses.facts import RevisionFacts
from app.courses.queries.revisions import newest_revisions
from app.curriculum.tree import COURSE
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.shared.storage import files


@dataclass(frozen=True)
class Touch:
    """The last save of a draft."""

    at: datetime
    by: str
    """Their name."""


@dataclass(frozen=True)
class DeskCourse:
    """A course as the desk lists it: published, being written, or both."""

    course_id: str
    revision: RevisionFacts | None
    """The newest; None: it was never published."""
    draft: DraftFacts | None
    title: str
    """That the draft gives it, if there is one; empty: it gives none."""
    language: str
    """Of that title; empty: not known."""
    touched: Touch | None

    @property
    def is_overtaken(self) -> bool:
        """Whether the course was published by another way since the draft began."""
        return bool(self.draft and self.revision and self.draft.base_id != self.revision.id)


def desk_seen_by(member: Member) -> tuple[DeskCourse, ...] | None:
    """Every course, those that are being written first; None for whoever is no author. Three queries."""
    drafts = open_drafts(member)
    if drafts is None:
        return None
    newest = {each.curriculum.id: each for each in newest_revisions(language=member.language)}
    touched = _touched(each.id for each in drafts.values())
    written = [_written(each, newest.get(each.course_id), touched.get(each.id)) for each in drafts.values()]
    published = [_published(each) for course_id, each in newest.items() if course_id not in drafts]
    return (*sorted(written, key=_alphabetical), *sorted(published, key=_alphabetical))


def cover_of(draft: DraftFacts) -> tuple[str, str]:
    """The title that the draft gives the course, and the course's language; empty where it gives none. No query."""
    digest = draft.files.get(COURSE)
    front = front_of(COURSE, {COURSE: files.get(digest)}) if digest else {}
    return str(front.get("title") or ""), str(front.get("language") or "")


def _alphabetical(course: DeskCourse) -> tuple[str, str]:
    return course.title.casefold(), course.course_id


def _written(draft: DraftFacts, revision: RevisionFacts | None, touched: Touch | None) -> DeskCourse:
    title, language = cover_of(draft)
    return DeskCourse(draft.course_id, revision, draft, title, language, touched)


def _published(revision: RevisionFacts) -> DeskCourse:
    curriculum = revision.curriculum
    return DeskCourse(curriculum.id, revision, None, curriculum.title, curriculum.text_language, None)


def _touched(draft_ids: Iterable[UUID]) -> dict[UUID, Touch]:
    wanted = list(draft_ids)
    last = select(DraftSave.draft_id, func.max(DraftSave.number).label("number")).where(DraftSave.draft_id.in_(wanted))
    newest = last.group_by(DraftSave.draft_id).subquery()
    found = (
        select(DraftSave.draft_id, DraftSave.saved_at, Person.name)
        .join(newest, (newest.c.draft_id == DraftSave.draft_id) & (newest.c.number == DraftSave.number))
        .join(Person, Person.id == DraftSave.saved_by)
    )
    return {row.draft_id: Touch(row.saved_at, row.name) for row in db.session.execute(found)}

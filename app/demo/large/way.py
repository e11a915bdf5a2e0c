"""One trainee's way through the large school, as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.certificates.facts import SignedOff
from app.courses.facts import Done, Enrolled
from app.courses.models import Completion, LessonDeclaration
from app.curriculum.model import Item, Lesson
from app.demo.large.ledger import Ledger
from app.demo.large.scripts import Scripts
from app.demo.pictures import Gallery
from app.notices.models import Notice
from app.records.models import Letter
from app.shared.ids import new_id

HANDED_OVER_AFTER = timedelta(seconds=20)


@dataclass
class Way:
    """What one enrolment has done so far, while its rows are added to the ledger."""

    ledger: Ledger
    enrolled: Enrolled
    has_mailbox: bool
    gallery: Gallery
    scripts: Scripts
    chance: Random
    done: Done = field(default_factory=lambda: Done({}, {}))
    signed_off: dict[str, tuple[SignedOff, ...]] = field(default_factory=dict)
    """The successes at practicals."""

    def happened(self, at: datetime, act: str, *, by: UUID | None, kind: str, id: UUID, **detail: Any) -> None:  # noqa: A002
        """An act for the journal."""
        self.ledger.happened(at, act, by=by, kind=kind, id=id, **detail)

    def declare(self, lesson: Lesson, at: datetime) -> None:
        """Work through a lesson."""
        enrolled = self.enrolled
        self.ledger.add(
            LessonDeclaration,
            id=new_id(),
            enrolment_id=enrolled.id,
            item_id=lesson.id,
            revision_id=enrolled.cohort.revision_id,
            declared_at=at,
        )
        self.completed(lesson, at)
        by = enrolled.person_id
        self.happened(at, "lesson.declared", by=by, kind="enrolment", id=enrolled.id, item=lesson.id)

    def completed(self, item: Item, at: datetime) -> None:
        """The item is completed."""
        self.done.completions[item.id] = at
        self.ledger.add(Completion, enrolment_id=self.enrolled.id, item_id=item.id, completed_at=at)

    def told(
        self, kind: str, subject: UUID, *, details: dict[str, Any], path: str, at: datetime, read: datetime
    ) -> None:
        """The trainee was told something and has read it; who has a mailbox got a letter."""
        notice_id, to = new_id(), self.enrolled.person_id
        mail = "handed_over" if self.has_mailbox else "none"
        add_notice(self.ledger, notice_id, to, kind, subject, details=details, path=path, at=at, read=read, mail=mail)
        if self.has_mailbox:
            add_letter(self.ledger, "notice", to, {"notice": str(notice_id)}, at=at)


def add_notice(
    ledger: Ledger,
    notice_id: UUID,
    to: UUID,
    kind: str,
    subject: UUID,
    *,
    details: dict[str, Any],
    path: str,
    at: datetime,
    read: datetime | None,
    mail: str,
) -> None:
    """A notice."""
    ledger.add(
        Notice,
        id=notice_id,
        person_id=to,
        kind=kind,
        subject=str(subject),
        details=details,
        path=path,
        created_at=at,
        read_at=read,
        mail=mail,
    )


def add_letter(
    ledger: Ledger, kind: str, to: UUID, details: dict[str, Any], *, at: datetime, trouble: str = ""
) -> None:
    """A letter that has left, or (with `trouble`) could not."""
    ledger.add(
        Letter,
        id=new_id(),
        kind=kind,
        person_id=to,
        address=None,
        details=details,
        created_at=at,
        due_at=at,
        state="failed" if trouble else "sent",
        tries=1,
        sending_since=at,
        sent_at=None if trouble else at + HANDED_OVER_AFTER,
        trouble=trouble,
    )

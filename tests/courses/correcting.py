"""A course in which something isn't safe, and its correction, for the tests of safety corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Revision, SafetyDuty
from app.courses.operations.enrolments import lock_enrolment
from app.courses.operations.revisions import publish
from app.courses.operations.safety_corrections import push_correction
from app.courses.operations.safety_duties import acknowledge_correction
from app.curriculum.folder import read_course
from app.db import db
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.courses.unwritten import COURSE

BENCH, BATTERY = "week-01/10-the-bench.md", "week-02/10-the-battery.md"
OLD, NEW = "A clean bench is a safe bench.", "A clean bench is a safe bench. Never work on it alone."
SAFER: Final = {BENCH: (OLD, NEW)}
"""What is corrected, in most tests."""
QUIZ: Final = """\
---
title: Battery quiz
kind: quiz
minutes: 5
gate: battery
competences: [B1.2]
---

## What does a pierced cell do? {#pierced .single competence=B1.2}

- [x] It burns
- [ ] Nothing

> It burns at once.
"""
NEEDS_MORE: Final = {
    BATTERY: ("---\n", "---\nrequires: [battery]\n"),
    "week-01/85-battery-quiz.md": ("", QUIZ),
}
"""A lesson that takes a quiz to be passed, and that quiz: without it the lesson doesn't fit into the older revision."""
REASON: Final = "A trainee was hurt.\nNobody works alone from now on."
LATER: Final = NOON + timedelta(hours=1)


def published(changes: Mapping[str, tuple[str, str]]) -> int:
    """The next revision of the cast's course, with the first words replaced by the others, file by file; returns its
    id."""
    sources = dict(read_course(COURSE).sources)
    for path, (old, new) in changes.items():
        text = sources.get(path, b"").decode()
        assert old in text
        sources[path] = text.replace(old, new, 1).encode()
    revision, _ = publish(sources, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=NOON)
    return revision.id


def pushed(
    cast: Cast,
    parts: Collection[str] = ("the-bench",),
    *,
    revision_id: int | None = None,
    correction_id: UUID | None = None,
    reason: str = REASON,
) -> UUID:
    """These parts of the newest revision (`SAFER`, unless one is given), pushed by the author; the correction's id."""
    return push_correction(
        COURSE.name,
        correction_id=correction_id or new_id(),
        revision_id=revision_id or published(SAFER),
        parts=parts,
        reason=reason,
        by=cast.author.id,
        at=NOON,
    )


def duty_of(enrolment_id: UUID, correction_id: UUID | None = None) -> SafetyDuty:
    """What that trainee has to read: the one duty, or that of the correction."""
    own = select(SafetyDuty).where(SafetyDuty.enrolment_id == enrolment_id)
    return db.session.scalars(own.where(SafetyDuty.correction_id == correction_id) if correction_id else own).one()


def duties() -> set[tuple[UUID, UUID]]:
    """The correction and the enrolment of every duty."""
    rows = db.session.execute(select(SafetyDuty.correction_id, SafetyDuty.enrolment_id))
    return {(row.correction_id, row.enrolment_id) for row in rows}


def read(cast: Cast, duty_id: UUID | None = None) -> bool:
    """The trainee acknowledges; whether it is new."""
    lock_enrolment(cast.enrolment_id)
    return acknowledge_correction(duty_id or duty_of(cast.enrolment_id).id, by=cast.trainee.id, at=LATER)


def revision_of(revision_id: int) -> Revision:
    """That revision."""
    return db.session.get_one(Revision, revision_id)

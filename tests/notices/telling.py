"""Notices and what became of them, for the tests of notices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.notices.models import Notice
from app.notices.operations import notify
from app.records.models import Letter
from tests.cast import NOON

DETAILS = {
    "outcome": {"item": "The bench", "outcome": "competent"},
    "certificate": {"course": "Tiny phone repair"},
    "licence": {},
    "safety": {"course": "Tiny phone repair"},
    "pushed": {"course": "Tiny phone repair"},
    "witnessed": {"item": "The bench"},
    "fallen": {"item": "The bench"},
    "ready": {"item": "The bench", "cohort": "Spring 2026"},
    "report": {"item": "The bench", "course": "Tiny phone repair"},
    "reply": {"item": "The bench"},
    "decision": {"item": "The bench", "act": "set_aside"},
    "disagreement": {"item": "The bench"},
    "clash": {"item": "The bench"},
    "testimony": {"item": "The bench"},
    "moderation": {"item": "The bench", "act": "differs"},
    "quiz": {"item": "Safety quiz", "act": "annulled"},
}


def tell(
    person_id: UUID, kind: str = "outcome", subject: str = "1", *, at: datetime = NOON, speaks_of: UUID | None = None
) -> Notice:
    """Tell somebody something; returns their notice of it."""
    details = DETAILS[kind] | ({"person": str(speaks_of)} if speaks_of else {})
    notify(person_id, kind=kind, subject=subject, details=details, path="/courses", at=at)
    found = select(Notice).where(Notice.person_id == person_id, Notice.kind == kind, Notice.subject == subject)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def letters(kind: str) -> list[Letter]:
    """The letters of that kind, in the order in which they were posted."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.created_at, Letter.id)))


def mail_of(person_id: UUID) -> list[str]:
    """What becomes of each of the person's notices by mail, the oldest first."""
    own = select(Notice.mail).where(Notice.person_id == person_id).order_by(Notice.created_at, Notice.id)
    return list(db.session.scalars(own))


def told(person_id: UUID) -> list[tuple[str, str, bool]]:
    """Kind, path and whether it was read, of each of the person's notices, the oldest first."""
    own = select(Notice).where(Notice.person_id == person_id).order_by(Notice.created_at, Notice.id)
    rows = db.session.scalars(own.execution_options(populate_existing=True))
    return [(each.kind, each.path, each.read_at is not None) for each in rows]

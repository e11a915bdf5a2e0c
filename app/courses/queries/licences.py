"""A trainee's safety licence: whether it is suspended, and what happened to it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.courses.facts import Licence, LicenceEvent
from app.courses.models import GateDecision
from app.courses.progress import LICENCE, OPEN_DECISIONS
from app.courses.queries.enrolments import enrolled
from app.courses.queries.history import happened_to
from app.db import db
from app.people.member import Member
from app.records.queries import journal_of

RESTORED = "gate.restored"
ACTS = ("gate.suspended", RESTORED)


def licence_seen_by(member: Member, *, enrolment_id: UUID) -> Licence | None:
    """The licence of that enrolment, if the member may know of it. Four queries."""
    found = enrolled(member, enrolment_id=enrolment_id)
    return Licence(found, _suspension_of(found.id), _events(found.id)) if found else None


def stood_before_held(enrolment_id: UUID, *, held_id: UUID) -> bool | None:
    """Whether the licence stood when that held record suspended it; None: it suspended nothing. One query."""
    turns = [turn for turn in journal_of("enrolment", id=enrolment_id, acts=ACTS) if turn.detail["gate"] == LICENCE]
    for before, turn in zip((None, *turns), turns, strict=False):
        if turn.detail.get("held_record") == str(held_id):
            return before is None or before.act == RESTORED
    return None


def _suspension_of(enrolment_id: UUID) -> UUID | None:
    last = db.session.execute(
        select(GateDecision.id, GateDecision.decision)
        .where(GateDecision.enrolment_id == enrolment_id, GateDecision.gate == LICENCE)
        .order_by(GateDecision.decided_at.desc())
        .limit(1)
    ).one_or_none()
    return last.id if last and last.decision not in OPEN_DECISIONS else None


def _events(enrolment_id: UUID) -> tuple[LicenceEvent, ...]:
    turns = happened_to("enrolment", id=enrolment_id, acts=ACTS)
    return tuple(
        LicenceEvent(
            at=turn.at,
            who=turn.who,
            why=turn.why,
            suspended=turn.act != RESTORED,
            sign_off_id=UUID(turn.detail["sign_off"]) if "sign_off" in turn.detail else None,
        )
        for turn in turns
        if turn.detail["gate"] == LICENCE
    )

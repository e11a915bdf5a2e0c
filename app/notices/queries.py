"""Finding notices, and how to reach people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.db import db
from app.notices.kinds import MailChoiceCode
from app.notices.models import MailChoice, Notice
from app.people.member import Member
from app.people.models import Person

ON_A_PAGE = 25


@dataclass(frozen=True)
class Reach:
    """Whether letters reach a person, and what they chose other than usual, by kind."""

    by_mail: bool
    choices: Mapping[str, MailChoiceCode]


@dataclass(frozen=True)
class Told:
    """A notice as it is worded: `name` is that of the person it speaks of, empty where there is none."""

    id: UUID
    kind: str
    details: Mapping[str, Any]
    name: str
    path: str
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class NoticePage:
    """A page of a person's notices, the newest first."""

    notices: tuple[Told, ...]
    unread: int
    """On all pages."""
    number: int
    pages: int


def reach_of(person_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """How to reach each of these people. One query."""
    rows = db.session.execute(
        select(Person.id, Person.email, Person.deactivated_at, MailChoice.kind, MailChoice.choice)
        .outerjoin(MailChoice, MailChoice.person_id == Person.id)
        .where(Person.id.in_(person_ids))
    ).all()
    chosen: dict[UUID, dict[str, MailChoiceCode]] = {row.id: {} for row in rows}
    for row in rows:
        if row.kind:
            chosen[row.id][row.kind] = row.choice
    return {row.id: Reach(bool(row.email) and row.deactivated_at is None, chosen[row.id]) for row in rows}


def notices_of(person_id: UUID, *, page: int) -> NoticePage:
    """That page of the person's notices; the last one when there are fewer. Three queries, two without any name."""
    own = Notice.person_id == person_id
    total, read = db.session.execute(select(func.count(), func.count(Notice.read_at)).where(own)).one()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    newest = select(Notice).where(own).order_by(Notice.created_at.desc(), Notice.id.desc())
    rows = db.session.scalars(newest.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    return NoticePage(_told(rows), total - read, number, pages)


def unread_of(person_id: UUID) -> int:
    """How many notices the person has not read. One query."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(unread) or 0


def own_notice(member: Member, *, notice_id: UUID) -> Notice | None:
    """That notice, if it is the member's."""
    return db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.person_id == member.id))


def notices_by_id(notice_ids: Collection[UUID]) -> tuple[Told, ...]:
    """These notices, the oldest first, as a letter tells them. Two queries, one without any name."""
    oldest = select(Notice).where(Notice.id.in_(notice_ids)).order_by(Notice.created_at, Notice.id)
    return _told(db.session.scalars(oldest).all())


def _told(notices: Sequence[Notice]) -> tuple[Told, ...]:
    spoken_of = {UUID(each.details["person"]) for each in notices if each.details.get("person")}
    names = _names(spoken_of) if spoken_of else {}
    return tuple(
        Told(
            each.id,
            each.kind,
            each.details,
            names.get(each.details.get("person", ""), ""),
            each.path,
            each.created_at,
            each.read_at is not None,
        )
        for each in notices
    )


def _names(person_ids: Collection[UUID]) -> dict[str, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {str(row.id): row.name for row in rows}

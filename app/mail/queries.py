"""Finding letters that are stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.db import db
from app.mail.permissions import may_see_letters
from app.people.member import Member
from app.people.models import Person
from app.records.models import Letter
from app.records.operations.outbox import STUCK, TO_DO

ON_A_PAGE = 25
LATE = timedelta(minutes=15)
"""How long after its time a letter that nobody tried to deliver shows that no worker works."""


@dataclass(frozen=True)
class StuckLetter:
    """A letter about which somebody has to decide."""

    id: UUID
    kind: str
    state: str
    person_id: UUID
    name: str
    """Of whom it is for; empty where nobody of that id is left."""
    address: str
    created_at: datetime
    sending_since: datetime | None
    """When it was handed over last."""
    tries: int
    trouble: str


@dataclass(frozen=True)
class LetterPage:
    """A page of the letters that are stuck, the newest first."""

    letters: tuple[StuckLetter, ...]
    total: int
    """On all pages."""
    failed: int
    """Of those: not the unclear ones."""
    number: int
    pages: int
    waiting: int
    """Letters that have not left yet and may do so by themselves."""
    late: bool
    """Whether one of those is late: no worker works."""


def letters_for(member: Member) -> Member:
    """The member: what is stuck is one list for all who may see it."""
    return member


def letter_page(*, page: int, at: datetime) -> LetterPage:
    """That page of what is stuck; the last one when there are fewer. Three queries."""
    waiting, first = db.session.execute(select(func.count(), func.min(Letter.due_at)).where(TO_DO)).one()
    failed_ones = func.count().filter(Letter.state == "failed")
    total, failed = db.session.execute(select(func.count(), failed_ones).select_from(Letter).where(STUCK)).one()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    newest = _STUCK.order_by(Letter.created_at.desc(), Letter.id.desc())
    rows = db.session.execute(newest.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    letters = tuple(StuckLetter(**row._mapping) for row in rows)  # noqa: SLF001 - its public way to a mapping
    late = first is not None and first < at - LATE
    return LetterPage(letters, total, failed, number, pages, waiting, late)


def letter_for(member: Member, *, letter_id: UUID) -> Letter | None:
    """That letter, stuck or not any more, if the member may decide about letters."""
    return db.session.get(Letter, letter_id) if may_see_letters(member, None) else None


_COLUMNS: tuple[Any, ...] = (
    Letter.id,
    Letter.kind,
    Letter.state,
    Letter.person_id,
    func.coalesce(Person.name, "").label("name"),
    func.coalesce(Letter.address, Person.email, "").label("address"),
    Letter.created_at,
    Letter.sending_since,
    Letter.tries,
    Letter.trouble,
)
_STUCK = select(*_COLUMNS).outerjoin(Person, Person.id == Letter.person_id).where(STUCK)

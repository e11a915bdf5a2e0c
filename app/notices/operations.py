"""Telling people what happened, and what they do with what they were told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Update, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, take_turns
from app.notices.kinds import KINDS, MailChoiceCode
from app.notices.models import MailChoice, Notice
from app.notices.queries import Reach, reach_of
from app.people.models import Person
from app.records.operations.outbox import post_letter
from app.shared.ids import new_id

MORNING = timedelta(hours=6)
"""When the day's mail is gathered, after midnight: it is there when the workshop opens."""


@dataclass(frozen=True)
class News:
    """What one person is told. `subject` names what happened: nobody is told of it twice.

    `details` are what the words need: ids and plain values. Names of people live in `people`: the id of the
    person that the notice speaks of stands under `person`.
    """

    person_id: UUID
    kind: str
    subject: str
    path: str
    details: dict[str, Any] = field(default_factory=dict)


def notify(person_id: UUID, *, kind: str, subject: str, details: dict[str, Any], path: str, at: datetime) -> None:
    """Tell that person once, in the application and, as they choose, by mail. See `News`; `path`: the page that it
    leads to. Raises KeyError for an unknown kind."""
    notify_each([News(person_id, kind, subject, path, details)], at=at)


def notify_each(news: Sequence[News], *, at: datetime) -> None:
    """Tell many people at once: two statements for all, and one for each letter. Raises KeyError."""
    if not news:
        return
    reach = reach_of({each.person_id for each in news})
    rows = [_row(each, reach[each.person_id], at) for each in news]
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    told = insert(Notice).on_conflict_do_nothing(index_elements=["person_id", "kind", "subject"])
    new = set(db.session.scalars(told.returning(Notice.id), rows))
    for row in rows:
        if row["id"] in new and row["mail"] == "handed_over":
            post_letter("notice", to=row["person_id"], at=at, details={"notice": str(row["id"])})


def settle(person_ids: Collection[UUID], *, kind: str, subjects: Collection[str], at: datetime) -> None:
    """Mark what these people were told as read, since it was seen or dealt with elsewhere: no mail tells it now."""
    told = _reading(at).where(Notice.person_id.in_(person_ids), Notice.kind == kind, Notice.subject.in_(subjects))
    db.session.execute(told)


def mark_read(notice_id: UUID, *, at: datetime) -> None:
    """The person has read that notice. The first time counts."""
    db.session.execute(_reading(at).where(Notice.id == notice_id))


def mark_all_read(person_id: UUID, *, newest: UUID | None, at: datetime) -> None:
    """The person has read everything up to the notice `newest` of theirs; without one everything."""
    reading = _reading(at).where(Notice.person_id == person_id)
    if newest is not None:
        shown = select(Notice.created_at).where(Notice.id == newest, Notice.person_id == person_id)
        reading = reading.where(Notice.created_at <= shown.scalar_subquery())
    db.session.execute(reading)


def choose_mail(person_id: UUID, *, choices: Mapping[str, MailChoiceCode]) -> None:
    """How the person wants to hear of these kinds from now on; what waits and is no longer wanted won't leave."""
    take_turns(f"mail choices {person_id}")
    old = delete(MailChoice).where(MailChoice.person_id == person_id, MailChoice.kind.in_(choices))
    db.session.execute(old)
    for kind, choice in choices.items():
        if choice != KINDS[kind].usual:
            db.session.add(MailChoice(person_id=person_id, kind=kind, choice=choice))
    unwanted = [kind for kind, choice in choices.items() if choice == "never"]
    waiting = update(Notice).where(Notice.person_id == person_id, Notice.mail == "daily", Notice.kind.in_(unwanted))
    db.session.execute(waiting.values(mail="none"))
    db.session.flush()


def gather(*, at: datetime) -> int:
    """Make one letter for each person of what waits for the day's mail; returns how many.

    `at` in the school's time zone: what happened before the last six o'clock in the morning there is gathered, so
    that the day has one mail, however often and by however many processes this is called. What was read meanwhile
    needs none, and who has no address (any more) gets none.
    """
    take_turns("the day's mail")
    morning = last_morning(at)
    due = update(Notice).where(Notice.mail == "daily", Notice.created_at < morning)
    reachable = select(Person.id).where(Person.email.is_not(None), Person.deactivated_at.is_(None))
    taken = due.where(Notice.person_id.in_(reachable)).values(mail="handed_over")
    handed_over = db.session.execute(taken.returning(Notice.id, Notice.person_id)).all()
    db.session.execute(due.where(Notice.person_id.not_in(reachable)).values(mail="none"))
    letters = 0
    for person_id, notices in groupby(sorted(handed_over, key=attrgetter("person_id", "id")), attrgetter("person_id")):
        details = {"notices": [str(notice.id) for notice in notices], "day": morning.date().isoformat()}
        post_letter("digest", to=person_id, at=at, details=details)
        letters += 1
    return letters


def last_morning(at: datetime) -> datetime:
    """The last six o'clock in the morning before `at`, in its time zone."""
    morning = at.replace(hour=0, minute=0, second=0, microsecond=0) + MORNING
    return morning if morning <= at else morning - timedelta(days=1)


def _row(news: News, reach: Reach, at: datetime) -> dict[str, Any]:
    choice = reach.choices.get(news.kind, KINDS[news.kind].usual)
    mail = {"at_once": "handed_over", "daily": "daily", "never": "none"}[choice] if reach.by_mail else "none"
    return {
        "id": new_id(),
        "person_id": news.person_id,
        "kind": news.kind,
        "subject": news.subject,
        "details": news.details,
        "path": news.path,
        "created_at": at,
        "read_at": None,
        "mail": mail,
    }


def _reading(at: datetime) -> Update:
    waits = Notice.mail == "daily"
    return (
        update(Notice).where(Notice.read_at.is_(None)).values(read_at=at, mail=case((waits, "none"), else_=Notice.mail))
    )

"""Counting tries, for all server processes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db
from app.records.models import Throttle
from app.shared.keys import keys


@dataclass(frozen=True)
class Limit:
    """At most `most` tries `within` that time."""

    purpose: str
    most: int
    within: timedelta


def count_try(limit: Limit, key: str, *, at: datetime) -> timedelta | None:
    """Count one try of `key`; returns how long to wait when there were too many, None when this one is allowed.

    The caller commits before it tries, so that requests at the same moment count each other. The time runs from
    the first of the tries; tries that are refused don't lengthen it.
    """
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    over = Throttle.since <= literal(at - limit.within, Throttle.since.type)
    statement = insert(Throttle).values(purpose=limit.purpose, key=_key(limit, key), since=at, tries=1)
    counted = statement.on_conflict_do_update(
        index_elements=[Throttle.purpose, Throttle.key],
        set_={
            "since": case((over, statement.excluded.since), else_=Throttle.since),
            "tries": case((over, 1), else_=Throttle.tries + 1),
        },
    ).returning(Throttle.tries, Throttle.since)
    tries, since = db.session.execute(counted).one()
    return None if tries <= limit.most else since + limit.within - at


def wait_for(limit: Limit, key: str, *, at: datetime) -> timedelta | None:
    """How long to wait when there were too many tries of `key` already, None when there weren't. Counts nothing."""
    found = select(Throttle.since).where(
        Throttle.purpose == limit.purpose,
        Throttle.key == _key(limit, key),
        Throttle.tries >= limit.most,
        Throttle.since > literal(at - limit.within, Throttle.since.type),
    )
    since = db.session.scalar(found)
    return None if since is None else since + limit.within - at


def forget_tries(limit: Limit, key: str) -> None:
    """Begin to count anew: the last try was right."""
    db.session.execute(delete(Throttle).where(Throttle.purpose == limit.purpose, Throttle.key == _key(limit, key)))


def forget_old_tries(*, before: datetime) -> None:
    """Drop the counts that began before then."""
    db.session.execute(delete(Throttle).where(Throttle.since < before))


def _key(limit: Limit, key: str) -> str:
    return keys.digest(limit.purpose, key)

"""Which bit of which status list tells whether an Open Badge is revoked."""

from __future__ import annotations

from random import SystemRandom

from sqlalchemy import func, select

from app.certificates.models import Certificate
from app.certificates.status import LENGTH
from app.db import db

TRIES = 8
"""Places looked at for each certificate; a list in which too few of them are free gives way to the next one."""

MOST_DRAWN = 20_000
"""Fewer than SQLite takes values in one statement."""

_random = SystemRandom()


def free_places(number: int) -> tuple[tuple[int, int], ...]:
    """So many free places, each a list and an index in it, drawn at random: neighbours in time aren't neighbours in the
    list. Two queries. Nobody is kept from taking the same meanwhile: `record` sees to that."""
    if number == 0:
        return ()
    current = db.session.scalar(select(func.max(Certificate.status_list))) or 0
    drawn = _random.sample(range(LENGTH), min(number * TRIES, MOST_DRAWN))
    taken = set(
        db.session.scalars(
            select(Certificate.status_index).where(
                Certificate.status_list == current, Certificate.status_index.in_(drawn)
            )
        )
    )
    free = [index for index in drawn if index not in taken][:number]
    if len(free) < number:
        current, free = current + 1, drawn[:number]
    return tuple((current, index) for index in free)


def is_free(place: tuple[int, int]) -> bool:
    """Whether no certificate has that place. One query."""
    status_list, status_index = place
    there = Certificate.status_list == status_list, Certificate.status_index == status_index
    return db.session.scalar(select(Certificate.id).where(*there)) is None

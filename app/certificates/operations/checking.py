"""How often whoever checks certificates may look.

Whoever tries numbers that don't exist is stopped much sooner, and then gets no page at all, also not of a number that
does exist: an answer that differs would tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.records.operations.throttle import Limit, count_try, wait_for

LOOKS = Limit("certificate-looks", 300, timedelta(minutes=15))
"""Of one network: a fair of employers behind one address."""
MISSES = Limit("certificate-misses", 20, timedelta(hours=1))
"""Numbers that nobody was given. People mistype; a number has a hundred random bits all the same."""


def count_look(*, network: str, at: datetime) -> timedelta | None:
    """Count one look from that network; how long to wait when there were too many. The caller commits before it
    looks anything up."""
    return count_try(LOOKS, network, at=at) or wait_for(MISSES, network, at=at)


def count_miss(*, network: str, at: datetime) -> None:
    """Count one number that doesn't exist."""
    count_try(MISSES, network, at=at)

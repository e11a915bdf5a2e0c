"""Ids and unguessable codes."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from threading import Lock
from uuid import UUID

MOST_IN_A_MILLISECOND = 0xFFF
SET_BACK = 1_000
"""Milliseconds: a clock that goes back further was set."""
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
Parts = tuple[int, int]
"""Of an id: milliseconds since 1970, and eighty bits."""


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time to the millisecond, within a process in the order in which they
    were made (its method 1, a counter), and random below."""
    milliseconds, bits = _parts.get()()
    value = milliseconds << 80 | bits
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return UUID(int=value)


def new_code(length: int = 20) -> str:
    """An unguessable code of 5 bits a sign, in Crockford's base 32: no i, l, o or u to misread."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


@contextmanager
def repeatable_ids(seed: str, *, since: datetime) -> Iterator[None]:
    """Ids made inside are the same whenever they are made with this seed, in the same order, from `since` on.

    For a school that is made to be shown. Ids open nothing by themselves; codes stay unguessable.
    """
    numbers = count()
    first = int(since.timestamp() * 1000)

    def following() -> Parts:
        number = next(numbers)
        return first + number, int.from_bytes(hashlib.sha256(f"{seed}/{number}".encode()).digest()[:10], "big")

    token = _parts.set(following)
    try:
        yield
    finally:
        _parts.reset(token)


class _Clock:
    """Milliseconds that don't go back (unless the machine's clock was set), and a counter for ids of the same one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = (0, 0)

    def following(self) -> Parts:
        with self._lock:
            milliseconds, counter = self._last
            present = time.time_ns() // 1_000_000
            if present > milliseconds or present < milliseconds - SET_BACK:
                milliseconds, counter = present, secrets.randbelow(MOST_IN_A_MILLISECOND // 2)
            elif counter == MOST_IN_A_MILLISECOND:
                milliseconds, counter = milliseconds + 1, 0
            else:
                counter += 1
            self._last = (milliseconds, counter)
        return milliseconds, counter << 64 | secrets.randbits(62)


_now = _Clock().following
_parts: ContextVar[Callable[[], Parts]] = ContextVar("parts", default=_now)

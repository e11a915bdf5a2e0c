"""Ids and unguessable codes."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from uuid import UUID

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
Parts = tuple[int, int]
"""Of an id: milliseconds since 1970, and eighty bits."""


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time to the millisecond, random below it."""
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


def _now() -> Parts:
    return time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big")


_parts: ContextVar[Callable[[], Parts]] = ContextVar("parts", default=_now)

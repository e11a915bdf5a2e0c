"""Ids and unguessable codes."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time to the millisecond, random below it."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return UUID(int=value)


def new_code(length: int = 20) -> str:
    """An unguessable code of 5 bits a sign, in Crockford's base 32: no i, l, o or u to misread."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))

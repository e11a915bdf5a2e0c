"""Digests: how a record names a text without holding it."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """`value` as JSON bytes that are the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def new_salt() -> str:
    """Thirty-two random hexadecimal digits. Erased with its text, it makes the digest say nothing."""
    return secrets.token_hex(16)


def salted(text: str, salt: str) -> str:
    """The digest by which an append-only row names a text that lies beside it with its salt."""
    return sha256(f"{salt}\n{text}".encode())

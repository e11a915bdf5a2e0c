"""Whether a file is the one that was issued: pure. The file is read through once, and forgotten."""

from __future__ import annotations

from hashlib import sha256
from typing import IO, Final, Literal, TypeAlias

Compared: TypeAlias = Literal["same", "other", "not-a-pdf", "too-large"]

LARGEST: Final = 8 * 1024 * 1024
"""Bytes that are read: a certificate is a hundredth of it."""
PIECE: Final = 64 * 1024
HEAD: Final = b"%PDF-"


def compared(file: IO[bytes], *, digest: str) -> Compared:
    """What the bytes of `file` are, beside the file that has that SHA-256."""
    first = file.read(PIECE)
    if not first.startswith(HEAD):
        return "not-a-pdf"
    hashed, read = sha256(), 0
    piece = first
    while piece:
        read += len(piece)
        if read > LARGEST:
            return "too-large"
        hashed.update(piece)
        piece = file.read(PIECE)
    return "same" if hashed.hexdigest() == digest else "other"

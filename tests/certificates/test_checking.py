"""Whether a file is the one that was issued."""

from __future__ import annotations

from io import BytesIO

import pytest

from app.certificates.checking import LARGEST, PIECE, compared
from app.shared.digests import sha256

PDF = b"%PDF-1.7\n" + b"stream " * PIECE
"""Longer than what is read at once."""


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        (PDF, "same"),
        (PDF[:-1], "other"),
        (PDF + b"\n", "other"),
        (PDF.replace(b"stream", b"streem", 1), "other"),
        (b"%PDF-", "other"),
        (b"", "not-a-pdf"),
        (b"\xff\xd8\xff a photo", "not-a-pdf"),
        (b"\n" + PDF, "not-a-pdf"),
        (PDF + bytes(LARGEST), "too-large"),
    ],
)
def test_every_byte_counts(file: bytes, outcome: str) -> None:
    assert compared(BytesIO(file), digest=sha256(PDF)) == outcome


def test_the_largest_file_is_still_compared() -> None:
    file = b"%PDF-" + bytes(LARGEST - 5)
    assert compared(BytesIO(file), digest=sha256(file)) == "same"

"""What is done with every text that people type, paste or upload."""

from __future__ import annotations

import unicodedata
from typing import Final

LINES: Final = frozenset("\t\r\n")
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of all that follows, on the page and on a certificate."""


def cleaned(text: str) -> str:
    """`text` without what nobody types and nobody sees, which pages and databases stumble over, and without
    spaces around it."""
    kept = "".join(sign for sign in text if sign in LINES or not _is_noise(sign)).strip()
    # Joiners belong inside words and emoji; a text of nothing else is none.
    return kept if any(sign.isprintable() and not sign.isspace() for sign in kept) else ""


def _is_noise(sign: str) -> bool:
    return sign in TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")

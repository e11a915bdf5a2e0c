"""The code of an invitation: on a printed card, in a letter, or typed with a thumb."""

from __future__ import annotations

from uuid import UUID

from app.shared.keys import keys

SIGNS = 12
"""Sixty bits: nobody guesses one of a few hundred open invitations at the pace that the throttle allows."""
LOOK_ALIKES = str.maketrans({"o": "0", "i": "1", "l": "1"})
"""As Crockford's base 32 reads them."""


def invitation_code(invitation_id: UUID) -> str:
    """The code, as addresses have it: 12 signs without hyphens."""
    return keys.code("invitation", str(invitation_id), length=SIGNS)


def invitation_digest(code: str) -> str:
    """What the database keeps of a code, however it was typed."""
    return keys.digest("invitation", as_typed(code))


def as_typed(code: str) -> str:
    """The code that somebody means who typed it in capitals, with hyphens or spaces, or with look-alike letters."""
    return "".join(sign for sign in code.lower() if sign.isalnum()).translate(LOOK_ALIKES)


def as_printed(code: str) -> str:
    """The code in groups of four, as a card shows it: K7QM-2XHD-9P4A."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4)).upper()

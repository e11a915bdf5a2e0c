"""Which sign-offs a moderator judges again. Pure.

Drawn are all that a new assessor makes of practicals with critical criteria, and of the others the share that the
site's coordinator sets. The lot of a sign-off is an HMAC of its id with the installation's key: nobody who makes
sign-offs can work it out beforehand, and whoever has the key can show afterwards that nothing was picked by hand.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from app.curriculum.model import Practical

Why: TypeAlias = Literal["new_assessor", "share"]

FIRST_SIGN_OFFS: Final = 5
"""So many sign-offs of an assessor are their first ones. When a moderator agrees with five of five, the assessor's true
rate of agreement lies between 57 % and 100 % (Wilson's interval), above one in two; after three it need not. More
would keep moderators from everybody else's work: at a bench with twenty trainees five are made in a morning."""
LOT_DIGITS: Final = 16
"""Hexadecimal digits of the HMAC that are the lot: 64 bits, so that no share is off by more than a hair."""


def why_drawn(practical: Practical, *, earlier: int, lot: str, percent: int) -> Why | None:
    """Why a sign-off of this practical is to be moderated; None: it isn't.

    `earlier` is how many its assessor made before; `lot` its HMAC in hexadecimal digits; `percent` the site's share.
    """
    if earlier < FIRST_SIGN_OFFS and any(criterion.critical for criterion in practical.criteria):
        return "new_assessor"
    return "share" if is_in_share(lot, percent=percent) else None


def is_in_share(lot: str, *, percent: int) -> bool:
    """Whether this lot is among `percent` of a hundred. None is at 0, each at 100; what a share draws, a larger one
    draws too."""
    return int(lot[:LOT_DIGITS], 16) * 100 < percent * 16**LOT_DIGITS

"""PINs: four to eight digits that sign on somebody else's device.

So few digits are found in a moment by whoever may try them all. So the hash is of a digest that needs the
installation's secret: a stolen database alone can't be tried, and at the door the tries are counted.
"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from app.people import passwords
from app.shared.keys import keys

SHORTEST, LONGEST = 4, 8
_UPWARDS = "01234567890"
_DOWNWARDS = _UPWARDS[::-1]
_YEAR = re.compile(r"(19|20)\d\d")


def as_digits(typed: str) -> str:
    """What was typed, without spaces and with its digits as ASCII has them, whatever the keyboard's script."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in typed if not sign.isspace())


def is_pin(digits: str) -> bool:
    """Whether it is four to eight digits."""
    return SHORTEST <= len(digits) <= LONGEST and digits.isascii() and digits.isdigit()


def is_easy(digits: str) -> bool:
    """Whether it is among the first that anybody would try: one digit or one pair again and again, digits in a row,
    a year of birth."""
    again = len(set(zip(digits[::2], digits[1::2], strict=False))) == 1
    return again or digits in _UPWARDS or digits in _DOWNWARDS or _YEAR.fullmatch(digits) is not None


def hashed(person_id: UUID, digits: str) -> str:
    """The hash to store. Slow on purpose."""
    return passwords.hashed(_keyed(person_id, digits))


def matches(person_id: UUID, digits: str, pin_hash: str | None) -> bool:
    """Whether the PIN is right. Takes as long for somebody who has none."""
    return passwords.matches(_keyed(person_id, digits), pin_hash)


def _keyed(person_id: UUID, digits: str) -> str:
    return keys.digest("people.pin", f"{person_id}\n{digits}")

"""How often anybody may try what a stranger could guess or misuse.

Each function counts one try and returns how long to wait if there were too many, and None if this one is allowed;
the caller commits before it looks further. The narrowest limit counts first, and a try that it refuses counts for no
wider one: mistyping one name again and again at one place locks nobody out elsewhere, and nobody else there. Who tries
hundreds of names at a training centre locks its network out for a quarter of an hour; that is meant.
Unknown names and addresses count as known ones do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from app.people.queries import folded
from app.records.operations.throttle import Limit, count_try, forget_tries

QUARTER_HOUR, HOUR = timedelta(minutes=15), timedelta(hours=1)
SIGN_IN_HERE = Limit("sign-in-here", 10, QUARTER_HOUR)
"""Of one name at one network."""
SIGN_IN_NAME = Limit("sign-in-name", 100, HOUR)
"""Of one name, wherever from: more than one network reaches with the limit above."""
SIGN_IN_NETWORK = Limit("sign-in-network", 300, QUARTER_HOUR)
"""A training centre shares one address: on a first morning sixty people sign in, and mistype."""
PASSWORD = Limit("present-password", 10, QUARTER_HOUR)
"""Of somebody who is signed in: perhaps only their phone lies there."""
PIN = Limit("pin", 5, QUARTER_HOUR)
"""Of one person, on whatever device: the digits are few."""
PIN_DAY = Limit("pin-day", 25, timedelta(days=1))
"""Of one person: of the ten thousand PINs of four digits nobody tries one in ten within a month."""
CODE = Limit("invitation-code", 300, QUARTER_HOUR)
"""Of one network. A code has sixty bits; the limit spares the database more than it guards the code."""
LETTERS_TO = Limit("letter-address", 3, HOUR)
"""Letters that anybody can let leave for one mailbox."""
LETTERS_FROM = Limit("letter-network", 60, HOUR)
LETTERS_OF = Limit("letter-person", 6, HOUR)
"""Letters to new addresses that one person can let leave."""


def count_sign_in(name: str, *, network: str, at: datetime) -> timedelta | None:
    """A try to sign in with that name, from that network."""
    here = (SIGN_IN_HERE, f"{folded(name)} {network}")
    return _first_wait(here, (SIGN_IN_NAME, folded(name)), (SIGN_IN_NETWORK, network), at=at)


def forget_sign_in(name: str, *, network: str) -> None:
    """The password was right: mistyping it before doesn't matter any more there."""
    forget_tries(SIGN_IN_HERE, f"{folded(name)} {network}")


def count_password(person_id: UUID, *, at: datetime) -> timedelta | None:
    """A try to tell one's present password."""
    return _first_wait((PASSWORD, str(person_id)), at=at)


def forget_password(person_id: UUID) -> None:
    """The present password was right."""
    forget_tries(PASSWORD, str(person_id))


def count_pin(person_id: UUID, *, at: datetime) -> timedelta | None:
    """A try to tell somebody's PIN."""
    return _first_wait((PIN, str(person_id)), (PIN_DAY, str(person_id)), at=at)


def forget_pin(person_id: UUID) -> None:
    """The PIN was right, or is a new one."""
    for limit in (PIN, PIN_DAY):
        forget_tries(limit, str(person_id))


def count_code(*, network: str, at: datetime) -> timedelta | None:
    """A try to tell the code of an invitation."""
    return _first_wait((CODE, network), at=at)


def count_reset(address: str, *, network: str, at: datetime) -> timedelta | None:
    """A wish for a letter with a link to a new password."""
    return _first_wait((LETTERS_TO, folded(address)), (LETTERS_FROM, network), at=at)


def count_address_change(person_id: UUID, address: str, *, at: datetime) -> timedelta | None:
    """A wish for a letter to a new address."""
    return _first_wait((LETTERS_TO, folded(address)), (LETTERS_OF, str(person_id)), at=at)


def _first_wait(*counted: tuple[Limit, str], at: datetime) -> timedelta | None:
    for limit, key in counted:
        if (wait := count_try(limit, key, at=at)) is not None:
            return wait
    return None

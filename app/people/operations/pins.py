"""PINs: chosen by their owner, and told when they sign on a device that isn't theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from app.db import db
from app.people import pin_digits
from app.people.models import Pin
from app.people.operations.accounts import lock_person
from app.people.operations.tries import count_pin, forget_pin
from app.people.pin_digits import as_digits
from app.people.queries import pin_hash_of
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class UnfitPin(Refusal):
    """No four to eight digits, or digits that anybody would try first."""

    status = 422
    code = "unfit-pin"


class PinBlocked(Refusal):
    """Wrong PINs were told too often; `wait` says for how long none is looked at."""

    status = 429
    code = "pin-blocked"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait=wait)
        self.wait = wait


def set_pin(person_id: UUID, *, pin: str, by: UUID, at: datetime) -> None:
    """Let the person sign with this PIN from now on. Whoever calls has seen their password.

    Hashes first, which is slow on purpose: it is called before the transaction does anything. Raises UnfitPin.
    """
    digits = as_digits(pin)
    if not pin_digits.is_pin(digits) or pin_digits.is_easy(digits):
        raise UnfitPin
    pin_hash = pin_digits.hashed(person_id, digits)
    lock_person(person_id)
    db.session.merge(Pin(person_id=person_id, pin_hash=pin_hash, set_at=at))
    db.session.flush()
    forget_pin(person_id)
    write_journal("pin.set", by=by, at=at, kind="person", id=person_id)


def check_pin(person_id: UUID, pin: str, *, at: datetime) -> bool:
    """Whether this is the person's PIN; False as well for somebody who has none or whose account is closed.

    Unlike other operations it commits, since the try has to count whatever becomes of the act that it is for, and
    it verifies outside of any transaction: it is called before anything is written, and what was read before it may
    be old behind it. Raises PinBlocked after a few wrong ones.
    """
    wait = count_pin(person_id, at=at)
    db.session.commit()
    if wait is not None:
        raise PinBlocked(wait)
    pin_hash = pin_hash_of(person_id)
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    if not pin_digits.matches(person_id, as_digits(pin), pin_hash):
        return False
    forget_pin(person_id)
    db.session.commit()  # a right one costs no try, though what it is for fails, and is sent again and again
    return True

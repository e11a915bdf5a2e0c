"""The signed links of letters: to choose a new password, and to confirm a new address.

Nothing of them is stored. A link names a person and what their account was when the letter was written, as a digest
of address and password: once either was changed, by the link or otherwise, the link is worth nothing. The key is the
installation's (`app/shared/keys.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from app.shared.keys import keys

RESET_LASTS = timedelta(hours=1)
ADDRESS_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Claim:
    """What a link that was made here says, and that is not too old."""

    person_id: UUID
    account: str
    """Of the account when the link was made; see `fits`."""
    address: str
    """The new address that the link confirms; empty for a new password."""

    def fits(self, *, password_hash: str | None, address: str | None) -> bool:
        """Whether the account has still the password and the address that it had."""
        return self.account == _account(password_hash, address)


def reset_token(person_id: UUID, *, password_hash: str | None, address: str | None, at: datetime) -> str:
    """For the address /password-reset/<token>: lets its bearer choose a new password, once, within an hour.

    `password_hash` and `address` are the present ones.
    """
    return _signed("password-reset", person_id, _account(password_hash, address), "", until=at + RESET_LASTS)


def read_reset_token(token: str, *, at: datetime) -> Claim | None:
    """What the link to a new password says; None when it is too old or was not made here."""
    return _read("password-reset", token, at=at)


def address_token(
    person_id: UUID, new_address: str, present_address: str | None, *, password_hash: str | None, at: datetime
) -> str:
    """For the address /account/address/<token>: proves within a day that its bearer reads the mail of `new_address`.

    `password_hash` is the present one: whoever changes their password stops a change that a stranger asked for.
    """
    account = _account(password_hash, present_address)
    return _signed("address-change", person_id, account, new_address, until=at + ADDRESS_LASTS)


def read_address_token(token: str, *, at: datetime) -> Claim | None:
    """What the link to a new address says; None when it is too old or was not made here."""
    return _read("address-change", token, at=at)


def _signed(purpose: str, person_id: UUID, account: str, address: str, *, until: datetime) -> str:
    signed: Any = _serializer(purpose).dumps([person_id.hex, account, address, int(until.timestamp())])
    return str(signed)


def _read(purpose: str, token: str, *, at: datetime) -> Claim | None:
    try:
        person_id, account, address, until = _serializer(purpose).loads(token)
    except BadData:
        return None
    return Claim(UUID(hex=person_id), account, address) if at.timestamp() < until else None


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(keys.digest("token", purpose))


def _account(password_hash: str | None, address: str | None) -> str:
    return keys.digest("account", f"{password_hash or ''}\n{address or ''}")[:32]

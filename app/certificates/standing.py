"""Whether a certificate still holds: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

State = Literal["valid", "expired", "revoked", "superseded"]
CAUSES: Final = ("in_error", "work_withdrawn", "dishonesty", "other")
"""Why a certificate may be revoked."""
RENEWABLE: Final = timedelta(weeks=8)
"""How long before its end a certificate may be renewed: time to look at the work again."""


@dataclass(frozen=True)
class Revoked:
    """That a certificate was revoked; `words` are what whoever checks it reads, empty once they were erased."""

    at: datetime
    cause: str
    words: str


@dataclass(frozen=True)
class Superseded:
    """That a newer certificate took the place of this one: its code, when, and why ("corrected", "renewed")."""

    by: str
    at: datetime
    cause: str


@dataclass(frozen=True)
class Standing:
    """Where a certificate stands on one day."""

    on: date
    """The day, in UTC: page and Open Badge agree on it to the second."""
    expires_on: date | None
    """The first day on which it is valid no more; None: it doesn't expire."""
    revoked: Revoked | None
    superseded: Superseded | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is valid, which is what people read."""
        return self.expires_on - timedelta(days=1) if self.expires_on else None

    @property
    def renewable_from(self) -> date | None:
        """The first day on which it may be renewed, if it expires. There is no last one."""
        return self.expires_on - RENEWABLE if self.expires_on else None

    @property
    def state(self) -> State:
        """The one word for it. What was revoked stays so, whatever came later; a newer one counts before a date."""
        if self.revoked:
            return "revoked"
        if self.superseded:
            return "superseded"
        return "expired" if self.expires_on and self.on >= self.expires_on else "valid"

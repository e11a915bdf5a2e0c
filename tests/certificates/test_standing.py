"""Whether a certificate still holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.certificates.standing import Revoked, Standing, Superseded

END = date(2027, 5, 15)
REVOKED = Revoked(datetime(2026, 6, 1, tzinfo=UTC), "other", "Words.")
SUPERSEDED = Superseded("a" * 20, datetime(2026, 6, 1, tzinfo=UTC), "corrected")


@pytest.mark.parametrize(
    ("on", "expires_on", "state"),
    [
        (date(2027, 5, 14), END, "valid"),
        (date(2027, 5, 15), END, "expired"),
        (date(2099, 1, 1), None, "valid"),
    ],
)
def test_the_day_before_is_the_last_one(on: date, expires_on: date | None, state: str) -> None:
    assert Standing(on, expires_on, None, None).state == state


def test_revoked_counts_before_superseded_and_that_before_expired() -> None:
    late = date(2030, 1, 1)
    states = [Standing(late, END, *each).state for each in ((REVOKED, SUPERSEDED), (None, SUPERSEDED), (None, None))]
    assert states == ["revoked", "superseded", "expired"]


def test_people_read_the_last_day_and_from_when_it_is_renewed() -> None:
    lasting, for_ever = (Standing(date(2026, 6, 1), each, None, None) for each in (END, None))
    assert (lasting.last_day, lasting.renewable_from) == (date(2027, 5, 14), date(2027, 3, 20))
    assert (for_ever.last_day, for_ever.renewable_from) == (None, None)

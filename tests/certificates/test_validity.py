"""How long a certificate is valid."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from app.certificates.validity import expiry
from app.curriculum.model import Duration

Unit = Literal["minute", "hour", "day", "week", "month", "year"]


@pytest.mark.parametrize(
    ("issued", "number", "unit", "expires"),
    [
        ("2026-05-15", 3, "year", "2029-05-15"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        ("2026-08-31", 6, "month", "2027-02-28"),
        ("2026-12-01", 1, "month", "2027-01-01"),
        ("2026-11-30", 25, "month", "2028-12-30"),
        ("2026-05-15", 2, "week", "2026-05-29"),
        ("2026-05-15", 10, "day", "2026-05-25"),
        ("2026-05-15", 36, "hour", "2026-05-16"),
        ("2026-05-15", 5, "minute", "2026-05-16"),
    ],
)
def test_it_expires_on_the_day_after_the_span(issued: str, number: int, unit: Unit, expires: str) -> None:
    assert expiry(Duration(number, unit), date.fromisoformat(issued)) == date.fromisoformat(expires)


def test_without_a_span_it_never_expires() -> None:
    assert expiry(None, date(2026, 5, 15)) is None


@pytest.mark.parametrize("unit", ["year", "day"])
def test_a_span_beyond_the_calendar_never_expires(unit: Unit) -> None:
    assert expiry(Duration(10_000_000, unit), date(2026, 5, 15)) is None

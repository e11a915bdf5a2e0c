"""How long a certificate is valid: pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from app.curriculum.model import Duration


def expiry(valid_for: Duration | None, issued_on: date) -> date | None:
    """The first day on which a certificate is valid no more that was issued on that day, in its site's time zone.

    Months and years end on the day of the same number, or on the month's last; what is shorter than a day counts as
    one. A span beyond the calendar's end doesn't expire.
    """
    if valid_for is None:
        return None
    number, unit = valid_for.number, valid_for.unit
    try:
        if unit in ("month", "year"):
            return _months_later(issued_on, number * (12 if unit == "year" else 1))
        days = timedelta(**{f"{unit}s": number})
        return issued_on + timedelta(days=max(1, days.days))
    except (OverflowError, ValueError):
        return None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

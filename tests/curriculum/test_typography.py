"""Numbers and their units stay together."""

from __future__ import annotations

import pytest

from app.curriculum.typography import with_units_kept


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0.75 – 35 MΩ", "0.75 – 35\u00a0MΩ"),
        ("19.25 Wh at 25 °C", "19.25\u00a0Wh at 25\u00a0°C"),
        ("230 V, 50 Hz", "230\u00a0V, 50\u00a0Hz"),
        ("3 Volts of 5 Amps", "3 Volts of 5 Amps"),
        ("step 4 hold", "step 4 hold"),
        ('<img alt="35 V"> 35 V', '<img alt="35 V"> 35\u00a0V'),
    ],
)
def test_a_number_stays_with_its_unit(written: str, shown: str) -> None:
    assert with_units_kept(written) == shown

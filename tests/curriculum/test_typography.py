"""Numbers and their units stay together."""

from __future__ import annotations

import pytest

from app.curriculum.model import Readings
from app.curriculum.typography import with_readings_marked, with_units_kept
from tests.curriculum.small_course import lesson


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0.75 – 35 MΩ", "0.75 – 35\u00a0MΩ"),
        ("19.25 Wh at 25 °C", "19.25\u00a0Wh at 25\u00a0°C"),
        ("230 V, 50 Hz", "230\u00a0V, 50\u00a0Hz"),
        ("3 Volts of 5 Amps", "3 Volts of 5 Amps"),
        ("step 4 hold", "step 4 hold"),
        ('<img alt="35 V"> 35 V', '<img alt="35 V"> 35\u00a0V'),
        ("within ± 5 % of it", "within ±\u00a05\u00a0% of it"),
        ("98 € at 0.5 kPa", "98\u00a0€ at 0.5\u00a0kPa"),
        ("139 − 25 = 114, 8 × 35", "139 −\u00a025 = 114, 8 ×\u00a035"),
        ("L–N, then N–PE", '<span class="kept">L–N</span>, then <span class="kept">N–PE</span>'),
        (
            "130–200 Ω, 0.5–1.5 kΩ",
            '<span class="kept">130–200</span>\u00a0Ω, <span class="kept">0.5–1.5</span>\u00a0kΩ',
        ),
        ("S–C = 18 Ω; open–short", '<span class="kept">S–C</span> = 18\u00a0Ω; open–short'),
        ('<img alt="L–N">', '<img alt="L–N">'),
    ],
)
def test_a_number_stays_with_its_unit(written: str, shown: str) -> None:
    assert with_units_kept(written) == shown


@pytest.mark.parametrize(
    ("cell", "is_reading"),
    [
        ("0.30 – 0.45 V", True),
        ("<b>22.0 Ω</b> ± 10 %", True),
        ("5 V DC", True),
        ("0.75 MΩ or more", False),
        ("0 à 45 °C", False),
        ("a beep", False),
        ("OL", False),
    ],
)
def test_an_expected_value_looks_like_a_reading_where_it_holds_no_words(cell: str, is_reading: bool) -> None:
    row = "<tr>\n<td>1 V</td>\n<td{}>" + cell + "</td>\n<td>2 V</td>\n</tr>"
    head = "<thead><tr><th>1</th><th>2</th></tr></thead>"
    marked = row.format(' class="number"' if is_reading else "")
    assert with_readings_marked(head + 2 * row.format("")) == head + 2 * marked


def test_a_reading_in_an_aligned_column_looks_like_one_too() -> None:
    made = lesson("/// readings | A\n| Point | Expected |\n|---|--:|\n| VDD | 3.80 V |\n///\n")
    assert isinstance(made[0], Readings)
    assert '<td class="number align-right" data-label="Expected">3.80\u00a0V</td>' in made[0].html

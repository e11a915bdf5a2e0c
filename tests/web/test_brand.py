"""The school's own colour."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.brand import DAY_GROUNDS, NIGHT_GROUNDS, contrast, palette


def tokens(colour: str) -> list[dict[str, str]]:
    """What the palette sets, by day and by night."""
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in palette(colour).split("@media screen")]
    return [part for part in found if part]


@given(st.integers(0, 0xFFFFFF))
def test_whatever_the_colour_words_in_it_can_be_read_by_day_and_by_night(number: int) -> None:
    day, night = tokens(f"#{number:06x}")
    for colours, grounds in ((day, DAY_GROUNDS), (night, NIGHT_GROUNDS)):
        for word in ("press", "press-deep"):
            assert min(contrast(colours[word], ground) for ground in grounds) >= 4.5
            assert contrast(colours["on-press"], colours[word]) >= 4.5
        assert contrast(colours["press"], colours["press-tint"]) >= 4.5


@pytest.mark.parametrize(("colour", "press"), [("#0a5866", "#0a5866"), ("#7a1fa2", "#7a1fa2")])
def test_a_colour_that_can_be_read_on_paper_stays_as_it_is(colour: str, press: str) -> None:
    assert tokens(colour)[0]["press"] == press


def test_a_pale_colour_becomes_darker_by_day_and_stays_pale_by_night() -> None:
    day, night = tokens("#9fd8df")
    assert contrast(day["press"], "#ffffff") > contrast("#9fd8df", "#ffffff")
    assert night["press"] == "#9fd8df"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)

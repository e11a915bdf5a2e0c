"""Which sign-offs are drawn for a moderator: the rule, whatever the numbers."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.practicals.sampling import FIRST_SIGN_OFFS, is_in_share, why_drawn
from app.shared.intervals import share
from tests.practicals.making import criterion, practical

CRITICAL = practical(criterion("safe", critical=True), criterion("tidy"))
HARMLESS = practical(criterion("tidy"))
LOTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
PERCENTS = st.integers(0, 100)
FIRST_LOT, LAST_LOT = "0" * 64, "f" * 64


def _lot(number: int, key: bytes = b"key") -> str:
    return hmac.new(key, str(number).encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize("earlier", range(FIRST_SIGN_OFFS))
def test_each_of_the_first_sign_offs_of_an_assessor_is_drawn_where_something_is_critical(earlier: int) -> None:
    assert why_drawn(CRITICAL, earlier=earlier, lot=LAST_LOT, percent=0) == "new_assessor"


def test_the_sixth_sign_off_is_drawn_by_lot_only() -> None:
    lots = (FIRST_LOT, LAST_LOT)
    assert [why_drawn(CRITICAL, earlier=FIRST_SIGN_OFFS, lot=lot, percent=10) for lot in lots] == ["share", None]


def test_a_new_assessors_practical_without_anything_critical_is_drawn_by_lot_only() -> None:
    lots = (FIRST_LOT, LAST_LOT)
    assert [why_drawn(HARMLESS, earlier=0, lot=lot, percent=10) for lot in lots] == ["share", None]


def test_when_all_first_ones_agree_the_true_rate_is_above_one_in_two() -> None:
    five, three = share(FIRST_SIGN_OFFS, FIRST_SIGN_OFFS), share(3, 3)
    assert five is not None
    assert three is not None
    assert (round(five.low, 2), five.low > 0.5, three.low > 0.5) == (0.57, True, False)


@given(LOTS)
def test_a_share_of_none_draws_nothing_and_one_of_a_hundred_everything(lot: str) -> None:
    assert (is_in_share(lot, percent=0), is_in_share(lot, percent=100)) == (False, True)


@given(LOTS, PERCENTS, PERCENTS)
def test_what_a_share_draws_a_larger_one_draws_too(lot: str, one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert is_in_share(lot, percent=larger) or not is_in_share(lot, percent=smaller)


@given(LOTS, PERCENTS)
def test_the_same_lot_is_always_answered_the_same(lot: str, percent: int) -> None:
    assert is_in_share(lot, percent=percent) == is_in_share(lot, percent=percent)


@pytest.mark.parametrize("percent", [1, 10, 25, 50, 90, 99])
@pytest.mark.parametrize("key", [b"one installation", b"another"])
def test_of_many_sign_offs_the_share_is_drawn(percent: int, key: bytes) -> None:
    """Ten thousand lots are off by five standard deviations less than once in a million keys; these two aren't."""
    number = 10_000
    drawn = sum(is_in_share(_lot(each, key), percent=percent) for each in range(number))
    deviation = (number * percent * (100 - percent)) ** 0.5 / 100
    assert abs(drawn - number * percent / 100) < 5 * deviation


def test_who_knows_the_draws_of_one_installation_doesnt_know_those_of_another() -> None:
    drawn = [[is_in_share(_lot(each, key), percent=50) for each in range(1000)] for key in (b"one", b"other")]
    same = sum(one == other for one, other in zip(*drawn, strict=True))
    assert 400 < same < 600

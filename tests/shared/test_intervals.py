"""Intervals: against published figures, and tried on simulated quizzes of twenty."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.intervals import Estimate, Sums, correlation, median, median_ranks, share

LSAT_6: Final = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4,
    "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15, "10000": 10, "10001": 29,
    "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56,
    "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
"""How many of 1,000 people gave which answers to the five questions of section 6 of the Law School Admission Test:
R. D. Bock and M. Lieberman, Fitting a response model for n dichotomously scored items, Psychometrika 35 (1970)."""


def sums_of(pairs: Counter[tuple[int, int]]) -> Sums:
    """The sums of pairs that were counted."""
    total = dict.fromkeys(("n", "x", "xx", "y", "yy", "xy"), 0)
    for (x, y), number in pairs.items():
        for name, value in (("n", 1), ("x", x), ("xx", x * x), ("y", y), ("yy", y * y), ("xy", x * y)):
            total[name] += number * value
    return Sums(total["n"], total["x"], total["xx"], total["y"], total["yy"], total["xy"])


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_the_score_intervals_that_newcombe_published(
    part: int, whole: int, low: float, high: float
) -> None:
    # Table I, method 3, of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.
    found = share(part, whole)
    assert found is not None
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (part / whole, low, high)


def test_of_nothing_there_is_no_share() -> None:
    assert share(0, 0) is None


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_share_lies_within_its_interval_and_that_within_0_and_1(whole: int, value: float) -> None:
    found = share(value * whole, whole)
    assert found is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(("question", "rest"), [(0, 0.1128), (1, 0.1532), (2, 0.1728), (3, 0.1444), (4, 0.1216)])
def test_corrected_item_total_correlations_are_those_published_for_the_lsat(question: int, rest: float) -> None:
    # The column "Excluded" that descript(LSAT) prints: D. Rizopoulos, ltm, Journal of Statistical Software 17 (2006).
    pairs: Counter[tuple[int, int]] = Counter()
    for answers, number in LSAT_6.items():
        own = int(answers[question])
        pairs[own, answers.count("1") - own] += number
    found = correlation(sums_of(pairs))
    assert found is not None
    assert round(found.value, 4) == rest


@pytest.mark.parametrize(
    ("value", "pairs", "low", "high"),
    [(-0.654, 34, -0.81, -0.40), (0.5, 50, 0.2575, 0.6833), (0.56, 60, 0.3568, 0.7126)],
)
def test_correlations_have_the_intervals_of_the_textbooks(value: float, pairs: int, low: float, high: float) -> None:
    # The first, which rounds on the way: D. M. Lane, Online Statistics Education (Rice University), Confidence interval
    # for Pearson's correlation. The others are printed by R code, and worked out by hand (statology.org).
    found = correlation(Sums(pairs, 0, 1000 * pairs, 0, 1000 * pairs, round(1000 * value) * pairs))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=0.006 if pairs == 34 else 1e-4)


@pytest.mark.parametrize(
    "pairs",
    [
        {(0, 0): 1, (1, 1): 1, (1, 0): 1},
        {(1, 0): 10, (1, 1): 10},
        {(0, 1): 10, (1, 1): 10},
        {(0, 0): 10, (1, 1): 10},
        {(0, 1): 10, (1, 0): 10},
        {},
    ],
)
def test_without_an_interval_there_is_no_correlation(pairs: dict[tuple[int, int], int]) -> None:
    assert correlation(sums_of(Counter(pairs))) is None


def test_four_pairs_are_enough_for_an_interval() -> None:
    found = correlation(sums_of(Counter({(0, 0): 1, (0, 1): 1, (1, 1): 1, (2, 1): 1})))
    assert found is not None
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.5222, -0.8811, 0.9876)


@pytest.mark.parametrize(("strength", "ease"), [(0.0, 0.0), (1.0, 0.0), (1.0, 1.5), (2.0, 0.0), (2.0, 1.5)])
def test_fishers_interval_holds_the_true_correlation_of_twenty_trainees_about_95_times_in_100(
    strength: float, ease: float
) -> None:
    chance = random.Random(f"{strength} {ease}")

    def is_right(ability: float, how_strong: float, how_easy: float) -> bool:
        return chance.random() < 1 / (1 + math.exp(-how_strong * (ability + how_easy)))

    def cohort(size: int) -> Counter[tuple[int, int]]:
        abilities = [chance.gauss(0, 1) for _ in range(size)]
        rest = [sum(is_right(each, 1.2, place / 3 - 1.5) for place in range(9)) for each in abilities]
        own = [int(is_right(each, strength, ease)) for each in abilities]
        return Counter(zip(own, rest, strict=True))

    everybody = correlation(sums_of(cohort(20_000)))
    tries = [found for _ in range(800) if (found := correlation(sums_of(cohort(20))))]
    assert everybody is not None
    assert 0.92 < sum(each.low <= everybody.value <= each.high for each in tries) / len(tries) < 0.98


@pytest.mark.parametrize(
    ("number", "ranks"), [(6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (50, (18, 33)), (100, (40, 61))]
)
def test_medians_lie_between_the_ranks_of_the_published_table(number: int, ranks: tuple[int, int]) -> None:
    # D. G. Altman and others, Statistics with Confidence (2nd edition, 2000), table 18.4.
    assert median_ranks(number) == ranks


def test_ranks_of_many_values_go_on_where_those_of_fewer_end() -> None:
    assert (median_ranks(1_000), median_ranks(1_001)) == ((469, 532), (469, 533))


def test_a_median_lies_between_the_values_of_its_ranks() -> None:
    assert median(Counter(range(1, 21))) == Estimate(10.5, 6, 15)
    assert median({7: 1, 3: 8, 9: 2}) == Estimate(3, 3, 9)
    assert median(Counter(range(1, 8))) == Estimate(4, 1, 7)


def test_of_fewer_than_six_values_there_is_no_median() -> None:
    assert (median(Counter(range(5))), median({})) == (None, None)

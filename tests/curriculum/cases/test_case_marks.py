"""Marks of a run: sixty for the cause with its evidence, twenty for time, twenty for cost; unsafe acts fail."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.curriculum.cases.marking import CaseMark, mark, share_within
from app.curriculum.cases.running import NotOfferedError, Run, act, begin, replay
from app.curriculum.model import Budget, Case
from tests.curriculum.cases.benches import PUMP, bench_test, case, cases


def mark_of(acts: list[str], of: Case = PUMP) -> CaseMark:
    return mark(of, replay(of, acts))


def test_the_cause_with_its_evidence_within_the_budget_earns_everything() -> None:
    assert mark_of(["isolate", "winding", "cause"]) == CaseMark(Fraction(60), Fraction(20), Fraction(20), True)


def test_a_guess_earns_nothing_for_the_cause_though_it_is_right() -> None:
    assert mark_of(["cause"]) == CaseMark(Fraction(0), Fraction(20), Fraction(20), False)


def test_a_wrong_conclusion_earns_time_and_cost_only() -> None:
    assert mark_of(["isolate", "winding", "wrong"]) == CaseMark(Fraction(0), Fraction(20), Fraction(20), False)


def test_the_minutes_and_cost_of_a_repair_do_not_count() -> None:
    assert mark_of(["isolate", "winding", "cause"]).points == 100


def test_over_the_budget_time_earns_less_in_a_straight_line() -> None:
    assert mark_of(["isolate", "winding", "look", "look", "cause"]).time == Fraction(18)
    assert mark_of(["isolate", "winding", "supply", "look", "cause"]).time == Fraction(10)


@pytest.mark.parametrize(
    ("spent", "share"),
    [("0", 1), ("10", 1), ("11", Fraction(9, 10)), ("15", Fraction(1, 2)), ("20", 0), ("20.01", 0), ("99", 0)],
)
def test_a_spending_earns_all_within_the_budget_and_nothing_from_twice_of_it(spent: str, share: Fraction) -> None:
    assert share_within(Decimal(spent), Decimal(10)) == share


@pytest.mark.parametrize(("spent", "share"), [("0", 1), ("0.01", 0), ("5", 0)])
def test_with_a_budget_of_nothing_any_spending_earns_nothing(spent: str, share: int) -> None:
    assert share_within(Decimal(spent), Decimal(0)) == share


def test_thirds_are_exact_and_rounded_once_half_a_thousandth_up() -> None:
    third = case(bench_test("a", 4), needs=["a"], minutes=3)
    assert mark_of(["a", "cause"], third).points == 80 + Fraction(40, 3)
    assert mark_of(["a", "cause"], third).thousandths == 93_333
    assert CaseMark(Fraction(1, 2000), Fraction(0), Fraction(0), False).thousandths == 1


def test_reaching_the_percentage_passes_and_a_hair_below_it_does_not() -> None:
    slow = case(bench_test("a", 20), needs=["a"], minutes=10, passing=80)
    assert mark_of(["a", "cause"], slow).passed is True
    assert mark_of(["a", "cause"], replace(slow, pass_percent=Decimal("80.001"))).passed is False


@pytest.mark.parametrize("acts", [["finger"], ["winding"], ["isolate", "winding", "finger"]])
def test_an_unsafe_act_fails_whatever_the_points(acts: list[str]) -> None:
    assert mark_of(acts, replace(PUMP, pass_percent=Decimal(0))).passed is False


def test_a_run_that_is_not_over_passes_nothing() -> None:
    assert mark_of(["isolate"], replace(PUMP, pass_percent=Decimal(0))).passed is False


@given(cases(), st.lists(st.sampled_from(("t0", "t1", "t2", "t3", "t4", "cause", "wrong")), max_size=9))
def test_every_run_earns_between_nothing_and_everything_and_unsafe_ones_fail(of: Case, acts: list[str]) -> None:
    run = _as_far_as_it_goes(of, acts)
    earned = mark(of, run)
    assert earned.cause in (0, 60)
    assert 0 <= earned.time <= 20
    assert 0 <= earned.cost <= 20
    assert 0 <= earned.thousandths <= 100_000
    assert not (earned.passed and run.unsafe)


@given(cases(), st.integers(0, 9), st.integers(0, 9))
def test_more_budget_never_earns_less(of: Case, minutes: int, cost: int) -> None:
    run = _as_far_as_it_goes(of, [test.id for test in of.tests])
    assume(run.steps)
    more = replace(of, budget=Budget(of.budget.minutes + minutes, of.budget.cost + cost))
    assert mark(more, run).points >= mark(of, run).points


def _as_far_as_it_goes(of: Case, acts: list[str]) -> Run:
    run = begin(of)
    for act_id in acts:
        try:
            run = act(of, run, act_id)
        except NotOfferedError:
            continue
    return run

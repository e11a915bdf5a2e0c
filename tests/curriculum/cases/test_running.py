"""Running a case: what is offered, what an act does to the device, what it takes, and what ends the run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.curriculum.cases.running import NotOfferedError, act, begin, danger_of, offered, replay
from tests.curriculum.cases.benches import PUMP, bench_test, case


def test_a_run_begins_with_nothing_done_and_the_device_as_the_case_says() -> None:
    run = begin(PUMP)
    assert (run.energised, run.minutes, run.cost, run.done, run.is_over) == (True, 0, Decimal(0), frozenset(), False)
    assert begin(replace(PUMP, starts="dead")).energised is False


def test_a_test_is_offered_once_those_before_it_are_done() -> None:
    names = [test.id for test in offered(PUMP, begin(PUMP))]
    assert names == ["isolate", "winding", "supply", "look", "finger"]
    assert [test.id for test in offered(PUMP, replay(PUMP, ["look"]))] == [*names[:4], "hose", "finger"]


def test_a_test_that_is_not_offered_yet_cannot_be_done() -> None:
    with pytest.raises(NotOfferedError):
        act(PUMP, begin(PUMP), "hose")


def test_what_is_no_test_cannot_be_done() -> None:
    with pytest.raises(NotOfferedError):
        act(PUMP, begin(PUMP), "winding-2")


def test_minutes_and_costs_add_up_test_by_test() -> None:
    run = replay(PUMP, ["look", "isolate", "winding"])
    assert [(step.test.id, step.minutes, step.cost) for step in run.steps] == [
        ("look", 2, Decimal(0)),
        ("isolate", 6, Decimal(0)),
        ("winding", 9, Decimal("0.50")),
    ]
    assert (run.minutes, run.cost) == (9, Decimal("0.50"))


def test_a_repeated_test_takes_its_full_time_and_cost_again() -> None:
    run = replay(PUMP, ["isolate", "winding", "winding"])
    assert (run.minutes, run.cost) == (10, Decimal("1.00"))


def test_the_device_turns_dead_and_energised_again_and_each_turn_is_told() -> None:
    run = replay(PUMP, ["look", "isolate", "isolate", "winding", "supply", "supply", "look"])
    assert [step.turned for step in run.steps] == [None, "dead", None, None, "energised", None, None]
    assert run.energised is True


def test_measuring_a_dead_only_test_on_an_energised_device_ends_the_run_before_it_is_done() -> None:
    run = replay(PUMP, ["look", "winding"])
    assert run.unsafe == PUMP.tests_by_id["winding"]
    assert (run.danger, run.minutes, run.done, run.is_over) == ("energised", 2, frozenset({"look"}), True)


def test_a_live_test_makes_what_was_safe_unsafe_again() -> None:
    assert replay(PUMP, ["isolate", "supply", "winding"]).danger == "energised"


def test_a_forbidden_test_ends_the_run_also_on_a_dead_device() -> None:
    assert replay(PUMP, ["isolate", "finger"]).danger == "forbidden"


@pytest.mark.parametrize("energised", [True, False])
def test_a_live_test_is_safe_in_whatever_state(energised: bool) -> None:
    assert danger_of(PUMP.tests_by_id["supply"], energised=energised) is None


def test_a_forbidden_test_is_told_as_such_even_if_it_is_also_for_dead_devices() -> None:
    assert danger_of(bench_test("x", effect="dead-only", forbidden=True), energised=True) == "forbidden"


def test_the_first_conclusion_ends_the_run() -> None:
    run = replay(PUMP, ["isolate", "wrong"])
    assert run.conclusion == PUMP.conclusions_by_id["wrong"]
    assert (run.is_over, run.minutes, run.cost, offered(PUMP, run)) == (True, 4, Decimal(0), ())


@pytest.mark.parametrize("last", ["wrong", "cause", "finger", "winding"])
@pytest.mark.parametrize("more", ["isolate", "cause"])
def test_nothing_can_be_done_after_the_end(last: str, more: str) -> None:
    with pytest.raises(NotOfferedError):
        act(PUMP, replay(PUMP, [last]), more)


def test_a_case_may_start_dead() -> None:
    phone = case(bench_test("diode", effect="dead-only"), starts="dead")
    assert replay(phone, ["diode"]).unsafe is None

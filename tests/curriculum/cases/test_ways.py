"""The shortest safe way: found exactly, and soon."""

from __future__ import annotations

import heapq
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings

from app.curriculum.cases.marking import mark
from app.curriculum.cases.running import replay
from app.curriculum.cases.ways import TooManyWaysError, Way, can_be_done, needed_tests, shortest_safe_way
from app.curriculum.model import BenchTest, Case
from tests.curriculum.cases.benches import PUMP, bench_test, case, cases


def test_what_is_measured_dead_comes_after_what_makes_it_dead() -> None:
    assert shortest_safe_way(PUMP) == Way(("isolate", "winding"), 7, Decimal("0.50"))


def test_a_cause_without_evidence_needs_nothing() -> None:
    assert shortest_safe_way(case(bench_test("a"))) == Way((), 0, Decimal(0))


def test_what_comes_before_a_needed_test_is_needed_too() -> None:
    long = case(bench_test("c", after=["b"]), bench_test("b", after=["a"]), bench_test("a"), needs=["c"])
    assert needed_tests(long) == {"a", "b", "c"}
    assert shortest_safe_way(long) == Way(("a", "b", "c"), 3, Decimal(0))


def test_what_needs_the_device_energised_is_done_before_it_is_made_dead() -> None:
    pump = case(
        bench_test("isolate", 4, effect="makes-safe"),
        bench_test("winding", 3, effect="dead-only"),
        bench_test("supply", 6, effect="live"),
        needs=["winding", "supply"],
    )
    assert shortest_safe_way(pump) == Way(("supply", "isolate", "winding"), 13, Decimal(0))


def test_the_device_is_made_dead_again_where_the_order_asks_for_it() -> None:
    twice = case(
        bench_test("isolate", 4, effect="makes-safe"),
        bench_test("winding", 3, effect="dead-only"),
        bench_test("supply", 6, effect="live", after=["winding"]),
        bench_test("seal", 1, effect="dead-only", after=["supply"]),
        needs=["seal"],
    )
    assert shortest_safe_way(twice) == Way(("isolate", "winding", "supply", "isolate", "seal"), 18, Decimal(0))


def test_a_needed_test_that_makes_safe_is_kept_until_it_is_of_use() -> None:
    kept = case(
        bench_test("dear", 9, effect="makes-safe"),
        bench_test("a", effect="dead-only"),
        bench_test("b", effect="live", after=["a"]),
        bench_test("c", effect="dead-only", after=["b"]),
        needs=["c", "dear"],
        starts="dead",
    )
    assert shortest_safe_way(kept) == Way(("a", "b", "dear", "c"), 12, Decimal(0))


def test_the_quickest_of_several_ways_to_make_it_dead_is_taken_and_the_cheaper_of_two_as_quick() -> None:
    choice = case(
        bench_test("slow", 5, "0", effect="makes-safe"),
        bench_test("dear", 2, "8", effect="makes-safe"),
        bench_test("quick", 2, "3", effect="makes-safe"),
        bench_test("winding", 1, effect="dead-only"),
        needs=["winding"],
    )
    assert shortest_safe_way(choice) == Way(("quick", "winding"), 3, Decimal(3))


def test_where_the_quickest_way_costs_too_much_the_quickest_within_the_budget_is_it() -> None:
    choice = case(
        bench_test("slow", 5, "0", effect="makes-safe"),
        bench_test("quick", 2, "3", effect="makes-safe"),
        bench_test("winding", 1, effect="dead-only"),
        needs=["winding"],
        minutes=6,
        cost="2",
    )
    assert shortest_safe_way(choice) == Way(("slow", "winding"), 6, Decimal(0))


def test_where_no_way_keeps_to_both_budgets_the_quickest_is_told() -> None:
    choice = case(
        bench_test("slow", 5, "0", effect="makes-safe"),
        bench_test("quick", 2, "3", effect="makes-safe"),
        bench_test("winding", 1, effect="dead-only"),
        needs=["winding"],
        minutes=5,
        cost="2",
    )
    assert shortest_safe_way(choice) == Way(("quick", "winding"), 3, Decimal(3))


def test_a_needed_test_that_is_forbidden_leaves_no_safe_way() -> None:
    assert shortest_safe_way(case(bench_test("a", forbidden=True), needs=["a"])) is None


@pytest.mark.parametrize(
    "safe",
    [
        bench_test("safe", effect="makes-safe", forbidden=True),
        bench_test("safe", effect="makes-safe", after=["winding"]),
        bench_test("safe"),
    ],
)
def test_what_can_never_be_done_dead_leaves_no_safe_way(safe: BenchTest) -> None:
    stuck = case(safe, bench_test("winding", effect="dead-only"), needs=["winding"])
    assert shortest_safe_way(stuck) is None


def test_a_device_that_starts_dead_stays_so_until_it_is_energised() -> None:
    phone = case(
        bench_test("live", effect="live"),
        bench_test("diode", effect="dead-only"),
        bench_test("later", effect="dead-only", after=["live"]),
        needs=["diode", "live"],
        starts="dead",
    )
    assert shortest_safe_way(phone) == Way(("diode", "live"), 2, Decimal(0))
    assert can_be_done(phone) == {"diode", "live"}


def test_forty_tests_in_whatever_order_are_found_soon() -> None:
    for number in range(20):
        crowd = _crowd(random.Random(number))
        begun = time.process_time()
        try:
            way = shortest_safe_way(crowd)
        except TooManyWaysError:
            way = None
        assert time.process_time() - begun < 5
        if way:
            assert replay(crowd, way.tests).unsafe is None


def _crowd(chance: random.Random) -> Case:
    tests = []
    for number in range(40):
        effect = "makes-safe" if number % 7 == 3 else chance.choice((None, "dead-only", "live"))
        before = [f"t{chance.randrange(number)}" for _ in range(chance.randint(0, 2))] if number else []
        minutes, cost = chance.randint(1, 9), str(chance.randint(0, 9))
        tests.append(bench_test(f"t{number}", minutes, cost, effect=effect, after=before))  # type: ignore[arg-type]
    return case(*tests, needs=[f"t{number}" for number in range(20, 40)], cost="60")


@settings(max_examples=300, deadline=None)
@given(cases())
def test_trying_every_way_finds_none_that_is_shorter(of: Case) -> None:
    found, best = shortest_safe_way(of), _best_of_all(of)
    assert (found and (found.minutes, found.cost)) == best


@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_shortest_way_is_safe_and_earns_everything(of: Case) -> None:
    way = shortest_safe_way(of)
    if way is None:
        return
    run = replay(of, [*way.tests, "cause"])
    assert (run.unsafe, run.minutes, run.cost) == (None, way.minutes, way.cost)
    assert mark(of, run).cause == 60
    if way.is_within(of.budget):
        assert mark(of, run).points == 100


def _best_of_all(of: Case) -> tuple[int, Decimal] | None:
    """The fewest minutes, and of such the least cost, of all safe ways that keep to the budget; else of all."""
    ends = _ends(of)
    within = [(minutes, cost) for minutes, cost in ends if minutes <= of.budget.minutes and cost <= of.budget.cost]
    return min(within or ends, default=None)


def _ends(of: Case) -> list[tuple[int, Decimal]]:
    """What each safe way takes that no other beats in both; every safe act is tried in every state."""
    ahead: list[tuple[int, Decimal, tuple[str, ...], bool]] = [(0, Decimal(0), (), of.starts == "energised")]
    cheapest: dict[tuple[tuple[str, ...], bool], Decimal] = {}
    ends = []
    while ahead:
        minutes, cost, done, energised = heapq.heappop(ahead)
        if (done, energised) in cheapest and cheapest[done, energised] <= cost:
            continue
        cheapest[done, energised] = cost
        if set(of.cause.needs) <= set(done):
            ends.append((minutes, cost))
        for test in of.tests:
            is_unsafe = test.forbidden or (test.effect == "dead-only" and energised)
            if not is_unsafe and set(test.after) <= set(done):
                after = {None: energised, "dead-only": energised, "live": True, "makes-safe": False}[test.effect]
                more = tuple(sorted({*done, test.id}))
                heapq.heappush(ahead, (minutes + test.minutes, cost + test.cost, more, after))
    return ends


def test_more_ways_than_can_be_compared_are_given_up_soon() -> None:
    safe = [bench_test(f"s{number}", number + 1, str(7 - number), effect="makes-safe") for number in range(6)]
    chain = [
        bench_test(
            f"c{number}",
            effect="live" if number % 2 else "dead-only",
            after=[f"c{number - 1}"] if number else [],
        )
        for number in range(54)
    ]
    begun = time.process_time()
    with pytest.raises(TooManyWaysError):
        shortest_safe_way(case(*safe, *chain, needs=["c53", *(test.id for test in safe)], minutes=160, cost="110"))
    assert time.process_time() - begun < 5

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
from app.curriculum.model import BenchTest, Budget, Case
from tests.curriculum.cases.benches import PUMP, bench_test, case, cases, in_turn, too_many_ways


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


def test_what_is_measured_dead_can_not_be_done_where_nothing_makes_it_dead() -> None:
    assert can_be_done(case(bench_test("winding", effect="dead-only"), bench_test("look"))) == {"look"}


def test_of_two_as_quick_the_one_that_costs_one_less_is_taken() -> None:
    choice = case(
        bench_test("dear", 2, "4", effect="makes-safe"),
        bench_test("cheap", 2, "3", effect="makes-safe"),
        bench_test("winding", 1, effect="dead-only"),
        needs=["winding"],
    )
    assert shortest_safe_way(choice) == Way(("cheap", "winding"), 3, Decimal(3))


def test_a_way_that_takes_the_whole_budget_is_within_it() -> None:
    choice = case(
        bench_test("slow", 5, "2", effect="makes-safe"),
        bench_test("quick", 2, "3", effect="makes-safe"),
        bench_test("winding", 1, effect="dead-only"),
        needs=["winding"],
        minutes=6,
        cost="2",
    )
    assert shortest_safe_way(choice) == Way(("slow", "winding"), 6, Decimal(2))


@pytest.mark.parametrize(
    ("minutes", "cost", "within"), [(6, "2.50", True), (5, "2.50", False), (6, "2.49", False), (7, "3", True)]
)
def test_a_way_is_within_a_budget_when_both_minutes_and_cost_are(minutes: int, cost: str, within: bool) -> None:
    assert Way(("a",), 6, Decimal("2.50")).is_within(Budget(minutes, Decimal(cost))) is within


def test_looking_at_an_energised_device_does_not_make_it_dead() -> None:
    looked_at = case(
        bench_test("isolate", 4, effect="makes-safe"),
        bench_test("winding", effect="dead-only"),
        bench_test("supply", effect="live", after=["winding"]),
        bench_test("look", after=["supply"]),
        bench_test("seal", effect="dead-only", after=["look"]),
        needs=["seal"],
    )
    way = ("isolate", "winding", "supply", "look", "isolate", "seal")
    assert shortest_safe_way(looked_at) == Way(way, 12, Decimal(0))


def test_tests_that_are_not_needed_cost_no_time() -> None:
    aside = [bench_test(f"t{number}") for number in range(17)]
    begun = time.process_time()
    assert shortest_safe_way(case(*aside, bench_test("look"), needs=["look"])) == Way(("look",), 1, Decimal(0))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(("budget", "minutes", "cost"), [("1000", 62, 38), ("30", 70, 30)])
def test_where_there_are_many_turns_ways_that_came_to_the_same_are_not_gone_twice(
    budget: str, minutes: int, cost: int
) -> None:
    assert (way := shortest_safe_way(_many_turns(budget)))
    assert (way.minutes, way.cost) == (minutes, Decimal(cost))


def _many_turns(budget: str) -> Case:
    """Twenty times the device is made dead; one way to is quick and dear, and two are slow and cheap."""
    safe = [
        bench_test("quick", 1, "2", effect="makes-safe"),
        bench_test("one", 2, "1", effect="makes-safe"),
        bench_test("other", 2, "1", effect="makes-safe"),
    ]
    return case(*safe, *in_turn(40), needs=["c39", "quick", "one", "other"], cost=budget)


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
    begun = time.process_time()
    with pytest.raises(TooManyWaysError):
        shortest_safe_way(too_many_ways())
    assert time.process_time() - begun < 5


def test_ways_with_and_without_what_only_makes_it_dead_are_counted_together() -> None:
    safe = [bench_test(f"s{number}", effect="makes-safe") for number in range(6)]
    with pytest.raises(TooManyWaysError):
        shortest_safe_way(case(*safe, *in_turn(40), needs=["c39"]))
    assert shortest_safe_way(case(*safe[:4], *in_turn(40), needs=["c39"]))

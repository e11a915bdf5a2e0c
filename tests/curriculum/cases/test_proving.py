"""What is told of a case that can't be solved safely within its budget, or too easily."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.curriculum.cases.proving import prove
from app.curriculum.cases.ways import MOST_SAFE
from app.curriculum.model import BenchTest, Case
from app.curriculum.problems import Place, Report
from tests.curriculum.cases.benches import PUMP, bench_test, case, conclusion, too_many_ways

BUDGET, PASSING = Place("case.md", 91), Place("case.md", 92)
Told = tuple[str, int, str, dict[str, str]]


def at(line: int, test: BenchTest) -> BenchTest:
    """The test, written there."""
    return replace(test, line=line)


def told(of: Case) -> tuple[tuple[str, ...], list[Told]]:
    """The way that was found, and what is told: the level, the line, the code, and its values."""
    report = Report()
    way = prove(of, BUDGET, PASSING, report)
    assert {each.file for each in report.problems} <= {of.path}
    return way, [(each.level, each.line, each.code, dict(each.values)) for each in report.problems]


def test_a_sound_case_has_its_shortest_way_and_nothing_is_told() -> None:
    assert told(PUMP) == (("isolate", "winding"), [])


def test_a_case_over_its_budget_says_what_its_shortest_way_takes() -> None:
    values = {"minutes": "7", "cost": "0.5", "way": "isolate, winding"}
    tight = replace(PUMP, budget=replace(PUMP.budget, minutes=6))
    assert told(tight) == ((), [("error", 91, "over-budget", values)])


def test_a_needed_test_that_is_always_unsafe_is_told_and_not_what_comes_after_it() -> None:
    of = case(
        at(3, bench_test("fine")),
        at(5, bench_test("finger", forbidden=True)),
        at(7, bench_test("after", effect="dead-only", after=["finger"])),
        needs=["fine", "after"],
    )
    assert told(of) == ((), [("error", 5, "needed-forbidden", {"id": "finger"}), *never_offered(7, "after", "finger")])


def never_offered(line: int, name: str, before: str) -> list[Told]:
    return [("warning", line, "never-offered", {"id": name, "after": before})]


def test_what_can_never_be_done_dead_is_told_once_and_not_what_comes_after_it() -> None:
    of = case(
        at(3, bench_test("not-needed", effect="dead-only")),
        at(5, bench_test("fine")),
        at(7, bench_test("winding", effect="dead-only", after=["fine"])),
        at(9, bench_test("after", effect="dead-only", after=["winding"])),
        needs=["after"],
    )
    assert told(of) == ((), [("error", 7, "never-dead", {"id": "winding"})])


@pytest.mark.parametrize(("safe", "problems"), [(MOST_SAFE, 0), (MOST_SAFE + 1, 1)])
def test_so_many_tests_may_make_the_device_dead_and_the_next_one_is_told(safe: int, problems: int) -> None:
    tests = [at(10 + number, bench_test(f"s{number}", effect="makes-safe")) for number in range(safe)]
    found = told(case(*tests, needs=["s0"]))[1]
    assert found == [("error", 10 + MOST_SAFE, "too-many-safe", {"limit": str(MOST_SAFE)})][:problems]


def test_a_case_with_more_ways_than_can_be_compared_is_told_at_its_budget() -> None:
    assert told(too_many_ways()) == ((), [("error", 91, "too-many-ways", {})])


def test_a_cause_that_needs_no_evidence_is_warned_of() -> None:
    of = case(bench_test("look"))
    of = replace(of, conclusions=(replace(of.cause, line=44), of.conclusions[1]))
    assert told(of) == ((), [("warning", 44, "cause-without-needs", {"id": "cause"})])


@pytest.mark.parametrize(
    ("needs", "problems"), [(("b", "a"), 1), (("a",), 0), ((), 0)], ids=["the same", "less", "nothing"]
)
def test_a_wrong_conclusion_with_the_evidence_of_the_cause_is_not_told_apart(
    needs: tuple[str, ...], problems: int
) -> None:
    of = case(bench_test("a"), bench_test("b"), needs=["a", "b"])
    of = replace(of, conclusions=(of.cause, replace(conclusion("wrong", needs=needs), line=55)))
    apart: dict[str, Any] = {"id": "wrong", "cause": "cause"}
    assert told(of) == (("a", "b"), [("warning", 55, "not-told-apart", apart)][:problems])


def test_a_test_that_comes_after_an_unsafe_one_is_never_offered() -> None:
    of = case(
        bench_test("look"),
        bench_test("finger", forbidden=True, after=["look"]),
        at(6, bench_test("between", after=["finger"])),
        at(8, bench_test("last", after=["between"])),
        needs=["look"],
    )
    assert told(of) == (("look",), [*never_offered(6, "between", "finger"), *never_offered(8, "last", "finger")])


@pytest.mark.parametrize(("passing", "problems"), [(0, 1), (40, 1), (41, 0)])
def test_a_case_that_can_be_passed_without_its_cause_is_warned_of(passing: int, problems: int) -> None:
    found = told(replace(PUMP, pass_percent=Decimal(passing)))[1]
    assert found == [("warning", 92, "passes-without-cause", {"most": "40"})][:problems]

"""Cases for tests, made without their text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from app.curriculum.model import BenchTest, Budget, Case, Conclusion, DeviceState, Effect

EFFECTS: tuple[Effect | None, ...] = (None, "makes-safe", "dead-only", "live")


def bench_test(
    name: str,
    minutes: int = 1,
    cost: str = "0",
    *,
    effect: Effect | None = None,
    forbidden: bool = False,
    after: Sequence[str] = (),
) -> BenchTest:
    """A test that shows nothing."""
    return BenchTest(
        id=name,
        title_html=name,
        title=name,
        reading=(),
        minutes=minutes,
        cost=Decimal(cost),
        effect=effect,
        forbidden=forbidden,
        after=tuple(after),
        aliases=(),
        digest="",
        line=1,
    )


def conclusion(name: str, *, cause: bool = False, needs: Sequence[str] = ()) -> Conclusion:
    """A conclusion that says nothing, with a repair that takes an hour and costs a hundred."""
    return Conclusion(
        id=name,
        title_html=name,
        title=name,
        text=(),
        cause=cause,
        needs=tuple(needs),
        minutes=60,
        cost=Decimal(100),
        aliases=(),
        digest="",
        line=1,
    )


def case(
    *tests: BenchTest,
    needs: Sequence[str] = (),
    minutes: int = 1000,
    cost: str = "1000",
    starts: DeviceState = "energised",
    passing: int = 70,
) -> Case:
    """A case whose cause needs these tests, with a wrong conclusion beside it."""
    return Case(
        id="case",
        title="Case",
        week=1,
        minutes=None,
        competences=(),
        requires=(),
        aliases=(),
        path="case.md",
        language="en",
        body=(),
        tests=tests,
        conclusions=(conclusion("cause", cause=True, needs=needs), conclusion("wrong")),
        debrief=(),
        budget=Budget(minutes, Decimal(cost)),
        starts=starts,
        pass_percent=Decimal(passing),
        shortest_way=(),
    )


PUMP = case(
    bench_test("isolate", 4, effect="makes-safe"),
    bench_test("winding", 3, "0.50", effect="dead-only"),
    bench_test("supply", 6, effect="live"),
    bench_test("look", 2),
    bench_test("hose", 5, after=["look"]),
    bench_test("finger", 1, forbidden=True),
    needs=["winding"],
    minutes=10,
    cost="5",
)
"""A drain pump that doesn't turn."""


def in_turn(number: int) -> list[BenchTest]:
    """So many tests, each after the one before, that want the device dead and energised in turn."""
    return [
        bench_test(f"c{at}", effect="live" if at % 2 else "dead-only", after=[f"c{at - 1}"] if at else [])
        for at in range(number)
    ]


def too_many_ways() -> Case:
    """A case with more ways than can be compared."""
    safe = [bench_test(f"s{number}", number + 1, str(7 - number), effect="makes-safe") for number in range(6)]
    needs = ["c53", *(test.id for test in safe)]
    return case(*safe, *in_turn(54), needs=needs, minutes=160, cost="110")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Small cases at random, solvable or not; a test comes only after tests above it."""
    names = [f"t{number}" for number in range(draw(st.integers(1, 5)))]
    tests = [
        bench_test(
            name,
            draw(st.integers(0, 4)),
            str(draw(st.integers(0, 3))),
            effect=draw(st.sampled_from(EFFECTS)),
            forbidden=draw(st.integers(0, 7)) == 0,
            after=draw(st.lists(st.sampled_from(names[:at]), unique=True, max_size=2)) if at else (),
        )
        for at, name in enumerate(names)
    ]
    return case(
        *draw(st.permutations(tests)),
        needs=draw(st.lists(st.sampled_from(names), unique=True)),
        minutes=draw(st.integers(0, 20)),
        cost=str(draw(st.integers(0, 15))),
        starts=draw(st.sampled_from(("energised", "dead"))),
    )

"""Preparing the workshop: tools serve again, parts are used up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.models import Cohort
from app.courses.operations.places import withdraw
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.curriculum.model import Need, Practical, Week
from app.shared.spreadsheets import read_table
from app.today.workshop import Line, Present, Workshop, prepare
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.unwritten import COURSE
from tests.practicals.making import criterion, practical
from tests.practicals.test_needs import PRACTICAL
from tests.today.making import newcomers, running_cohort, said, tree

MANY = Present(trainees=12, benches=5)


def need(name: str, per: Any = "trainee", quantity: str = "1", cost: str | None = None, *, lasts: bool = False) -> Need:
    """A tool, a part or a consumable."""
    return Need(name, per, Decimal(quantity), None if cost is None else Decimal(cost), lasts)


def work(
    number: int,
    *,
    tools: Sequence[Need] = (),
    parts: Sequence[Need] = (),
    consumables: Sequence[Need] = (),
    minutes: int | None = 20,
) -> Practical:
    """A practical with these needs."""
    made = replace(practical(criterion("one")), id=f"work-{number}", minutes=minutes)
    return replace(made, tools=tuple(tools), parts=tuple(parts), consumables=tuple(consumables))


def week(*practicals: Practical) -> Week:
    """A week of these."""
    return Week(1, "Week", Decimal(30), (), "en", (), practicals)


def prepared(*practicals: Practical, present: Present = MANY) -> Workshop:
    """What they take."""
    return prepare(week(*practicals), present=present)


def told(lines: Sequence[Line]) -> dict[str, Decimal]:
    """How many by name."""
    return {line.name: line.quantity for line in lines}


@pytest.mark.parametrize(("per", "times"), [("trainee", 12), ("bench", 5), ("group", 1)])
def test_a_need_is_there_for_each_trainee_bench_or_once(per: str, times: int) -> None:
    found = prepared(work(1, tools=[need("Meter", per)], parts=[need("Swabs", per, "3")]))
    assert (told(found.tools), told(found.parts)) == ({"Meter": Decimal(times)}, {"Swabs": Decimal(3 * times)})


def test_a_tool_of_two_practicals_is_laid_out_for_the_one_that_needs_most() -> None:
    one, two = work(1, tools=[need("Meter", "bench", "2")]), work(2, tools=[need("meter ", "trainee")])
    assert told(prepared(one, two).tools) == {"Meter": 12}


def test_a_tool_that_one_practical_names_twice_is_added_within_it() -> None:
    both = work(1, tools=[need("Meter", "group", "2"), need("Meter", "bench")])
    assert told(prepared(both).tools) == {"Meter": 7}


def test_nobody_lays_out_half_a_tool() -> None:
    shared = work(1, tools=[need("Press", quantity="0.25")])
    assert told(prepared(shared, present=Present(5, 5)).tools) == {"Press": 2}


def test_parts_are_added_over_practicals_by_name_and_price() -> None:
    one = work(1, parts=[need("Gasket", cost="1.20"), need("Film")])
    two = work(2, parts=[need("gasket", cost="1.20"), need("Gasket", cost="2.00")])
    found = prepared(one, two)
    assert [(line.name, line.quantity, line.total) for line in found.parts] == [
        ("Gasket", Decimal(24), Decimal("28.80")),
        ("Film", Decimal(12), None),
        ("Gasket", Decimal(12), Decimal("24.00")),
    ]
    assert (found.cost, found.unpriced) == (Decimal("52.80"), 1)
    assert [found.numbers(line) for line in found.parts] == [(1, 2), (1,), (2,)]


def test_consumables_are_added_over_practicals_and_those_that_last_serve_again() -> None:
    one = work(1, consumables=[need("Alcohol", "bench", cost="4", lasts=True), need("Swabs", quantity="5")])
    two = work(2, consumables=[need("alcohol", "bench", "2", cost="3", lasts=True), need("Swabs", quantity="3")])
    found = prepared(one, two)
    assert [(line.name, line.quantity, line.total) for line in found.consumables] == [
        ("Swabs", Decimal(96), None),
        ("Alcohol", Decimal(10), Decimal(40)),
    ]
    assert (found.cost, found.unpriced) == (Decimal(40), 1)


def test_the_order_is_that_of_the_week_with_its_minutes_times_the_rounds() -> None:
    found = prepared(work(1, minutes=20), work(2, minutes=None))
    assert [(each.practical.id, each.minutes) for each in found.sittings] == [("work-1", 60), ("work-2", None)]
    assert found.minutes == 60


NEEDS = st.builds(
    need,
    st.sampled_from(["Meter", "meter", "Iron ", "Swabs"]),
    st.sampled_from(["trainee", "bench", "group"]),
    st.sampled_from(["0.25", "1", "2.5", "6"]),
    st.sampled_from([None, "0.10", "4"]),
)
PRACTICALS = st.lists(st.tuples(st.lists(NEEDS, max_size=4), st.lists(NEEDS, max_size=4)), max_size=3).map(
    lambda pairs: [work(number, tools=tools, parts=parts) for number, (tools, parts) in enumerate(pairs)]
)
PRESENT = st.builds(Present, st.integers(0, 40), st.integers(1, 20))


def by_name(lines: Sequence[Line]) -> dict[str, Decimal]:
    """Quantities by name, whatever prices and spellings."""
    found: dict[str, Decimal] = {}
    for line in lines:
        name = line.name.strip().casefold()
        found[name] = found.get(name, Decimal(0)) + line.quantity
    return found


@given(PRACTICALS, PRESENT)
def test_parts_are_the_sum_of_what_each_practical_takes_alone(practicals: list[Practical], present: Present) -> None:
    alone = [prepared(each, present=present) for each in practicals]
    summed: dict[str, Decimal] = {}
    for each in alone:
        for name, quantity in by_name(each.parts).items():
            summed[name] = summed.get(name, Decimal(0)) + quantity
    together = prepared(*practicals, present=present)
    assert by_name(together.parts) == summed
    assert together.cost == sum(each.cost for each in alone)


@given(PRACTICALS, PRESENT)
def test_tools_are_the_most_that_a_practical_takes_alone(practicals: list[Practical], present: Present) -> None:
    most: dict[str, Decimal] = {}
    for each in practicals:
        for name, quantity in by_name(prepared(each, present=present).tools).items():
            most[name] = max(most.get(name, Decimal(0)), quantity)
    assert by_name(prepared(*practicals, present=present).tools) == most


@given(PRACTICALS, PRESENT, st.integers(0, 5), st.integers(0, 5))
def test_more_people_never_need_less(practicals: list[Practical], present: Present, more: int, wider: int) -> None:
    few, many = present, Present(present.trainees + more, present.benches + wider)
    for which in ("tools", "parts"):
        before, after = (by_name(getattr(prepared(*practicals, present=each), which)) for each in (few, many))
        assert [name for name in before if after[name] < before[name]] == []


@given(PRACTICALS, PRESENT)
def test_in_whichever_order_the_practicals_are_held_as_much_is_needed(
    practicals: list[Practical], present: Present
) -> None:
    orders = [prepared(*each, present=present) for each in permutations(practicals)]
    assert [by_name(each.tools) for each in orders] == [by_name(orders[0].tools)] * len(orders)
    assert [by_name(each.parts) for each in orders] == [by_name(orders[0].parts)] * len(orders)


def _page(client_of: ClientOf, cast: Cast, address: str) -> str:
    return said(tree(client_of(cast.instructor).get(address).text))


def test_the_page_counts_for_those_who_are_there(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    places = newcomers(cohort, 4)
    withdraw(enrolment_facts(places[0]), reason="Gone.", by=cast.coordinator.id, at=NOON)
    address = f"/cohorts/{cohort.id}/weeks/1/workshop"
    assert "For 3 trainees · 3 benches" in _page(client_of, cast, address)
    assert "For 3 trainees · 2 benches" in _page(client_of, cast, f"{address}?benches=2")


@pytest.mark.parametrize("typed", ["0", "many", "201", "-1", "2.5", "9" * 30, "٣٣٣٣"])
def test_what_is_no_number_of_benches_is_told_beside_the_field(cast: Cast, client_of: ClientOf, typed: str) -> None:
    page = client_of(cast.instructor).get(
        f"/cohorts/{cast.cohort_id}/weeks/1/workshop", query_string={"benches": typed}
    )
    assert page.status_code == 200
    assert "Write a number from 1 to 200." in page.text
    assert f'value="{typed}"' in page.text


@pytest.mark.parametrize(("number", "status"), [(1, 200), (5, 200), (0, 404), (6, 404)])
def test_only_weeks_of_the_course_have_a_workshop(cast: Cast, client_of: ClientOf, number: int, status: int) -> None:
    assert client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}/weeks/{number}/workshop").status_code == status


def test_a_week_without_practicals_says_so(cast: Cast, client_of: ClientOf) -> None:
    assert "No practical this week" in _page(client_of, cast, f"/cohorts/{cast.cohort_id}/weeks/2/workshop")


FILM, SWABS = "  - {name: Film, cost: 0.50}\n", "  - {name: Swabs, quantity: 5}\n"
COSTS = [
    (FILM, "What it costs Parts and consumables: €1.50"),
    (
        FILM + SWABS,
        "What it costs Parts and consumables: €1.50 1 line has no price in the course, and is not in the sum.",
    ),
    (SWABS, "What it costs The course states no price for them."),
]


@pytest.mark.parametrize(("consumables", "told"), COSTS)
def test_the_page_says_what_it_costs_or_that_no_price_is_stated(
    cast: Cast, client_of: ClientOf, consumables: str, told: str
) -> None:
    cohort = _with_consumables(cast, consumables)
    newcomers(cohort, 3)
    assert _page(client_of, cast, f"/cohorts/{cohort.id}/weeks/1/workshop").count(told) == 1


def test_consumables_stand_in_the_table_below_the_tools(cast: Cast, client_of: ClientOf) -> None:
    cohort = _with_consumables(cast, FILM)
    newcomers(cohort, 2)
    table = read_table(client_of(cast.instructor).get(f"/cohorts/{cohort.id}/weeks/1/workshop.csv").data)
    assert [row[:5] for row in table[2:3]] == [["Consumable", "Film", "2", "0.50", "1.00"]]


def _with_consumables(cast: Cast, listed: str) -> Cohort:
    """A cohort whose practical in the first week takes these."""
    sources = read_course(COURSE).sources
    edition = {
        **sources,
        PRACTICAL: sources[PRACTICAL].replace(b"tools:\n", f"consumables:\n{listed}tools:\n".encode()),
    }
    revision, _ = publish(edition, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=BEFORE)
    return running_cohort(cast, revision_id=revision.id)


def test_the_table_has_what_the_page_has(cast: Cast, client_of: ClientOf) -> None:
    address = f"/cohorts/{cast.cohort_id}/weeks/1/workshop"
    client = client_of(cast.instructor)
    for ending in ("csv", "xlsx"):
        rows = read_table(client.get(f"{address}.{ending}?benches=1").data)
        assert rows[0] == ["What", "Name", "How many", "Cost each (EUR)", "Cost (EUR)", "For"]
        assert [row[:3] for row in rows[1:]] == TOOLS_OF_THE_CAST


TOOLS_OF_THE_CAST = [["Tool", "Wrist strap", "2"], ["Practical, minutes", "Set up an ESD bench", "40"]]


@pytest.mark.parametrize("many", [1, 3])
def test_the_workshop_costs_the_same_for_many(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, many: int
) -> None:
    cohort = running_cohort(cast)
    newcomers(cohort, many)
    client = client_of(cast.instructor)
    with count_queries() as queries:
        client.get(f"/cohorts/{cohort.id}/weeks/1/workshop")
    assert len(queries) == 3

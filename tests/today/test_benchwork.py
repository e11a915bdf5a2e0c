"""Trainees by practicals: those who are stuck first, with dates and devices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.operations.gates import open_gate
from app.shared.spreadsheets import read_table
from app.today.benchwork import Shown, rows_of, sheets_of
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.practicals.making import criterion, judgement, practical, signed_off
from tests.today.glances import glance, shown, together
from tests.today.making import before, links, newcomers, of_class, place_in, running_cohort, said, today_in_paris, tree
from tests.today.test_standing import OPENED, SIGN_OFF


def test_who_is_stuck_comes_first_then_everybody_by_name() -> None:
    calm, stuck, other = (
        glance(number=1),
        glance(number=2, gates=OPENED, esd_bench=shown(not_yets=2)),
        glance(number=3),
    )
    rows = rows_of(together(calm, stuck, other), {})
    assert [row.trainee.enrolled.name for row in rows] == ["Trainee 2", "Trainee 1", "Trainee 3"]
    assert [[reason.kind for reason in row.reasons] for row in rows] == [["not_yet"], [], []]


def test_who_left_is_not_listed() -> None:
    assert rows_of(together(glance(withdrawn=NOON)), {}) == ()


def test_a_cell_tells_state_day_and_device() -> None:
    trainee = glance("esd-bench", gates=OPENED, esd_bench=shown(outcome="competent"))
    found = {(trainee.enrolled.id, "esd-bench"): Shown(SIGN_OFF, NOON, "Exemplia One", 1)}
    (row,) = rows_of(together(trainee), found)
    (cell,) = row.cells
    assert (cell.state, cell.on, cell.device, cell.sign_off_id) == ("done", NOON.date(), "Exemplia One", SIGN_OFF)
    assert row.done == 1


def test_who_waits_again_is_shown_waiting_since_then() -> None:
    trainee = glance(gates=OPENED, esd_bench=shown(ready=60, outcome="not_yet_competent"))
    found = {(trainee.enrolled.id, "esd-bench"): Shown(SIGN_OFF, NOON, "Exemplia One", 0)}
    cell = rows_of(together(trainee), found)[0].cells[0]
    assert (cell.state, cell.on, cell.device) == ("ready", NOON.date(), "")


def test_a_safety_stop_is_told_until_the_work_is_shown() -> None:
    stop = replace(shown(not_yets=1), stopped=True)
    cells = [
        rows_of(together(trainee), {})[0].cells[0].stopped
        for trainee in (glance(gates=OPENED, esd_bench=stop), glance("esd-bench", gates=OPENED, esd_bench=stop))
    ]
    assert cells == [True, False]


def week_of(number: int, count: int) -> list[Any]:
    """So many practicals of a week."""
    made = practical(criterion("one"))
    return [replace(made, id=f"week-{number}-{each}", week=number) for each in range(count)]


@given(st.lists(st.integers(0, 14), max_size=8), st.integers(1, 12))
def test_sheets_hold_every_practical_once_and_divide_no_week_that_fits(counts: list[int], most: int) -> None:
    practicals = [each for number, count in enumerate(counts, 1) for each in week_of(number, count)]
    sheets = sheets_of(practicals, most=most)
    assert [each for sheet in sheets for each in sheet.practicals] == practicals
    assert [sheet for sheet in sheets if not 1 <= len(sheet.practicals) <= most] == []
    assert [sheet.start for sheet in sheets] == [practicals.index(sheet.practicals[0]) for sheet in sheets]
    for number, count in enumerate(counts, 1):
        on = [sheet for sheet in sheets if any(each.week == number for each in sheet.practicals)]
        assert len(on) == 1 or count > most or count == 0


def _signed(cast: Cast, enrolment_id: UUID, **more: Any) -> None:
    open_gate(enrolment_id, gate="safety", at=NOON)
    signed_off(before(enrolment_id, "esd-bench"), cast, **more)


def test_the_page_shows_them_with_links_to_what_was_judged(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    place = place_in(cohort, cast.trainee.id)
    _signed(cast, place)
    root = tree(client_of(cast.coordinator).get(f"/cohorts/{cohort.id}/practicals").text)
    (cell,) = of_class(root, "benchwork-done")
    assert said(cell) == "Done 5 May 2026 Exemplia One"
    assert [href.split("/")[1] for _, href in links(cell)] == ["sign-offs"]


def test_the_tables_have_state_date_and_device_in_columns_of_their_own(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    place = place_in(cohort, cast.trainee.id)
    again = judgement({"strap-safe": 0, "strap-tested": 0, "explains": 0})
    _signed(cast, place, work=again)
    _signed(cast, place, work=again)
    client = client_of(cast.instructor)
    for ending in ("csv", "xlsx"):
        response = client.get(f"/cohorts/{cohort.id}/practicals.{ending}")
        head, row = read_table(response.data)
        assert head[:4] == ["Trainee", "Stuck", "Practicals shown", "Week 1: Set up an ESD bench"]
        assert row[0] == "Tara Trainee"
        assert "Not yet competent 2 times: Set up an ESD bench" in row[1]
        assert row[2:] == ["0", "Not yet", "2026-05-05", "Exemplia One"]
        assert today_in_paris().isoformat() in response.headers["Content-Disposition"]


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("ending", ["", ".csv"])
def test_the_practicals_cost_the_same_for_many(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, many: int, ending: str
) -> None:
    cohort = running_cohort(cast)
    for place in newcomers(cohort, many):
        _signed(cast, place)
    client = client_of(cast.instructor)
    address = f"/cohorts/{cohort.id}/practicals{ending}"
    client.get(address)
    with count_queries() as queries:
        client.get(address)
    assert len(queries) == 6

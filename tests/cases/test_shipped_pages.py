"""A case of the courses in the repository, through the pages: from its brief to the debrief."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from app.assessments.cases.queries import last_mark
from app.config import ROOT
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import done_by
from app.curriculum.folder import read_course
from app.curriculum.model import Case
from app.people.member import Member
from app.shared.ids import new_id
from tests.cases.shipped import APPLIANCES
from tests.cases.test_case_run_pages import choose, in_order, page
from tests.cast import Cast
from tests.courses.followed import before
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CASE = "water-stays-in-the-drum"


@pytest.fixture
def machine(cast: Cast) -> EnrolledItem:
    """The cast's trainee before the washing machine, in a cohort that follows the course of the repository."""
    folder = ROOT / "content" / APPLIANCES
    sources = read_course(folder).sources
    return before(cast, CASE, sources, course_id=folder.name, track_id=folder.parent.name)


def run_of(client: PageClient, found: EnrolledItem, *tests: str) -> UUID:
    """A run begun on the case's page, in which these tests were done on the bench's."""
    response = client.post(f"{found.prefix}/case-runs", data={"id": str(new_id())})
    run_id = UUID(response.location.rpartition("/")[2])
    for seen, test in enumerate(tests):
        assert choose(client, run_id, seen, test=test) == 303
    return run_id


def test_the_shortest_safe_way_leads_to_full_marks_and_completes_the_item(
    cast: Cast, client_of: ClientOf, machine: EnrolledItem
) -> None:
    client, case = client_of(cast.trainee), machine.item
    assert isinstance(case, Case)
    run_id = run_of(client, machine, *case.shortest_way)
    bench = page(client, f"/case-runs/{run_id}")
    assert in_order(bench, "Dead, safe to work on", "Time left 7 min of 40", "Behind it you see a screw.", "168 Ω.")
    assert choose(client, run_id, len(case.shortest_way), conclusion=case.cause.id, conclude="1") == 303
    debrief = page(client, f"/case-runs/{run_id}")
    assert in_order(debrief, "100 % Passed", "60 of 60", "20 of 20", "20 of 20", "The shortest safe way", "Debrief")
    earned = last_mark(run_id)
    assert earned is not None
    assert (earned.thousandths, earned.safe, earned.passed) == (100_000, True, True)
    assert CASE in done_by(machine.enrolled).completions


@pytest.mark.parametrize(
    ("before", "unsafe", "told"),
    [
        ([], "hand-in-pump", "The moment the screw comes out the impeller turns"),
        ([], "open-filter", "Water of more than 40 °C runs over your hands"),
        ([], "probe-live", "A slip of the probe is enough."),
        ([], "empty", "The device was energised."),
        (["isolate", "empty", "coil", "trainer-volts"], "impeller", "The device was energised."),
    ],
)
def test_an_unsafe_act_ends_the_run_and_completes_nothing(
    cast: Cast, client_of: ClientOf, machine: EnrolledItem, before: list[str], unsafe: str, told: str
) -> None:
    client = client_of(cast.trainee)
    run_id = run_of(client, machine, *before, unsafe)
    assert in_order(page(client, f"/case-runs/{run_id}"), "this was not safe", told)
    assert choose(client, run_id, len(before) + 1, test="isolate") == 409
    earned = last_mark(run_id)
    assert earned is not None
    assert (earned.safe, earned.passed, CASE in done_by(machine.enrolled).completions) == (False, False, False)

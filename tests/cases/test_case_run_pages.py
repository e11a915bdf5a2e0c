"""The pages of cases, as trainees and the people who follow them get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.assessments.cases.models import CaseAct, CaseRun
from app.assessments.cases.queries import last_mark
from app.courses.facts import EnrolledItem
from app.db import db
from app.people.member import Member
from app.shared.ids import new_id
from tests.cases.sitting import ITEM, SOLUTION, begin, dead_phone, do
from tests.cast import Cast
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def phone(cast: Cast) -> EnrolledItem:
    return dead_phone(cast)


@pytest.fixture
def trainee(cast: Cast, client_of: ClientOf) -> PageClient:
    return client_of(cast.trainee)


def page(client: PageClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words(response.get_data(as_text=True))


def words(html: str) -> str:
    """A page's words, its tags taken away."""
    main = html.partition("<main")[2].partition("<footer")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def choose(client: PageClient, run_id: UUID, seen: int, **fields: str) -> int:
    data = {"id": str(new_id()), "seen": str(seen), **fields}
    return client.post(f"/case-runs/{run_id}/acts", data=data).status_code


def in_order(text: str, *phrases: str) -> bool:
    return re.search(".*".join(map(re.escape, phrases)), text) is not None


def test_the_page_of_a_case_tells_the_rules_and_leads_to_the_bench(trainee: PageClient, phone: EnrolledItem) -> None:
    text = page(trainee, phone.prefix)
    assert in_order(
        text,
        "Week 2 · Case Dead phone",
        "‘It fell, and it is dead.’",
        "The device Energised",
        "Time 12 min",
        "Money €2.50",
        "To pass 70 % or more",
        "Go to the bench",
    )
    assert "main rail" not in text


def test_the_bench_offers_what_can_be_done_and_nothing_that_tells(trainee: PageClient, phone: EnrolledItem) -> None:
    response = trainee.post(f"{phone.prefix}/case-runs", data={"id": str(new_id())})
    assert response.status_code == 303
    text = page(trainee, response.location)
    assert in_order(
        text,
        "The device Energised Time left 12 min of 12 Money left €2.50 of €2.50",
        "‘It fell, and it is dead.’",
        "Try another charger 3 min",
        "Take the battery off 4 min",
        "Measure the main rail 5 min · €0.50",
        "Scrape it with a needle 0 min",
        "Worn battery The repair takes 20 min · €30.00",
        "Short to ground",
        "Do this test",
    )
    assert [text.count(told) for told in ("Feed it", "The same.", "0.00 V", "dead-only", "tracks are torn")] == [0] * 5


def test_beginning_twice_leads_to_the_same_bench(trainee: PageClient, phone: EnrolledItem) -> None:
    first, second = (trainee.post(f"{phone.prefix}/case-runs", data={"id": str(new_id())}) for _ in range(2))
    assert (first.location, second.status_code) == (second.location, 303)


def test_a_test_shows_its_reading_and_what_it_takes(trainee: PageClient, phone: EnrolledItem) -> None:
    record = begin(phone)
    assert choose(trainee, record.id, 0, test="battery-off") == 303
    assert choose(trainee, record.id, 1, test="main-rail") == 303
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(
        text,
        "The device Dead, safe to work on Time left 3 min of 12 Money left €2.00 of €2.50",
        "Take the battery off 4 min · so far 4 min The plug is off. Dead, safe to work on From here on the device is",
        "Measure the main rail 5 min · €0.50 · so far 9 min · €0.50 0.00 V in diode mode.",
        "What do you do next?",
        "Take the battery off 4 min · done before",
        "Feed it from the supply 2 min",
    )


def test_that_the_device_is_energised_again_is_said(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery-off", "main-rail", "supply")
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(text, "The device Energised", "A part gets hot. Energised The device is energised again.")


def test_over_the_budget_the_bench_says_by_how_much(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery-off", *["main-rail"] * 6)
    assert "Time left 22 min over Money left €0.50 over" in page(trainee, f"/case-runs/{record.id}")


@pytest.mark.parametrize(
    ("fields", "told"),
    [({}, "Error: Choose a test first."), ({"conclude": "1"}, "Error: Choose the cause first.")],
)
def test_without_a_choice_the_bench_says_so_beside_it(
    trainee: PageClient, phone: EnrolledItem, fields: dict[str, str], told: str
) -> None:
    record = begin(phone)
    response = trainee.post(f"/case-runs/{record.id}/acts", data={"seen": "0", **fields})
    text = words(response.get_data(as_text=True))
    assert (response.status_code, text.count("Error:"), told in text) == (422, 1, True)


@pytest.mark.parametrize(
    ("seen", "test", "status"),
    [(0, "main-rail", 409), (-1, "charger", 409), (10**30, "charger", 409), (1, "supply", 422), (1, "x" * 999, 422)],
)
def test_what_an_old_or_forged_page_sends_is_not_done(
    trainee: PageClient, phone: EnrolledItem, seen: int, test: str, status: int
) -> None:
    record = do(begin(phone), phone, "battery-off")
    assert choose(trainee, record.id, seen, test=test) == status
    assert db.session.scalar(select(func.count()).select_from(CaseAct)) == 1


def test_a_choice_sent_twice_is_made_once(trainee: PageClient, phone: EnrolledItem) -> None:
    record, data = begin(phone), {"id": str(new_id()), "seen": "0", "test": "charger"}
    sent = [trainee.post(f"/case-runs/{record.id}/acts", data=data).status_code for _ in range(2)]
    assert (sent, db.session.scalar(select(func.count()).select_from(CaseAct))) == ([303, 303], 1)


def test_naming_the_cause_with_its_evidence_solves_the_case(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, *SOLUTION[:2])
    assert choose(trainee, record.id, 2, conclusion="short", conclude="1") == 303
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(
        text,
        "100 % Passed You need 70 % to pass.",
        "The cause with its evidence 60 of 60",
        "Time 20 of 20 · 9 min taken, 12 min planned",
        "Money 20 of 20 · €0.50 spent, €2.50 planned",
        "The cause that was named Short to ground Right The main rail is shorted: replace the capacitor.",
        "What was done Take the battery off 4 min",
        "The shortest safe way Take the battery off 4 min · so far 4 min",
        "Measure the main rail 5 min",
        "Debrief Battery first, then the rail.",
        "Go on with the course",
    )
    assert "What it was" not in text
    assert in_order(page(trainee, phone.prefix), "You have solved this case", "Run 1 · 100 %", "Solved", "Run it again")


def test_a_guess_is_told_what_shows_the_cause(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "short")
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(
        text,
        "40 % Not passed yet",
        "Partly right The cause is right, but it was not shown yet. What shows it: Measure the main rail .",
        "No test was done.",
        "Run it again",
    )


def test_a_wrong_cause_is_answered_and_the_right_one_named(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "charger", "battery")
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(text, "Worn battery Not right It held its charge.", "What it was Short to ground The main rail is")


def test_an_act_on_an_energised_device_is_stopped_and_explained(trainee: PageClient, phone: EnrolledItem) -> None:
    record = begin(phone)
    assert choose(trainee, record.id, 0, test="main-rail") == 303
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(
        text,
        "Danger Electricity The run was stopped: this was not safe Measure the main rail The device was energised.",
        "An unsafe act fails the run, whatever the points.",
        "Then the run was stopped: Measure the main rail",
    )
    outline = page(trainee, phone.prefix)
    assert in_order(outline, "Run 1", "Stopped: unsafe")
    assert ["40 %" in each for each in (text, outline)] == [False, False]


def test_a_forbidden_act_is_stopped_and_its_consequence_told(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery-off", "needle")
    text = page(trainee, f"/case-runs/{record.id}")
    assert in_order(text, "this was not safe Scrape it with a needle This is never done", "The tracks are torn.")


def test_behind_the_end_nothing_is_done_and_nothing_is_shown_as_open(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "battery")
    assert choose(trainee, record.id, 0, test="charger") == 409
    assert choose(trainee, record.id, 0) == 409
    mark = last_mark(record.id)
    assert mark is not None
    assert mark.thousandths == 40_000


def test_a_run_is_resumed_where_it_was(trainee: PageClient, phone: EnrolledItem) -> None:
    record = do(begin(phone), phone, "charger")
    assert in_order(page(trainee, phone.prefix), "You are at the bench", "Run 1", "Under way", "Back to the bench")
    response = trainee.post(f"{phone.prefix}/case-runs", data={"id": str(new_id())})
    assert response.location == f"/case-runs/{record.id}"
    assert "The same." in page(trainee, response.location)


def test_who_follows_the_cohort_sees_a_run_once_it_is_over(
    cast: Cast, client_of: ClientOf, phone: EnrolledItem
) -> None:
    instructor, record = client_of(cast.instructor), begin(phone)
    address = f"/case-runs/{record.id}"
    assert in_order(page(instructor, address), "Dead phone", "This run is under way")
    assert choose(instructor, record.id, 0, test="charger") == 403
    do(record, phone, "battery")
    text = page(instructor, address)
    assert in_order(text, "Tara Trainee · Run 1", "Worn battery Not right")
    assert "Run it again" not in text


def test_a_locked_case_says_what_opens_it(cast: Cast, trainee: PageClient) -> None:
    locked = dead_phone(cast, requires="safety")
    assert in_order(page(trainee, locked.prefix), "This case is locked It opens when you pass: Safety quiz", "Open:")
    response = trainee.post(f"{locked.prefix}/case-runs", data={"id": str(new_id())})
    assert (response.status_code, db.session.scalar(select(func.count()).select_from(CaseRun))) == (403, 0)


def test_runs_are_made_through_cases_only(trainee: PageClient, cast: Cast) -> None:
    address = f"/enrolments/{cast.enrolment_id}/items/safety-quiz/case-runs"
    assert trainee.post(address, data={"id": str(new_id())}).status_code == 404


def test_staff_read_a_case_with_everything(cast: Cast, client_of: ClientOf, phone: EnrolledItem) -> None:
    text = page(client_of(cast.author), f"/revisions/{phone.enrolled.cohort.revision_id}/items/{ITEM}")
    assert in_order(
        text,
        "To pass 70 %",
        "Budget 12 min · €2.50 The device at first Energised",
        "5 tests Try another charger 3 min The same.",
        "Take the battery off 4 min Makes the device dead.",
        "Measure the main rail 5 min · €0.50 Only on a dead device: else it ends the run.",
        "Feed it from the supply 2 min Energises the device. Offered after: Measure the main rail A part gets hot.",
        "Scrape it with a needle 0 min Forbidden: it ends the run.",
        "2 conclusions Worn battery The repair takes 20 min · €30.00",
        "Short to ground This is the cause. Its evidence: Measure the main rail",
        "The shortest safe way Take the battery off · 4 min Measure the main rail · 5 min · €0.50",
        "Debrief Battery first, then the rail.",
    )


def test_the_pages_take_as_many_queries_after_ten_acts_as_after_one(
    trainee: PageClient, phone: EnrolledItem, count_queries: Counting
) -> None:
    record = do(begin(phone), phone, "charger")
    for acts in (1, 10):
        do(record, phone, *["charger"] * (acts - 1))
        with count_queries() as made:
            page(trainee, f"/case-runs/{record.id}")
        assert len(made) == 4


def test_the_page_of_a_case_takes_as_many_queries_with_three_runs_as_with_one(
    trainee: PageClient, phone: EnrolledItem, count_queries: Counting
) -> None:
    for runs in (1, 2):
        for _ in range(runs):
            do(begin(phone), phone, "battery")
        with count_queries() as made:
            page(trainee, phone.prefix)
        assert len(made) == 4

"""The cohort as a wall chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from app.assessments.practicals.operations import declare_ready
from app.courses.models import Enrolment
from app.courses.operations.enrolments import declare_lesson_done
from app.curriculum.model import Week
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.shared.ids import new_id
from app.today.queries.glances import cohort_glances
from app.today.queries.overviews import cohort_glance
from app.today.routes.chart import parts
from tests.cases.sitting import SOLUTION, begin, dead_phone, do
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.lint import HTML, PageClient
from tests.practicals.making import judgement, signed_off
from tests.today.making import before, links, newcomers, of_class, place_in, running_cohort, said, sit, tree
from tests.today.test_standing import curriculum

COLUMNS = ("the-bench", "safety-quiz", "esd-bench", "the-battery", "the-screen", "the-port", "the-board")


class Cell(NamedTuple):
    """What a cell says, the class that draws it, and where it leads."""

    word: str
    drawn: str
    leads_to: str = ""


def rows(client: PageClient, cohort_id: object) -> dict[str, dict[str, Cell]]:
    """Each trainee's cells by item."""
    page = tree(client.get(f"/cohorts/{cohort_id}").text)
    found = {}
    for row in page.iterfind(f".//{HTML}tbody/{HTML}tr"):
        head = row.find(f"{HTML}th")
        assert head is not None
        cells = [
            Cell(said(cell), cell.get("class") or "", *[href for _, href in links(cell)])
            for cell in row.iterfind(f"{HTML}td")
        ]
        found[links(head)[0][0]] = dict(zip(COLUMNS, cells, strict=True))
    return found


def ready_at_the_bench(place: object, who: Member) -> None:
    """Passed the safety quiz and declared ready for the practical."""
    assert place is not None
    found = before(place, "esd-bench")  # type: ignore[arg-type]
    declare_ready(found, readiness_id=new_id(), by=who.id, at=now())


def test_each_cell_tells_where_that_trainee_stands(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    tara, otto = place_in(cohort, cast.trainee.id), place_in(cohort, cast.other_trainee.id)
    declare_lesson_done(before(tara, "the-bench"), by=cast.trainee.id, at=now())
    passed = sit(tara, right=True)
    ready_at_the_bench(tara, cast.trainee)
    sit(otto, right=None)
    found = rows(client_of(cast.instructor), cohort.id)
    assert list(found) == ["Otto Trainee", "Tara Trainee"]
    assert found["Tara Trainee"] == {
        "the-bench": Cell("Done", "done"),
        "safety-quiz": Cell("Done", "done", f"/attempts/{passed.id}"),
        "esd-bench": Cell("Ready", "ready", f"/enrolments/{tara}/items/esd-bench/sign-offs/new"),
        "the-battery": Cell("To do", "open"),
        "the-screen": Cell("To do", "open"),
        "the-port": Cell("To do", "open"),
        "the-board": Cell("To do", "open"),
    }
    assert found["Otto Trainee"] == {
        "the-bench": Cell("Behind", "late"),
        "safety-quiz": Cell("Under way", "running"),
        "esd-bench": Cell("Locked", "locked"),
        "the-battery": Cell("To do", "open"),
        "the-screen": Cell("To do", "open"),
        "the-port": Cell("To do", "open"),
        "the-board": Cell("To do", "open"),
    }


def test_a_judged_practical_leads_to_its_sign_off(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    tara, otto = place_in(cohort, cast.trainee.id), place_in(cohort, cast.other_trainee.id)
    for place in (tara, otto):
        sit(place, right=True)
    done = signed_off(before(tara, "esd-bench"), cast, at=now())
    again = signed_off(before(otto, "esd-bench"), cast, at=now(), work=judgement(not_yet=True, remark="Once more."))
    found = rows(client_of(cast.coordinator), cohort.id)
    assert found["Tara Trainee"]["esd-bench"] == Cell("Done", "done", f"/sign-offs/{done.id}")
    assert found["Otto Trainee"]["esd-bench"] == Cell("Not yet", "not-yet", f"/sign-offs/{again.id}")


def test_who_was_assessed_waits_no_more_until_they_declare_ready_again(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    place = place_in(cohort, cast.trainee.id)
    sit(place, right=True)
    told = []
    for minutes in (30, 10):
        at = now() - timedelta(minutes=minutes)
        declare_ready(before(place, "esd-bench"), readiness_id=new_id(), by=cast.trainee.id, at=at)
        told.append(rows(client_of(cast.instructor), cohort.id)["Tara Trainee"]["esd-bench"].word)
        work = judgement(not_yet=True, remark="Once more.")
        signed_off(before(place, "esd-bench"), cast, at=at + timedelta(minutes=5), work=work)
        told.append(rows(client_of(cast.instructor), cohort.id)["Tara Trainee"]["esd-bench"].word)
    assert told == ["Ready", "Not yet", "Ready", "Not yet"]


def test_a_case_is_under_way_then_leads_to_its_last_run(cast: Cast, client_of: ClientOf) -> None:
    phone, client = dead_phone(cast), client_of(cast.instructor)
    cohort_id, told = phone.enrolled.cohort.id, []
    for acts in ((), ("needle",), SOLUTION):
        run = do(begin(phone), phone, *acts)
        (glance,) = cohort_glances([phone.enrolled.cohort], at=NOON)[0].trainees
        told.append((glance.states["dead-phone"], f"/case-runs/{run.id}" in client.get(f"/cohorts/{cohort_id}").text))
    assert told == [("running", False), ("not_yet", True), ("done", True)]


def test_a_failed_quiz_leads_to_its_last_attempt(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    attempt = sit(place_in(cohort, cast.trainee.id), right=False)
    found = rows(client_of(cast.instructor), cohort.id)["Tara Trainee"]["safety-quiz"]
    assert found == Cell("Not yet", "not-yet", f"/attempts/{attempt.id}")


def test_only_the_cohorts_instructors_are_led_to_sign_off_and_nobody_for_themselves(
    cast: Cast, client_of: ClientOf
) -> None:
    cohort = running_cohort(cast)
    tara, ines = place_in(cohort, cast.trainee.id), place_in(cohort, cast.instructor.id)
    for place, who in ((tara, cast.trainee), (ines, cast.instructor)):
        sit(place, right=True)
        ready_at_the_bench(place, who)
    by_instructor = rows(client_of(cast.instructor), cohort.id)
    by_coordinator = rows(client_of(cast.coordinator), cohort.id)
    assert [cells["esd-bench"].leads_to for cells in by_instructor.values()] == [
        "",
        f"/enrolments/{tara}/items/esd-bench/sign-offs/new",
    ]
    assert [cells["esd-bench"] for cells in by_coordinator.values()] == [Cell("Ready", "ready")] * 2


def test_the_head_of_the_chart_names_weeks_and_items(cast: Cast, client_of: ClientOf) -> None:
    page = tree(client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}").text)
    weeks, columns = page.findall(f".//{HTML}thead/{HTML}tr")
    assert [(said(week), week.get("colspan")) for week in weeks.iterfind(f"{HTML}th")] == [
        ("Week 1", "3"),
        ("Week 2", "1"),
        ("Week 3", "1"),
        ("Week 4", "1"),
        ("Week 5", "1"),
    ]
    assert [href for _, href in links(columns)] == [f"/revisions/{cast.revision_id}/items/{each}" for each in COLUMNS]


def test_who_is_behind_is_counted(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    place = place_in(cohort, cast.trainee.id)
    newcomers(cohort, 1)
    for item_id in ("the-bench",):
        declare_lesson_done(before(place, item_id), by=cast.trainee.id, at=now())
    sit(place, right=True)
    page = tree(client_of(cast.instructor).get(f"/cohorts/{cohort.id}").text)
    assert [said(each) for each in of_class(page, "matrix-note")] == ["3 items behind", "1 item behind"]
    assert "Trainees: 2 Ready to be assessed: 0 Behind: 2 Complete: 0" in said(page)


def test_the_withdrawn_stand_apart_and_are_led_nowhere(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    place, _ = place_in(cohort, cast.trainee.id), newcomers(cohort, 1)
    sit(place, right=True)
    ready_at_the_bench(place, cast.trainee)
    db.session.get_one(Enrolment, place).withdrawn_at = now()
    page = tree(client_of(cast.instructor).get(f"/cohorts/{cohort.id}").text)
    apart = of_class(page, "matrix-withdrawn")[0]
    assert next(said(row) for row in apart.iterfind(f"{HTML}tr")) == "Withdrawn"
    assert next(href for _, href in links(apart)) == f"/enrolments/{place}"
    assert f"/enrolments/{place}/items/esd-bench/sign-offs/new" not in {href for _, href in links(page)}


def test_the_weeks_of_the_address_are_shown_and_all_when_it_makes_no_sense(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    shown = {}
    for span in ("2-3", "5-5", "3-2", "0-0", "x", "1-999", ""):
        page = tree(client.get(f"/cohorts/{cast.cohort_id}?weeks={span}").text)
        shown[span] = [href.rpartition("/")[2] for _, href in links(of_class(page, "matrix-columns")[0])]
        assert {len(list(row)) - 1 for row in page.iterfind(f".//{HTML}tbody/{HTML}tr")} == {len(shown[span])}
    everything = list(COLUMNS)
    assert shown == {
        "2-3": ["the-battery", "the-screen"],
        "5-5": ["the-board"],
        "3-2": everything,
        "0-0": everything,
        "x": everything,
        "1-999": everything,
        "": everything,
    }


def test_a_course_too_long_for_a_sheet_comes_in_parts_that_fit() -> None:
    def week(number: int, items: int) -> Week:
        return replace(curriculum().weeks[0], number=number, items=curriculum().weeks[1].items * items)

    long = replace(curriculum(), weeks=tuple(week(number, 15) for number in (1, 2, 3, 4, 5)))
    assert [(each.span, each.shown) for each in parts(long, long.weeks[2:4])] == [
        ("1-2", False),
        ("3-4", True),
        ("5-5", False),
    ]
    assert parts(curriculum(), curriculum().weeks) == ()


def test_an_empty_cohort_asks_for_its_first_trainee(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    page = tree(client_of(cast.coordinator).get(f"/cohorts/{cohort.id}").text)
    assert list(page.iter(f"{HTML}table")) == []
    assert [said(each).startswith("Nobody is enrolled yet") for each in of_class(page, "empty")] == [True]


def test_coordinators_are_led_to_all_that_they_do_with_a_cohort_and_instructors_to_its_dates(
    cast: Cast, client_of: ClientOf
) -> None:
    address = f"/cohorts/{cast.cohort_id}"
    tables = (".xlsx", ".csv", "/outcomes.csv")
    pages = ("completion", "due-dates", "practicals", "safety-corrections", "weeks/1/workshop")
    shared = {f"{address}{end}" for end in tables} | {f"{address}/{each}" for each in pages}
    own = {f"{address}/{each}" for each in ("enrolments/new", "roster", "cards", "certificates", "edit")}
    shown = [
        {href for _, href in links(tree(client_of(who).get(address).text)) if href.startswith(address)}
        for who in (cast.coordinator, cast.instructor)
    ]
    assert shown == [shared | own, shared]


def test_a_matrix_is_for_those_who_follow_the_cohort(cast: Cast) -> None:
    members = (cast.instructor, cast.coordinator, cast.trainee, cast.outsider_instructor, cast.author)
    found = [cohort_glance(each, cohort_id=cast.cohort_id, at=NOON) for each in members]
    assert [len(each.trainees) if each else None for each in found] == [2, 2, None, None, None]


def test_the_matrix_takes_as_many_queries_for_three_trainees_as_for_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    cohort = running_cohort(cast)
    address, counted = f"/cohorts/{cohort.id}", []
    for count in (1, 2):
        for place in newcomers(cohort, count):
            sit(place, right=True)
        client = client_of(cast.instructor)
        client.get(address)
        with count_queries() as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted == [5, 5]

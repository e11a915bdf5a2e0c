"""What staff start from: the cohorts that they follow, who waits in them, who is stuck."""

from __future__ import annotations

from datetime import timedelta
from xml.etree.ElementTree import Element

from app.assessments.practicals.operations import declare_ready
from app.courses.models import Enrolment
from app.courses.operations.cohorts import add_site
from app.courses.operations.enrolments import declare_lesson_done
from app.db import db
from app.people.member import Member
from app.people.operations import add_person, grant_role
from app.shared.clock import now
from app.shared.ids import new_id
from app.today.queries.overviews import A_PAGE, overview
from tests.cast import BEFORE, NOON, Cast, signed_in
from tests.certificates.finished import finish
from tests.conftest import ClientOf, CountQueries
from tests.lint import HTML
from tests.today.making import before, links, newcomers, of_class, place_in, running_cohort, said, section, sit, tree

QUERIES = 8
"""Of a page of cohorts: who asks, which cohorts, this page's, their trainees, what they have behind them, what they
did, what the reader learns, and what there is of moderation."""


def test_an_instructor_sees_who_waits_the_longest_first(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast)
    waiting = {cast.trainee: 10, cast.other_trainee: 50}
    places = {who: place_in(cohort, who.id) for who in waiting}
    for who, minutes in waiting.items():
        sit(places[who], right=True)
        at = now() - timedelta(minutes=minutes)
        declare_ready(before(places[who], "esd-bench"), readiness_id=new_id(), by=who.id, at=at)
    ready = section(tree(client_of(cast.instructor).get("/").text), "Ready to be assessed")
    assert ready is not None
    assert links(ready) == [
        ("Otto Trainee", f"/enrolments/{places[cast.other_trainee]}/items/esd-bench/sign-offs/new"),
        ("Tara Trainee", f"/enrolments/{places[cast.trainee]}/items/esd-bench/sign-offs/new"),
    ]


def test_a_coordinator_sees_who_waits_but_is_not_led_to_sign_off(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.trainee.id)
    sit(place, right=True)
    declare_ready(before(place, "esd-bench"), readiness_id=new_id(), by=cast.trainee.id, at=now())
    ready = section(tree(client_of(cast.coordinator).get("/").text), "Ready to be assessed")
    assert ready is not None
    assert links(ready) == [("Tara Trainee", f"/enrolments/{place}")]


def test_an_instructor_is_not_led_to_sign_off_their_own_work(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.instructor.id)
    sit(place, right=True)
    declare_ready(before(place, "esd-bench"), readiness_id=new_id(), by=cast.instructor.id, at=now())
    ready = section(tree(client_of(cast.instructor).get("/").text), "Ready to be assessed")
    assert ready is not None
    assert links(ready) == [("Ines Instructor", f"/enrolments/{place}")]


def test_nobody_waiting_is_told(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast)
    ready = section(tree(client_of(cast.instructor).get("/").text), "Ready to be assessed")
    assert ready is not None
    assert said(ready).endswith("Nobody is waiting. When a trainee declares ready for a practical, they appear here.")


def panels(page: Element) -> dict[str, str]:
    """What each cohort's panel says, by the cohort's name."""
    return {links(panel)[0][0]: said(panel) for panel in of_class(page, "panel")}


def test_each_cohort_is_told_in_numbers(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    newcomers(cohort, 3)
    page = tree(client_of(cast.instructor).get("/").text)
    assert list(panels(page)) == ["Running"]
    assert panels(page)["Running"].startswith(
        "Running Week 2 of 5 Tiny phone repair · Lyon Trainees: 3 Ready to be assessed: 0 Behind: 3 Complete: 0"
    )
    assert links(of_class(page, "panel")[0]) == [
        ("Running", f"/cohorts/{cohort.id}"),
        ("Open the bench", f"/bench/{cohort.id}"),
    ]


def test_each_cohorts_weeks_say_how_many_have_finished_what(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    tara, otto = place_in(cohort, cast.trainee.id), place_in(cohort, cast.other_trainee.id)
    for place, who in ((tara, cast.trainee), (otto, cast.other_trainee)):
        declare_lesson_done(before(place, "the-bench"), by=who.id, at=now())
    sit(tara, right=True)
    strip = of_class(tree(client_of(cast.instructor).get("/").text), "cohortstrip")[0]
    rows = [said(row) for row in strip.iterfind(f".//{HTML}tbody/{HTML}tr")]
    assert rows == [
        "Taught 2 0 0 0 0",
        "Quizzed 1 " + " ".join(["nothing planned"] * 4),
        "Shown 0 " + " ".join(["nothing planned"] * 4),
    ]
    assert strip.get("aria-label") == (
        "Running: how many trainees have finished what each week teaches, quizzes and has shown, of 2"
    )


def test_running_coming_and_finished_cohorts_are_apart(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast, name="Empty")
    later = running_cohort(cast, -1, name="Later")
    newcomers(later, 1)
    soon = running_cohort(cast, 0, name="Soon")
    newcomers(soon, 1)
    closed = running_cohort(cast, 2, name="Closed early")
    newcomers(closed, 1)
    closed.closed_at = now()
    client = client_of(cast.instructor)
    pages = {show: tree(client.get(f"/?show={show}").text) for show in ("", "running", "coming", "closed", "nonsense")}
    shown = {show: list(panels(page)) for show, page in pages.items()}
    assert shown == {
        "": ["Empty"],
        "running": ["Empty"],
        "coming": ["Soon", "Later"],
        "closed": ["Closed early", "Spring 2026"],
        "nonsense": ["Empty"],
    }
    assert links(of_class(pages[""], "tabs")[0]) == [
        ("Running 1", "/?show=running"),
        ("Coming 2", "/?show=coming"),
        ("Finished 2", "/?show=closed"),
    ]
    told = panels(pages["coming"])["Later"]
    assert f"Starts on {later.first_day.day} {later.first_day:%B %Y}" in told
    assert "Nobody is enrolled yet." in panels(pages["running"])["Empty"]
    assert "The course is over" in panels(pages["closed"])["Spring 2026"]
    assert "Closed on " in panels(pages["closed"])["Closed early"]


def test_without_a_running_cohort_the_coming_ones_are_shown_first(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast, -1, name="Later")
    page = tree(client_of(cast.instructor).get("/").text)
    assert list(panels(page)) == ["Later"]
    assert "No cohort is running now." in said(tree(client_of(cast.instructor).get("/?show=running").text))


def test_many_cohorts_come_in_pages(cast: Cast, client_of: ClientOf) -> None:
    for number in range(A_PAGE + 1):
        newcomers(running_cohort(cast, name=f"Cohort {number}"), 1)
    client = client_of(cast.instructor)
    first, second, beyond = (tree(client.get(f"/?page={number}").text) for number in (1, 2, 99))
    assert (len(panels(first)), len(panels(second))) == (A_PAGE, 1)
    assert {**panels(first), **panels(second)}.keys() == {f"Cohort {number}" for number in range(A_PAGE + 1)}
    assert panels(beyond) == panels(second)
    assert links(of_class(first, "pagination")[0]) == [("Next page", "/?show=running&page=2")]
    assert links(of_class(second, "pagination")[0]) == [("Previous", "/?show=running&page=1")]


def test_who_is_stuck_is_told_with_every_reason(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.trainee.id)
    for _ in range(2):
        sit(place, right=False)
    stuck = section(tree(client_of(cast.coordinator).get("/").text), "Stuck")
    assert stuck is not None
    assert [said(each) for each in of_class(stuck, "item-why")] == ["Failed 2 times: Safety quiz"]
    assert links(stuck) == [("Tara Trainee", f"/enrolments/{place}")]
    assert "completed nothing for 5 working days" in said(stuck)


def test_nobody_stuck_is_told(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast)
    stuck = section(tree(client_of(cast.instructor).get("/").text), "Stuck")
    assert stuck is not None
    assert said(stuck).startswith("Stuck Nobody is stuck.")


def test_of_many_who_wait_or_are_stuck_the_rest_is_folded(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 5)
    newcomers(cohort, 8)
    stuck = section(tree(client_of(cast.instructor).get("/").text), "Stuck")
    assert stuck is not None
    assert [said(each) for each in stuck.iter(f"{HTML}summary")] == ["3 more", "Who is listed here?"]
    assert len(of_class(stuck, "item")) == 8


def test_coordinators_are_led_to_the_certificates_they_can_issue(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    pages = {who: tree(client_of(who).get("/?show=closed").text) for who in (cast.coordinator, cast.instructor)}
    to_issue = section(pages[cast.coordinator], "Certificates to issue")
    assert to_issue is not None
    assert links(to_issue) == [("Spring 2026", f"/cohorts/{cast.cohort_id}/certificates")]
    assert "1 trainee has everything that the certificate takes" in said(to_issue)
    assert section(pages[cast.instructor], "Certificates to issue") is None


def test_what_waits_comes_first_for_those_who_assess(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast)
    order = {}
    for who in (cast.instructor, cast.coordinator):
        page = tree(client_of(who).get("/").text)
        order[who] = [said(each) for each in page.iter(f"{HTML}h2")]
    assert order[cast.instructor] == ["Ready to be assessed", "Stuck", "Cohorts"]
    assert order[cast.coordinator] == ["Cohorts", "Ready to be assessed", "Stuck"]


def test_a_withdrawn_trainee_is_not_counted(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 2)
    gone, _ = newcomers(cohort, 2)
    db.session.get_one(Enrolment, gone).withdrawn_at = now()
    assert (
        "Trainees: 1 Ready to be assessed: 0 Behind: 1 "
        in panels(tree(client_of(cast.instructor).get("/").text))["Running"]
    )


def test_staff_without_cohorts_are_told_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    told = {}
    for role in ("coordinator", "instructor"):
        person = add_person(f"New {role}", email=None, language="en", by=None, at=BEFORE)
        site = cast.site_id if role == "instructor" else None
        grant_role(person, role=role, site_id=site, by=None, at=BEFORE)
        told[role] = said(tree(client_of(signed_in(person.id)).get("/").text))
    assert "You teach no cohort yet" in told["instructor"]
    assert "Cohorts" in told["coordinator"]  # everywhere: both of the cast's


def test_a_coordinator_of_a_site_without_cohorts_creates_the_first(cast: Cast, client_of: ClientOf) -> None:
    person = add_person("Cleo Coordinator", email=None, language="en", by=None, at=BEFORE)
    site = add_site("Lille", time_zone="Europe/Paris", by=None, at=BEFORE)
    grant_role(person, role="coordinator", site_id=site.id, by=None, at=BEFORE)
    page = tree(client_of(signed_in(person.id)).get("/").text)
    assert [said(each).startswith("No cohort yet") for each in of_class(page, "empty")] == [True]
    assert ("Create a cohort", "/cohorts/new") in links(page)


def test_authors_are_led_to_the_courses(cast: Cast, client_of: ClientOf) -> None:
    page = tree(client_of(cast.author).get("/").text)
    assert ("Open the courses", "/courses") in links(page)
    assert of_class(page, "empty") == []


def test_staff_who_learn_see_their_own_course_below(cast: Cast, client_of: ClientOf) -> None:
    place = place_in(running_cohort(cast), cast.author.id)
    page = tree(client_of(cast.author).get("/").text)
    assert links(of_class(page, "next-up")[0]) == [("Read the lesson", f"/enrolments/{place}/items/the-bench")]


def test_the_staffs_page_takes_as_many_queries_for_three_cohorts_as_for_one(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    counted = []
    for names in (["First"], ["Second", "Third"]):
        for name in names:
            for place in newcomers(running_cohort(cast, name=name), 2):
                sit(place, right=True)
        client = client_of(cast.instructor)
        client.get("/")
        with count_queries() as queries:
            client.get("/")
        counted.append(len(queries))
    assert counted == [QUERIES, QUERIES]


def test_staff_follow_their_own_cohorts_only(cast: Cast) -> None:
    def followed(who: Member) -> list[str]:
        return [each.cohort.name for each in overview(who, show="", page=1, at=NOON).cohorts]

    assert followed(cast.outsider_instructor) == ["Elsewhere"]
    assert followed(cast.coordinator) == ["Spring 2026"]
    assert followed(cast.author) == followed(cast.trainee) == []

"""What staff read of courses, a trainee's whole course, and images."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from app.courses.facts import Enrolled
from app.courses.operations.enrolments import record_completion
from app.courses.operations.gates import open_gate
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_of, image
from app.curriculum.folder import read_course
from app.db import db
from app.people.member import Member
from tests.cast import NOON, Cast
from tests.courses.unwritten import cohort_without_items, enrolled_with_drafts, enrolled_without_items
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]
ITEMS = ["the-bench", "safety-quiz", "esd-bench", "the-battery", "the-screen", "the-port", "the-board"]
"""The course's items, in its order."""
STAFF = ["instructor", "coordinator", "author", "moderator", "outsider_instructor"]


def items(page: str) -> list[tuple[str, str]]:
    """State and address of each item's row."""
    return [
        (state, address)
        for state, address in re.findall(r'<li class="item item-([\w-]+)">.*?href="([^"]*)"', page, re.DOTALL)
    ]


def written_later(page: str) -> list[int]:
    """The numbers of the weeks that say that they are still being written."""
    weeks = re.split(r'id="week-(\d)"', page)[1:]
    return [
        int(number)
        for number, week in zip(weeks[::2], weeks[1::2], strict=True)
        if "This week is still being written." in week
    ]


def standing(page: str) -> tuple[str, str]:
    """Title and sentence (empty if there is none) of the panel about the certificate."""
    panel = page.split('<section class="panel">')[1].split("</section>")[0]
    sentence = re.search(r"</h2>\s*<p>(.*?)</p>", panel)
    return re.findall(r"<h2>(.*?)</h2>", panel)[0], sentence[1] if sentence else ""


def complete(enrolled: Enrolled) -> None:
    """Everything that there is in the trainee's edition of the course."""
    for item in enrolled.curriculum.items:
        record_completion(enrolled.id, item_id=item, at=NOON)
    open_gate(enrolled.id, gate="safety", at=NOON)
    db.session.commit()


@pytest.mark.parametrize("who", STAFF)
def test_staff_find_every_course_with_its_weeks_and_items(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    index = client.get("/courses").get_data(as_text=True)
    assert re.findall(r'<h2 id="[\w-]+"><a href="([^"]*)">', index) == [f"/revisions/{cast.revision_id}"]
    course = client.get(f"/revisions/{cast.revision_id}").get_data(as_text=True)
    assert re.findall(r'class="item-title" href="([^"]*)"', course) == [
        f"/revisions/{cast.revision_id}/items/{item}" for item in ITEMS
    ]
    assert written_later(course) == []


def test_staff_are_told_which_weeks_are_still_being_written(cast: Cast, client_of: ClientOf) -> None:
    cohort = cohort_without_items(cast, [3, 5])
    course = client_of(cast.author).get(f"/revisions/{cohort.revision_id}").get_data(as_text=True)
    assert re.findall(r'class="item-title" href="([^"]*)"', course) == [
        f"/revisions/{cohort.revision_id}/items/{item}"
        for item in ("the-bench", "safety-quiz", "esd-bench", "the-battery", "the-port")
    ]
    assert written_later(course) == [3, 5]


def test_drafts_show_their_items_and_that_more_are_to_come(cast: Cast, client_of: ClientOf) -> None:
    enrolled = enrolled_with_drafts(cast, [2, 5])
    course = client_of(cast.author).get(f"/revisions/{enrolled.cohort.revision_id}").get_data(as_text=True)
    assert len(re.findall(r'class="item-title"', course)) == len(ITEMS)
    assert written_later(course) == [2, 5]
    complete(enrolled)
    page = client_of(cast.trainee).get(f"/enrolments/{enrolled.id}").get_data(as_text=True)
    assert standing(page)[0] == "What is still missing for your certificate"
    assert re.findall(r"<dt>(Weeks? [^<]*)</dt><dd>(.*?)</dd>", page) == [("Weeks 2, 5", "still being written")]
    assert written_later(page) == [2, 5]
    assert [state for state, _ in items(page)] == ["done"] * len(ITEMS)


def test_staff_read_items_with_their_answers(cast: Cast, client_of: ClientOf) -> None:
    client, base = client_of(cast.instructor), f"/revisions/{cast.revision_id}/items"
    lesson = client.get(f"{base}/the-bench").get_data(as_text=True)
    assert "The ground point takes the charge away slowly." in lesson
    assert "/practice/" not in lesson
    quiz = client.get(f"{base}/safety-quiz").get_data(as_text=True)
    assert re.findall(r'<article class="question[^"]*" id="question-([\w-]+)"', quiz) == [
        "strap-near-mains",
        "bags",
        "energy",
        "no-path",
    ]
    assert "5\xa0Ah ×\xa03.85\xa0V = 19.25\xa0Wh." in quiz
    practical = client.get(f"{base}/esd-bench").get_data(as_text=True)
    assert re.findall(r'<dt class="number">(\d)</dt><dd>(.*?)</dd>', practical) == [
        ("0", "Not worn"),
        ("1", "Worn untested"),
        ("2", "Tested, logged late"),
        ("3", "Tested before the start and logged"),
    ]


@pytest.mark.parametrize("who", ["trainee", "outsider_trainee"])
def test_trainees_never_see_answers(cast: Cast, client_of: ClientOf, who: str) -> None:
    client, base = client_of(getattr(cast, who)), f"/revisions/{cast.revision_id}"
    assert [client.get(page).status_code for page in ("/courses", base, f"{base}/items/safety-quiz")] == [404] * 3


def test_there_is_no_page_of_what_there_is_not(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.instructor)
    pages = (
        f"/revisions/{cast.revision_id}/items/nothing",
        "/revisions/999999",
        "/revisions/999999/items/the-bench",
    )
    assert [client.get(page).status_code for page in pages] == [404] * 3


def test_trainees_see_their_whole_course_with_what_is_missing(cast: Cast, client_of: ClientOf) -> None:
    record_completion(cast.enrolment_id, item_id="the-bench", at=NOON)
    page = client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}").get_data(as_text=True)
    prefix = f"/enrolments/{cast.enrolment_id}/items"
    assert [address for _, address in items(page)] == [f"{prefix}/{item}" for item in ITEMS]
    assert [state for state, _ in items(page)[:3]] == ["done", "next", "locked"]
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Tiny phone repair"]
    assert re.findall(r"<dt>(\d \w+)</dt>", page) == ["5 lessons", "1 quiz", "1 practical"]
    assert "Opens when you pass: Safety quiz." in page


def test_the_course_page_takes_three_queries(cast: Cast, client_of: ClientOf, count_queries: CountQueries) -> None:
    client = client_of(cast.trainee)
    client.get(f"/enrolments/{cast.enrolment_id}")
    with count_queries() as queries:
        client.get(f"/enrolments/{cast.enrolment_id}")
    assert len(queries) == 3


def test_the_list_of_courses_takes_two_queries(cast: Cast, client_of: ClientOf, count_queries: CountQueries) -> None:
    client = client_of(cast.instructor)
    client.get("/courses")
    with count_queries() as queries:
        client.get("/courses")
    assert len(queries) == 2


@pytest.mark.parametrize("who", ["instructor", "coordinator"])
def test_who_follows_a_cohort_sees_a_trainees_course_with_links_that_open(
    cast: Cast, client_of: ClientOf, who: str
) -> None:
    client = client_of(getattr(cast, who))
    page = client.get(f"/enrolments/{cast.enrolment_id}").get_data(as_text=True)
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Tara Trainee"]
    addresses = [address for _, address in items(page)]
    assert addresses == [f"/revisions/{cast.revision_id}/items/{item}" for item in ITEMS]
    assert [client.get(address).status_code for address in addresses] == [200] * 7


@pytest.mark.parametrize("who", ["other_trainee", "outsider_trainee", "outsider_instructor", "author"])
def test_nobody_else_sees_a_trainees_course(cast: Cast, client_of: ClientOf, who: str) -> None:
    assert client_of(getattr(cast, who)).get(f"/enrolments/{cast.enrolment_id}").status_code == 404


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("trainee", "You have done all that the course asks. The coordinator issues the certificate."),
        ("coordinator", "The certificate can be issued."),
    ],
)
def test_when_everything_is_done_the_page_says_so(cast: Cast, client_of: ClientOf, who: str, said: str) -> None:
    complete(cast.enrolled())
    page = client_of(getattr(cast, who)).get(f"/enrolments/{cast.enrolment_id}").get_data(as_text=True)
    assert standing(page) == ("Everything for the certificate is done", said)
    assert [state for state, _ in items(page)] == ["done"] * 7


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("trainee", "What is still missing for your certificate"),
        ("coordinator", "What is still missing for the certificate"),
    ],
)
@pytest.mark.parametrize(("weeks", "named"), [([3, 4, 5], "Weeks 3, 4, 5"), ([4], "Week 4")])
def test_weeks_that_are_still_being_written_are_missing_too(
    cast: Cast, client_of: ClientOf, weeks: list[int], named: str, who: str, title: str
) -> None:
    enrolled = enrolled_without_items(cast, weeks)
    complete(enrolled)
    page = client_of(getattr(cast, who)).get(f"/enrolments/{enrolled.id}").get_data(as_text=True)
    assert standing(page)[0] == title
    assert re.findall(r"<dt>(Weeks? [^<]*)</dt><dd>(.*?)</dd>", page) == [(named, "still being written")]
    assert written_later(page) == weeks
    assert [state for state, _ in items(page)] == ["done"] * (7 - len(weeks))


def digest(cast: Cast) -> str:
    return enrolment_facts(cast.enrolment_id).curriculum.images["images/bench.svg"]


def test_images_are_public_and_kept_for_ever(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(None).get(f"/images/{digest(cast)}.svg")
    headers = {name: answer.headers[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert answer.status_code == 200
    assert answer.data.lstrip().startswith(b"<svg")
    assert headers == {
        "Content-Type": "image/svg+xml; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")


@pytest.mark.parametrize("ending", ["png", "html", "md", "svgz"])
def test_an_image_is_found_under_its_own_ending_only(cast: Cast, client_of: ClientOf, ending: str) -> None:
    assert client_of(None).get(f"/images/{digest(cast)}.{ending}").status_code == 404


def test_sources_are_no_images(cast: Cast) -> None:
    sources = enrolment_facts(cast.enrolment_id).curriculum.images
    assert image("0" * 64, "svg") is None
    assert [image(each, "md") for each in sources.values()] == [None]


def test_two_courses_with_the_same_sources_are_two(cast: Cast, app: Flask) -> None:
    sources = read_course(app.extensions["settings"].content / "mobile" / "tiny-phone-repair").sources
    made = [
        publish(sources, course_id=course_id, track_id="mobile", by=None, at=NOON)[0] for course_id in ("one", "two")
    ]
    assert [curriculum_of(revision.id).id for revision in made] == ["one", "two"]

"""What a practical needs: how many of each, for whom, and what one costs."""

from __future__ import annotations

import re

from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.people.operations import choose_language
from app.people.queries import person_by_id
from tests.cast import BEFORE, FIRST_DAY, Cast
from tests.conftest import ClientOf
from tests.courses.unwritten import COURSE

PRACTICAL = "week-01/90-esd-bench.md"
NEEDS = b"""\
tools:
  - {name: Wrist strap, per: trainee, quantity: 1}
  - {name: Heat mat, per: bench, quantity: 2, cost: 89}
parts:
  - {name: Battery, per: trainee, quantity: 1, cost: 24.50}
  - {name: Sand <dry>, per: group, quantity: 2.5, cost: 0.8}
"""


def with_needs(cast: Cast) -> tuple[str, int]:
    """The trainee's enrolment in an edition whose practical needs all kinds of things, and its revision."""
    sources = read_course(COURSE).sources
    written = sources[PRACTICAL].replace(b"tools:\n  - {name: Wrist strap, per: trainee, quantity: 1}\n", NEEDS)
    edition = {**sources, PRACTICAL: written}
    revision, _ = publish(edition, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=BEFORE)
    cohort = create_cohort(
        "Needs",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    enrolment = enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE)
    return str(enrolment.id), revision.id


def needs(page: str, title: str) -> list[str]:
    """The rows below that heading, without tags."""
    section = page.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0]
    rows = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", section, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", ": ".join(row)).split()) for row in rows]


def test_the_trainee_reads_what_is_for_them_for_the_bench_and_for_the_group(cast: Cast, client_of: ClientOf) -> None:
    enrolment, _ = with_needs(cast)
    page = client_of(cast.trainee).get(f"/enrolments/{enrolment}/items/esd-bench").text
    assert needs(page, "Tools") == ["For you: Wrist strap", "At the bench: 2 × Heat mat · €89.00 each"]
    assert needs(page, "Parts") == [
        "For you: Battery · €24.50",
        "For the group: 2.5 × Sand &lt;dry&gt; · €0.80 each",
    ]


def test_costs_and_numbers_are_written_as_the_reader_does(cast: Cast, client_of: ClientOf) -> None:
    enrolment, _ = with_needs(cast)
    choose_language(cast.trainee.id, language="fr")
    page = client_of(cast.trainee).get(f"/enrolments/{enrolment}/items/esd-bench").text
    numbers = re.findall(r"\d+,\d+(?:\s€)?", page)
    assert [number.replace("\xa0", " ") for number in numbers] == ["89,00 €", "24,50 €", "2,5", "0,80 €"]
    assert '<span lang="en">Heat mat</span>' in page


def test_staff_read_what_each_trainee_bench_and_group_needs(cast: Cast, client_of: ClientOf) -> None:
    _, revision = with_needs(cast)
    page = client_of(cast.instructor).get(f"/revisions/{revision}/items/esd-bench").text
    assert needs(page, "Tools") == [
        "For each trainee: Wrist strap",
        "For each bench: 2 × Heat mat · €89.00 each",
    ]
    assert needs(page, "Parts")[1] == "For the group: 2.5 × Sand &lt;dry&gt; · €0.80 each"

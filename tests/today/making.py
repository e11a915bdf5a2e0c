"""Trainees somewhere in their course, and reading the pages that show it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import html5lib

from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import hand_in, start_attempt
from app.courses.facts import EnrolledItem
from app.courses.models import Cohort
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.queries.enrolments import enrolment_facts
from app.people.operations import add_person
from app.people.queries import person_by_id
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import BEFORE, Cast
from tests.lint import HTML

HALF = Decimal(50)
RIGHT = {"strap-near-mains": [1], "bags": [0, 2], "energy": "19.25", "no-path": "open circuit"}


def today_in_paris() -> date:
    """The day that it is at the cast's sites."""
    return now().astimezone(ZoneInfo("Europe/Paris")).date()


def running_cohort(cast: Cast, week: int = 1, *, name: str = "Running", revision_id: int | None = None) -> Cohort:
    """A cohort of the cast's instructor that is in the middle of that week today; it follows the cast's edition of the
    course, or another."""
    return create_cohort(
        name,
        site_id=cast.site_id,
        revision_id=revision_id or cast.revision_id,
        first_day=today_in_paris() - timedelta(weeks=week - 1, days=3),
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )


def place_in(cohort: Cohort, person_id: UUID) -> UUID:
    """The enrolment of that person there."""
    return enrol(person_by_id(person_id), cohort_id=cohort.id, by=None, at=BEFORE).id


def newcomers(cohort: Cohort, count: int) -> list[UUID]:
    """So many more enrolments of new people."""
    people = [
        add_person(f"New Comer {number}", email=None, language="en", by=None, at=BEFORE) for number in range(count)
    ]
    return [place_in(cohort, person.id) for person in people]


def before(enrolment_id: UUID, item_id: str) -> EnrolledItem:
    """That trainee before that item."""
    enrolled = enrolment_facts(enrolment_id)
    return EnrolledItem(enrolled, enrolled.curriculum.items[item_id])


def sit(enrolment_id: UUID, *, right: bool | None) -> Attempt:
    """The safety quiz, answered right, handed in empty, or (None) left running."""
    found = before(enrolment_id, "safety-quiz")
    attempt = start_attempt(found, attempt_id=new_id(), by=found.enrolled.person_id, at=now())
    if right is not None:
        answers = RIGHT if right else {}
        hand_in(attempt, answers=answers, incomplete=True, by=found.enrolled.person_id, at=now())
    return attempt


def tree(page: str) -> Element:
    """The page as elements."""
    root: Element = html5lib.parse(page)
    return root


def said(element: Element) -> str:
    """The words in it, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def of_class(root: Element, name: str) -> list[Element]:
    """Every element with that class."""
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def section(root: Element, heading: str) -> Element | None:
    """The part of the page under that heading of the second level."""
    for element in root.iter(f"{HTML}section"):
        title = element.find(f".//{HTML}h2")
        if title is not None and said(title) == heading:
            return element
    return None


def links(element: Element) -> list[tuple[str, str]]:
    """The words and the address of each link in it."""
    return [(said(link), link.get("href") or "") for link in element.iter(f"{HTML}a")]

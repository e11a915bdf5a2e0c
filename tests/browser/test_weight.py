"""What reading a lesson costs a phone: the first time, and every time after."""

from __future__ import annotations

import pytest

from app.curriculum.model import Curriculum, Lesson
from tests.browser import journey
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.serving import LiveSchool
from tests.browser.weight import visit

pytestmark = pytest.mark.browser

READER = "gaelle.quelconque@etabli.example"


def test_a_first_visit_to_a_lesson_is_light_and_a_later_one_much_lighter(
    open_page: OpenPage, school: LiveSchool, course: Curriculum
) -> None:
    signing_in = open_page()
    journey.sign_in(signing_in, READER, school.password)
    signed_in = signing_in.context.storage_state()
    enrolment = school.places["enrolments"]["Gaëlle Quelconque"]
    page = open_page(viewport=PHONE, storage_state=signed_in)  # a browser of its own: nothing is cached
    longest = max(
        (item for item in course.items.values() if isinstance(item, Lesson)), key=lambda item: len(repr(item))
    )
    address = f"/enrolments/{enrolment}/items/{longest.id}"
    first, later = visit(page, address), visit(page, address)
    journey.has_heading(page, longest.title)
    assert first.kib <= 120, first
    assert first.requests <= 10, first
    assert 0 < later.kib <= 25, later
    assert later.requests <= 3, later
    assert first.requests > later.requests  # else nothing was counted, or nothing cached

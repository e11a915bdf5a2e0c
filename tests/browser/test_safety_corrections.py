"""A trainee reads a safety correction before they go on: on a phone, in a browser that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import journey, pushing
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.journey import button, has_heading, link
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser


def test_a_trainee_is_led_to_it_reads_it_and_is_where_they_wanted_to_be(
    open_page: OpenPage, school: LiveSchool
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    journey.sign_in(page, pushing.email_of(pushing.READS), school.password)
    has_heading(page, "Today")
    expect(link(page, "Read the safety correction")).to_be_visible()
    lesson = f"/enrolments/{school.places['enrolments'][pushing.READS]}/items/{pushing.ITEM}"
    page.goto(lesson)
    has_heading(page, "Read this before you go on")
    expect(page.locator("main")).to_contain_text("A trainee was hurt.")
    expect(page.locator("main ins")).to_contain_text("Never work on it alone.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    button(page, "I have read it and will work like this").click()
    page.wait_for_url(f"**{lesson}")
    has_heading(page, "The bench")
    expect(page.locator("main")).to_contain_text("Never work on it alone.")
    expect(page.get_by_text("Thank you. You can go on.")).to_be_visible()

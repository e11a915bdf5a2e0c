"""A case at the bench: by keyboard alone, on a phone, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey, sampler
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser


def choose(page: Page, words: str) -> None:
    """Choose what begins with these words by keys only, and send it with Enter."""
    radio = page.get_by_role("radio", name=words)
    for _ in range(80):
        page.keyboard.press("Tab")
        if radio.evaluate(
            "each => each.form === document.activeElement.form && document.activeElement.type === 'radio'"
        ):
            break
    for _ in range(20):
        if radio.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(radio).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_case_is_solved_by_keyboard_without_javascript_on_a_phone(school: LiveSchool, open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    journey.sign_in(page, sampler.email_of(sampler.ANSWERED), school.password)
    page.goto(f"/enrolments/{school.places['enrolments'][sampler.ANSWERED]}/items/{sampler.CASE}")
    page.get_by_role("button", name="Run it again").press("Enter")
    for words in ("Isolate the machine", "Look into the filter", "Measure the drain pump's winding"):
        choose(page, words)
    expect(page.locator("#now")).to_contain_text("You read")
    choose(page, "Drain pump winding open")
    expect(page.locator(".score-word")).to_have_text("Passed")


def test_the_state_of_the_device_stays_in_view_at_the_last_reading(school: LiveSchool, open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    journey.sign_in(page, sampler.email_of(sampler.ASKED), school.password)
    page.goto(f"/case-runs/{school.places['case_runs'][sampler.ASKED]}#now")
    expect(page.locator(".bench-now .state-dead")).to_be_in_viewport(ratio=1)
    expect(page.locator("#now .bench-test")).to_be_in_viewport(ratio=1)

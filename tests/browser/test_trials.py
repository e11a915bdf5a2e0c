"""An author takes a draft as a test run, and nothing of it stays, on the device or elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import answering, desk, journey, sampler
from tests.browser.answering import GIVEN, SAVED
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.journey import button
from tests.browser.serving import LiveSchool
from tests.browser.test_sweep import AXE, OVERFLOW, RUN_AXE

pytestmark = pytest.mark.browser

LEFT_ON_THE_DEVICE = """async (within) => {
  const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const answers = (await asked(indexedDB.open("answers"))).transaction(["waiting", "saved"]);
  const kept = await Promise.all(["waiting", "saved"].map((each) => asked(answers.objectStore(each).getAll())));
  const workers = (await navigator.serviceWorker.getRegistrations()).map((each) => each.scope);
  const remembered = Object.keys(localStorage).filter((name) => name.includes(within));
  return [...kept.flat(), ...workers, ...(await caches.keys()), ...remembered];
}"""


@pytest.fixture
def page(open_page: OpenPage, school: LiveSchool) -> Page:
    """The page of a test run of the course with a question of every type, which its author began."""
    page = open_page()
    journey.sign_in(page, desk.AUTHOR, school.password)
    page.goto("/desk")
    course = page.locator(f"article[aria-labelledby='course-{sampler.FOLDER.name}']")
    course.get_by_role("button", name="Begin a draft").or_(course.get_by_role("link", name="Go on writing")).click()
    button(page, "Test run").click()
    expect(strip(page)).to_contain_text("Nobody else sees this, and nothing that is done here is kept.")
    return page


def strip(page: Page) -> Locator:
    """What stands above each page of a test run."""
    return page.get_by_role("region", name="Test run")


def test_a_quiz_is_taken_in_a_test_run_and_nothing_of_it_stays(page: Page) -> None:
    draft = page.url.partition("/as/")[0]
    open_item(page, sampler.QUIZ)
    page.get_by_role("button", name="the quiz").click()
    expect(button(page, "Hand in")).to_be_visible()
    attempt = page.evaluate("location.pathname")
    for question in GIVEN:
        answering.answer(page, question)
    answering.state(page, SAVED)
    assert answering.at_the_school(page, attempt).keys() >= GIVEN.keys()
    page.reload()
    expect(page.locator("#question-word").get_by_label("Your answer")).to_have_value("no path")
    button(page, "Hand in").click()
    button(page, "Hand in anyway").click()
    expect(page.locator(".score-word")).to_be_visible()
    assert "/as/test/" in page.url
    assert page.evaluate(LEFT_ON_THE_DEVICE, "/drafts/") == []
    button(page, "End").click()
    expect(page).to_have_url(draft)


def test_a_test_run_begins_again_with_nothing_done(page: Page) -> None:
    first = page.url
    open_item(page, sampler.CASE)
    button(page, "Go to the bench").click()
    expect(page.locator("#test")).to_be_visible()
    button(page, "Begin again").click()
    expect(strip(page)).to_be_visible()
    assert page.url != first
    open_item(page, sampler.CASE)
    expect(button(page, "Go to the bench")).to_be_visible()


def test_the_strip_is_for_everybody(page: Page) -> None:
    page.context.add_init_script(path=AXE)
    faults = []
    for address in (page.url, page.url.replace("/as/test/", "/as/author/").partition("/enrolments/")[0] + "/"):
        page.goto(address)
        for width in (PHONE, DESK):
            page.set_viewport_size(width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                faults += page.evaluate(RUN_AXE) + page.evaluate(OVERFLOW)
    assert faults == []


def test_without_javascript_a_test_run_goes_the_same_way(browser: Browser, page: Page, school: LiveSchool) -> None:
    signed_in = page.context.storage_state()
    with browser.new_context(base_url=school.address, java_script_enabled=False, storage_state=signed_in) as context:
        plain = context.new_page()
        plain.goto(page.url)
        open_item(plain, sampler.QUIZ)
        plain.get_by_role("button", name="the quiz").click()
        plain.locator("#question-word").get_by_label("Your answer").fill("no path")
        plain.get_by_role("button", name="Save").first.click()
        expect(plain.locator("#question-word").get_by_label("Your answer")).to_have_value("no path")


def open_item(page: Page, item_id: str) -> None:
    """From the course of the test run to that item."""
    page.locator(f"main a[href$='/items/{item_id}']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

"""Where it is arranged that questions are read aloud, the device reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import journey, sampler
from tests.browser.conftest import OpenPage
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

# A device without voices says nothing: what it would say is noted instead.
EAR = """
window.heard = [];
window.SpeechSynthesisUtterance = class { constructor(words) { this.words = words; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (said) => { heard.push([said.lang, said.words]); window.last = said; },
  cancel: () => heard.push("silence"),
} });
"""


@pytest.fixture
def arrange(open_page: OpenPage, school: LiveSchool) -> Iterator[Callable[[], None]]:
    """Arranges that questions are read aloud to the trainee, and takes it back afterwards: others use the school."""
    page = open_page()
    journey.sign_in(page, sampler.email_of(sampler.INSTRUCTOR), school.password)

    def say(wanted: bool) -> None:
        page.goto(f"/enrolments/{school.places['enrolments'][sampler.ASKED]}/arrangements")
        page.get_by_label("The questions are read aloud").set_checked(wanted)
        page.get_by_label("Why").fill("Reads slowly in English.")
        button(page, "Arrange it").click()
        expect(page.get_by_label("The questions are read aloud")).to_be_checked(checked=wanted)

    yield lambda: say(True)
    say(False)


def test_the_device_reads_a_question_in_its_language_until_it_is_told_to_stop(
    open_page: OpenPage, school: LiveSchool, arrange: Callable[[], None]
) -> None:
    device = open_page()
    device.add_init_script(EAR)
    journey.sign_in(device, sampler.email_of(sampler.ASKED), school.password)
    device.goto(f"/enrolments/{school.places['enrolments'][sampler.ASKED]}/items/{sampler.QUIZ}")
    device.get_by_role("link", name="Continue the quiz").first.click()
    expect(button(device, "Hand in")).to_be_visible()
    assert device.get_by_role("button", name="Read aloud").count() == 0
    arrange()
    device.reload()
    question = device.locator("#question-one")
    read = question.get_by_role("button", name="Read aloud")
    read.click()
    said = device.evaluate("heard")
    assert {language for language, _ in said} == {"en"}
    assert [words for _, words in said] == [
        question.locator(".question-number").inner_text(),
        question.locator(".question-title").inner_text(),
        *(" ".join(words.split()) for words in question.locator(".choice").all_inner_texts()),
    ]
    button(device, "Stop reading").click()
    assert device.evaluate("heard.at(-1)") == "silence"
    read.click()
    device.evaluate("last.onend()")
    expect(read).to_be_visible()

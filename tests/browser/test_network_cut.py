"""The network is cut at every single request of an attempt in turn: exactly the answers given are there."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.answering import GIVEN, ONCE, SAVED, answer, at_the_school, open_quiz, saves, signed_in
from tests.browser.conftest import OpenPage
from tests.browser.cutting import Cut, Line
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

HAND_IN = ("Hand in", "Hand in anyway")
AT_LEAST = 4 + len(GIVEN) + len(HAND_IN)
"""Requests: two to begin, one to keep the page, one to look at what is saved, the answers, and the end."""


@pytest.mark.parametrize("cut", ["on the way there", "on the way back"])
def test_wherever_the_network_is_cut_exactly_the_answers_given_are_there(
    open_page: OpenPage, device: Page, line: Line, school: LiveSchool, cut: Cut
) -> None:
    desk = signed_in(open_page(), school)
    requests = 1
    place = 0
    while place < requests:
        open_quiz(device, school)
        line.cut_from_now(cut, place)
        attempt = begun(device, school)
        for question in GIVEN:
            answer(device, question)
            expect(device.locator("save-state")).to_have_text(SAVED, timeout=15_000)
        assert at_the_school(desk, attempt) == GIVEN, (place, line.asked)
        assert saves(desk, attempt) in ONCE
        for name in HAND_IN:
            handed_in(device, name)
        requests = len(line.asked)
        line.cut_at = -1
        place += 1
    assert place >= AT_LEAST


def begun(page: Page, school: LiveSchool) -> str:
    """Begin an attempt; once more if it didn't work. Its address."""
    sheet = button(page, HAND_IN[0])
    begin = page.get_by_role("button", name="the quiz").or_(page.get_by_role("link", name="Continue the quiz")).first
    if not pressed(page, begin, sheet):
        open_quiz(page, school)
        begin.click()
    expect(sheet).to_be_visible()
    address: str = page.evaluate("location.pathname")
    return address


def handed_in(page: Page, name: str) -> None:
    """Hand in; once more if the page says that it didn't work, or the next one doesn't come."""
    following = page.locator(".score-word") if name == HAND_IN[-1] else button(page, HAND_IN[-1])
    if not pressed(page, button(page, name), following):
        page.reload() if broken(page).is_visible() else button(page, name).click()
    expect(following).to_be_visible()


def pressed(page: Page, what: Locator, following: Locator) -> bool:
    """Press it, and tell whether `following` came."""
    with suppress(Error):  # the browser complains that nothing came
        what.click()
    told = page.locator(".answer-sheet-told:not(:empty)")
    with suppress(AssertionError):  # the page came from the device: nobody was asked
        expect(following.or_(told).or_(broken(page)).first).to_be_visible(timeout=5_000)
    return following.is_visible()


def broken(page: Page) -> Locator:
    """What the browser shows where no page came."""
    return page.locator("#main-frame-error")

"""The words of the trade in a lesson: what they mean is a tap or a key away, with and without scripts."""

from __future__ import annotations

from typing import TypedDict

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import journey
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.keys import press, tab_to
from tests.browser.pages import AMINA
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

LESSON = "the-safe-bench"
WORD = "quarantine"
MEANING = "A safe place, apart from people and from things that burn, where a dangerous device waits."
LINE = 24
"""Pixels that a target within a text has at least in height (WCAG 2.5.8)."""


class Box(TypedDict):
    """Where something is in the window."""

    x: float
    y: float
    width: float
    height: float


def read(page: Page, school: LiveSchool) -> None:
    journey.sign_in(page, AMINA, school.password)
    page.goto(f"/enrolments/{school.places['enrolments']['Amina Fictive']}/items/{LESSON}")


def word(page: Page) -> Locator:
    return page.locator(".term", has_text=WORD)


def meaning(page: Page) -> Locator:
    return page.get_by_role("dialog", name=WORD)


def box_of(thing: Locator) -> Box:
    box = thing.bounding_box()
    assert box is not None
    return Box(x=box["x"], y=box["y"], width=box["width"], height=box["height"])


def test_a_tap_opens_what_a_word_means_at_the_foot_of_a_phone_and_another_closes_it(
    open_page: OpenPage, school: LiveSchool
) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    read(page, school)
    expect(meaning(page)).to_be_hidden()
    assert page.locator(".term").evaluate_all("all => Math.min(...all.map((each) => each.offsetHeight))") >= LINE
    word(page).tap()
    expect(meaning(page)).to_be_visible()
    expect(meaning(page).locator(".term-said")).to_have_text(f"{WORD} {MEANING}")
    sheet = box_of(meaning(page))
    assert (sheet["x"], sheet["width"], round(sheet["y"] + sheet["height"])) == (0, PHONE["width"], PHONE["height"])
    page.locator("h1").tap(position={"x": 5, "y": 5}, force=True)
    expect(meaning(page)).to_be_hidden()
    word(page).tap()
    meaning(page).get_by_role("button", name="Close").tap()
    expect(meaning(page)).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_key_opens_what_a_word_means_and_escape_brings_the_reader_back(
    open_page: OpenPage, school: LiveSchool, *, scripts: bool
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=scripts)
    read(page, school)
    expect(page.locator(":focus")).to_have_count(0)
    if scripts:
        tab_to(page, word(page))
    word(page).press("Enter")
    close = meaning(page).get_by_role("button", name="Close")
    expect(close).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning(page)).to_be_hidden()
    expect(word(page)).to_be_focused()
    word(page).press("Space")
    expect(close).to_be_focused()
    page.keyboard.press("Enter")
    expect(meaning(page)).to_be_hidden()
    expect(word(page)).to_be_focused()


def test_where_there_is_room_the_meaning_stands_beside_its_word(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=DESK)
    read(page, school)
    press(page, word(page))
    here, there = box_of(word(page)), box_of(meaning(page))
    below, above = there["y"] - here["y"] - here["height"], here["y"] - there["y"] - there["height"]
    assert 0 <= max(below, above) < 10
    assert there["x"] <= here["x"] + 1 <= there["x"] + there["width"]
    assert 0 <= there["y"] < there["y"] + there["height"] <= DESK["height"]


def test_on_paper_a_word_is_a_word(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page()
    read(page, school)
    press(page, word(page))
    page.emulate_media(media="print")
    expect(page.locator(".term-means:visible")).to_have_count(0)
    expect(word(page)).to_be_visible()
    assert word(page).evaluate("each => getComputedStyle(each).textDecorationLine") == "none"


def test_every_word_of_the_glossary_has_its_own_place(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE)
    journey.sign_in(page, AMINA, school.password)
    page.goto(f"/enrolments/{school.places['enrolments']['Amina Fictive']}/glossary#word-quarantine")
    expect(page.locator(".glossary-entry:target dt")).to_have_text("quarantine · quarantaine (French)")
    expect(page.locator(".glossary-entry:target")).to_be_in_viewport()
    page.get_by_role("searchbox").fill("reaction")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("dt")).to_have_text(["thermal runaway · emballement thermique (French)"])

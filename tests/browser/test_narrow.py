"""What has to fit one line of the narrowest phones, in the longer of the two languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.browser import journey
from tests.browser.conftest import OpenPage
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

LINE = 60
"""Pixels: more than one row of targets, less than two."""


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("who", [journey.INSTRUCTOR, journey.COORDINATOR])
def test_the_menu_and_the_tabs_stand_on_one_line(width: int, who: str, open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    journey.sign_in(page, who, school.password)
    journey.speak(page, "fr")
    for address in ("/", "/moderations"):
        page.goto(address)
        bars = page.locator(".navigation > ul, .tabs ul").all()
        assert [(_height(bar) < LINE, _hidden(bar)) for bar in bars] == [(True, 0), (True, 0)]


def test_what_does_not_fit_is_in_a_menu(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport={"width": 360, "height": 800})
    journey.sign_in(page, journey.COORDINATOR, school.password)
    page.locator(".navigation summary").click()
    page.get_by_role("link", name="People", exact=True).click()
    page.wait_for_url("**/people")


def _height(bar: Locator) -> float:
    box = bar.bounding_box()
    return box["height"] if box else 0


def _hidden(bar: Locator) -> int:
    """How many pixels of it are scrolled out of sight."""
    found: int = bar.evaluate("bar => bar.scrollWidth - bar.clientWidth")
    return found

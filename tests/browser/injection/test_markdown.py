"""What authors write in Markdown, as the one place that renders and cleans it makes HTML, whatever the checker says.

The checker refuses much of this, and images on the web altogether. Here its word doesn't count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser

from app.shared.markdown import RenderError, render, render_inline
from tests.browser.injection.detector import Sent, Watch, watching
from tests.browser.injection.payloads import payloads, shares

pytestmark = pytest.mark.browser

PLACES: Final = {
    "a paragraph": "{}",
    "a line between others": "Before {} behind",
    "raw HTML": "<div>{}</div>",
    "Markdown within raw HTML": '<div markdown="1">\n{}\n</div>',
    "an attribute of raw HTML": "<p title=\"{0}\" lang='{0}' id={0}>x</p>",
    "an element of raw HTML": "<{} x>x</{}>",
    "a link": "[x]({0})\n\n[x](<{0}>)\n\n<{0}>",
    "a link's words and title": '[{0}](/a "{0}")',
    "a link defined below": '[x][a] [a][]\n\n[a]: {0} "{0}"',
    "an image": '![{0}](/a.png "{0}")\n\n![x]({0})',
    "an attribute list": 'x\n{{: {0} title="{0}" {0}=x }}\n\n*x*{{: onclick={0} href={0} }}',
    "a heading": "## {0} {{#{0} .{0}}}",
    "a table": "| {0} | b |\n|---|---|\n| {0} | {0} |",
    "a list": "- {0}\n- [x] {0}\n\n1. {0}",
    "a definition": "{0}\n:   {0}",
    "a footnote": "x[^{0}] y[^1]\n\n[^{0}]: {0}\n[^1]: {0}",
    "an abbreviation": "*[x]: {0}\n*[{0}]: y\n\nx {0}",
    "code": '`{0}`\n\n```{0}\n{0}\n```\n\n```{{.{0} title="{0}"}}\nx\n```\n\n    {0}',
    "a quote": "> {0}",
    "emphasis": "*{0}* **{0}** _{0}_ ~~{0}~~",
}
EMBEDDED: Final = "(image)"
"""What the page asked for as an image's address, which cleaning leaves as it is: it runs nothing."""
shown: dict[str, str] = {}


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    """A page that shows what stands in `shown`."""
    with watching(browser, lambda path: Sent(shown.get(path, "").encode("utf-8", "replace"))) as watch:
        yield watch


@pytest.mark.parametrize("place", list(PLACES))
def test_nothing_runs_in_a_text(watch: Watch, place: str) -> None:
    assert _told(watch, lambda payload: render(_written(place, payload))) == []


@pytest.mark.parametrize("place", ["a paragraph", "a link", "a link's words and title", "an image", "emphasis"])
def test_nothing_runs_in_a_line(watch: Watch, place: str) -> None:
    assert _told(watch, lambda payload: render_inline(_written(place, " ".join(payload.split())))) == []


def _written(place: str, payload: str) -> str:
    return PLACES[place].format(payload, payload)


def _told(watch: Watch, rendered: Callable[[str], str]) -> list[str]:
    """What the pages with every payload tell, a share of them a page."""
    told: list[str] = []
    for share in shares(payloads(), 1500):
        pieces = "".join(f"<section>{_or_nothing(rendered, payload)}</section>" for payload in share)
        shown["/text"] = f"<!doctype html><html lang=en><title>x</title><body>{pieces}"
        told += [each for each in watch.open("/text") if not each.endswith(EMBEDDED)]
    return told


def _or_nothing(rendered: Callable[[str], str], payload: str) -> str:
    try:
        return rendered(payload)
    except RenderError:
        return ""

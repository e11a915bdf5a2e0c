"""What authors write in Markdown, as the one place that renders and cleans it makes HTML, whatever the checker says.

The checker refuses much of this. Here its word doesn't count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
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
LINES: Final = [
    (True, place) for place in ("a paragraph", "a link", "a link's words and title", "an image", "emphasis")
]
shown: dict[str, str] = {}


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    """A page that shows what stands in `shown`."""
    with watching(browser, lambda path: Sent(shown.get(path, "").encode("utf-8", "replace"))) as watch:
        yield watch


@pytest.fixture(scope="module")
def rendering() -> Iterator[Callable[[bool, str], Future[list[str]]]]:
    """What the payloads make in each place; several are rendered at once, most of the time goes there."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        works = {kind: pool.submit(pieces, *kind) for kind in [*((False, place) for place in PLACES), *LINES]}
        yield lambda inline, place: works[inline, place]
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("inline", "place"), [*((False, place) for place in PLACES), *LINES])
def test_nothing_runs_in_a_text_or_a_line(
    watch: Watch, rendering: Callable[[bool, str], Future[list[str]]], inline: bool, place: str
) -> None:
    for share in shares(rendering(inline, place).result(), 1500):
        sections = "".join(f"<section>{piece}</section>" for piece in share)
        shown["/text"] = f"<!doctype html><html lang=en><title>x</title><body>{sections}"
        assert watch.open("/text") == []


def pieces(inline: bool, place: str) -> list[str]:
    """What becomes of each payload in that place, in a text or within a line."""
    if inline:
        return [_or_nothing(render_inline, _written(place, " ".join(payload.split()))) for payload in payloads()]
    return [_or_nothing(render, _written(place, payload)) for payload in payloads()]


def _written(place: str, payload: str) -> str:
    return PLACES[place].format(payload, payload)


def _or_nothing(by: Callable[[str], str], text: str) -> str:
    try:
        return by(text)
    except RenderError:
        return ""

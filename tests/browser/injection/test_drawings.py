"""Drawings that the checker takes, opened by themselves, as nobody has to: there an SVG could run what a page could."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Final

import pytest
from playwright.sync_api import Browser

from app.curriculum.images import read_image
from app.curriculum.problems import Report
from tests.browser.injection.detector import Sent, Watch, watching
from tests.browser.injection.payloads import payloads, shares

pytestmark = pytest.mark.browser

PLACES: Final = {
    "within": "<g>{0}</g>",
    "a text": "<text y='5'><![CDATA[{0}]]></text><title>{1}</title><desc>{1}</desc>",
    "a drawing in it": '<svg class="{1}" onload="{1}" style="{1}"/><svg class="{1}"/>',
    "an attribute": '<path id="{1}" d="{1}" data-x="{1}"/>',
    "an attribute with an address": '<path fill="{1}" filter="{1}"/>',
    "a style": "<style>{1}</style>",
    "a style as it is": "<style><![CDATA[path {{ fill: {0} }}]]></style>",
    "a link": '<a href="{1}"><text y="5">x</text></a>',
    "a link of old": '<a xlink:href="{1}"><text>y</text></a>',
    "an image": '<image href="{1}" width="9" height="9"/>',
    "a part used again": '<use xlink:href="{1}"/><use href="#{1}"/>',
    "an animation": '<a><set attributeName="{1}" to="{1}"/></a>',
    "an animated address": '<a><animate attributeName="href" values="{1}"/><text>x</text></a>',
    "an element": '<{0} xmlns="http://www.w3.org/1999/xhtml">x</{0}>',
    "a comment": "<!--{0}--><metadata>{1}</metadata>",
}
"""Of a payload as it is, and as text in XML."""
HARMLESS: Final = ("there is <style>", "there is <set>", "there is <animate>")
"""What drawings may hold, as far as the checker lets it: colours, and what moves."""
drawing = b""


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    """A page that shows drawings."""

    def answer(_path: str) -> Sent:
        return Sent(drawing, "image/svg+xml")

    with watching(browser, answer) as watch:
        yield watch


@pytest.mark.parametrize("place", list(PLACES))
def test_no_drawing_that_is_taken_runs_anything(watch: Watch, place: str) -> None:
    global drawing
    taken = [part for payload in payloads() for part in _parts(place, payload) if _is_taken(_drawn(part))]
    for share in shares(taken, 500):
        drawing = _drawn("".join(share))
        assert _is_taken(drawing)
        assert [told for told in watch.open("/drawing.svg") if told not in HARMLESS] == []


@pytest.mark.parametrize("around", ["{0}{1}", "{1}{0}", "<?xml version='1.0'?>{0}{1}"])
def test_nothing_stands_before_or_behind_a_drawing_that_could_run(watch: Watch, around: str) -> None:
    global drawing
    for payload in payloads():
        drawing = around.format(payload, _drawn("").decode()).encode("utf-8", "replace")
        if _is_taken(drawing):
            assert watch.open("/drawing.svg") == []


def test_drawings_are_taken_where_a_payload_is_nothing_but_text() -> None:
    taken = [payload for payload in payloads() if any(map(_is_taken, map(_drawn, _parts("a text", payload))))]
    assert len(taken) > len(payloads()) * 0.9


def _parts(place: str, payload: str) -> Iterator[str]:
    """A part of a drawing with the payload as it is, and with what HTML would have decoded decoded."""
    for text in dict.fromkeys((payload, unescape(payload))):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        yield PLACES[place].format(text, escaped)


def _drawn(part: str) -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="0 0 9 9">{part}</svg>'.encode("utf-8", "replace")


def _is_taken(data: bytes) -> bool:
    report = Report()
    read_image("images/drawing.svg", data, report)
    return not report.problems

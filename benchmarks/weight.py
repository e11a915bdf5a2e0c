"""What a lesson weighs on a phone's network: on the first visit, and on a later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playwright.sync_api import sync_playwright

from benchmarks.rows import Row, at_most
from benchmarks.school import LESSON, Visitor
from benchmarks.servers import running
from tests.browser.weight import visit

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}


def measure(visitors: Sequence[Visitor]) -> Iterator[Row]:
    """A first visit to a lesson with an empty cache, and a second one."""
    visitor = visitors[0]
    name, _, value = visitor.cookie.partition("=")
    with running("ours", 8473) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
        context.add_cookies([{"name": name, "value": value, "url": f"http://{server.address}"}])
        page = context.new_page()
        url = f"http://{server.address}/enrolments/{visitor.enrolment_id}/items/{LESSON}"
        for what, kib, requests in (("first visit to a lesson", 120, 10), ("a later visit", 25, 3)):
            found = visit(page, url)
            page.goto("about:blank")
            yield at_most(f"{what}: transferred", found.kib, kib, unit=" KiB")
            yield at_most(f"{what}: requests", found.requests, requests)
        browser.close()

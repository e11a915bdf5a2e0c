"""A browser that tells when something ran: what was called, asked for or gone to, and what in a page could run.

The Content-Security-Policy is left out of what the page gets, so that it can't help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Error, Page, Request, Route

HOST: Final = "http://school.test"
"""Nothing is asked of any other; this one is answered here."""
ACT: Final = (Path(__file__).parent / "act.js").read_text(encoding="utf-8")
AUDIT: Final = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
NOTICE: Final = (Path(__file__).parent / "notice.js").read_text(encoding="utf-8")
AFTER: Final = 100
"""Milliseconds that something may take to run after a page was acted upon."""


@dataclass(frozen=True)
class Sent:
    """An answer to the browser."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200


Answer = Callable[[str], Sent]
"""Gets what stands behind the host in an address."""


@dataclass
class Watch:
    """One page of the browser, and what it told since it was last asked."""

    page: Page
    answer: Answer
    seen: list[str] = field(default_factory=list)
    expected: str = ""

    def open(self, path: str) -> list[str]:
        """Opens an address, does with it what a reader might, and returns what ran or could have."""
        self.seen.clear()
        self.expected = HOST + path
        try:
            self.page.goto(self.expected, wait_until="load")
            self.seen.extend(f"there is {thing}" for thing in self.page.evaluate(AUDIT))
            self.page.evaluate(ACT)
            self.page.wait_for_timeout(AFTER)
        except Error as fault:  # a payload that replaces the page takes it away from under us
            self.seen.append(f"lost: {fault.message.splitlines()[0]}")
        return list(dict.fromkeys(self.seen))

    def serve(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        is_elsewhere = f"{parts.scheme}://{parts.netloc}" != HOST
        leaves = request.is_navigation_request() and request.frame == self.page.main_frame
        if is_elsewhere:
            self.tell(f"asked for {request.url[:80]} ({request.resource_type})")
        if leaves and not self.is_expected(request):
            route.fulfill(status=204)  # the page stays
        elif is_elsewhere:
            route.abort()
        elif request.method != "GET":
            route.fulfill(status=204)  # what the page's own scripts would save
        else:
            sent = self.answer(request.url.removeprefix(HOST))
            route.fulfill(status=sent.status, body=sent.body, content_type=sent.media_type)

    def tell(self, what: str) -> None:
        self.seen.append(what)

    def close(self, page: Page) -> None:
        self.tell(f"opened {page.url}")
        page.close()

    def dismiss(self, dialog: Dialog) -> None:
        self.tell(f"asked: {dialog.message}")
        dialog.dismiss()

    def is_expected(self, request: Request) -> bool:
        return request.url.partition("#")[0] == self.expected.partition("#")[0]


@contextmanager
def watching(browser: Browser, answer: Answer) -> Iterator[Watch]:
    """A page of a browser whose every request is answered by `answer`, or told."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    context.set_default_timeout(60_000)
    watch = Watch(context.new_page(), answer)
    context.expose_binding("etabliNotice", lambda _source, what: watch.tell(f"ran {what}"))
    context.add_init_script(NOTICE)
    context.route("**/*", watch.serve)
    watch.page.on("popup", watch.close)
    watch.page.on("dialog", watch.dismiss)
    watch.page.on("pageerror", lambda error: watch.tell(f"ran, and failed: {error}"))
    watch.page.on("websocket", lambda socket: watch.tell(f"asked for {socket.url}"))
    yield watch
    context.close()

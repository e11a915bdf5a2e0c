"""A browser that tells when something ran: what was called, asked for or gone to, and what in a page could run.

The Content-Security-Policy is left out of what the page gets, so that it can't help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Error, Frame, Page, Route, ViewportSize

HOST: Final = "http://school.test"
"""Nothing is asked of any other; this one is answered here."""
TOGETHER: Final = "/together"
"""Where several addresses are shown in frames."""
ACT: Final = (Path(__file__).parent / "act.js").read_text(encoding="utf-8")
AUDIT: Final = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
NOTICE: Final = (Path(__file__).parent / "notice.js").read_text(encoding="utf-8")
SIGHT: Final[ViewportSize] = {"width": 800, "height": 600}
AFTER: Final = 100
"""Milliseconds that something may take to run after a page was acted upon."""
TRIES: Final = 20
"""How often a page may go elsewhere of itself while it is left."""


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
    expected: frozenset[str] = frozenset()
    frames: str = ""

    def open(self, path: str) -> list[str]:
        """Opens an address, does with it what a reader might, and returns what ran or could have."""
        return self._opened(path, {HOST + path}, lambda: [self.page.main_frame])

    def open_together(self, paths: Sequence[str], *, laid_out: bool = True) -> list[str]:
        """The same with several addresses, each in a frame of its own: most of a page's time is its opening.

        Where it isn't, because pages are long, they needn't be laid out.
        """
        hidden = "" if laid_out else " hidden"
        self.frames = "".join(f'<iframe src="{escape(path)}"{hidden}></iframe>' for path in paths)
        expected = {HOST + path for path in (*paths, TOGETHER)}
        return self._opened(TOGETHER, expected, lambda: self.page.frames[1:])

    def _opened(self, path: str, expected: set[str], frames: Callable[[], list[Frame]]) -> list[str]:
        self._leave()
        self.seen.clear()
        self.expected = frozenset(_plain(address) for address in expected)
        try:
            self.page.goto(HOST + path, wait_until="load")
            for frame in frames():
                where = f" in {frame.url[:200]}" if path == TOGETHER else ""
                self.seen.extend(f"there is {thing}{where}" for thing in frame.evaluate(AUDIT))
                frame.evaluate(ACT)
            self.page.wait_for_timeout(AFTER)
        except Error as fault:  # a payload that replaces the page takes it away from under us
            self.seen.append(f"lost: {fault.message.splitlines()[0]}")
        return list(dict.fromkeys(self.seen))

    def _leave(self) -> None:
        """Leaves the page before, which may still be on its way elsewhere and would take the next one's place."""
        for _ in range(TRIES):
            try:
                self.page.goto("about:blank")
            except Error:  # it went
                continue
            return
        raise AssertionError("The page before goes elsewhere again and again.")

    def serve(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        is_elsewhere = f"{parts.scheme}://{parts.netloc}" != HOST
        leaves = request.is_navigation_request() and _plain(request.url) not in self.expected
        if is_elsewhere or leaves:
            self.tell(f"asked for {request.url[:80]} ({request.resource_type})")
        if is_elsewhere and not leaves:
            route.abort()
        elif leaves:
            # With several pages they stay; one by itself would never be there.
            route.fulfill(status=204 if HOST + TOGETHER in self.expected else 200, body="", content_type="text/html")
        elif request.method != "GET":
            route.fulfill(status=204)  # what the page's own scripts would save
        else:
            sent = self._sent(request.url.removeprefix(HOST))
            route.fulfill(status=sent.status, body=sent.body, content_type=sent.media_type)

    def _sent(self, path: str) -> Sent:
        if path == TOGETHER:
            return Sent(f"<!doctype html><html lang=en><title>x</title>{self.frames}".encode())
        return self.answer(path)

    def tell(self, what: str) -> None:
        self.seen.append(what)

    def close(self, page: Page) -> None:
        self.tell(f"opened {page.url}")
        page.close()

    def dismiss(self, dialog: Dialog) -> None:
        self.tell(f"asked: {dialog.message}")
        dialog.dismiss()


@contextmanager
def watching(browser: Browser, answer: Answer) -> Iterator[Watch]:
    """A page of a browser whose every request is answered by `answer`, or told."""
    context = browser.new_context(bypass_csp=True, service_workers="block", viewport=SIGHT)
    context.set_default_timeout(180_000)
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


def _plain(address: str) -> str:
    return address.partition("#")[0]

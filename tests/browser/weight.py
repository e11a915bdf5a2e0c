"""What a visit to a page transfers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LAZY = "[...document.querySelectorAll('img[loading=lazy]')].map(image => image.currentSrc || image.src)"


@dataclass(frozen=True)
class Visit:
    """How much came over the network (bodies as compressed, with their headers), in how many requests."""

    kib: float
    requests: int


def visit(page: Page, url: str) -> Visit:
    """Go to `url` and count until the network is quiet. What the browser's cache had does not count, nor do images
    that are loaded lazily."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    cached: set[str] = set()
    sizes: dict[str, float] = {}

    def asked(event: Any) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def received(event: Any) -> None:
        if event["response"].get("fromDiskCache"):
            cached.add(event["requestId"])

    def finished(event: Any) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    lazy = set(page.evaluate(LAZY))
    session.detach()
    counted = [
        key
        for key, address in addresses.items()
        if address.startswith("http") and address not in lazy and key not in cached
    ]
    return Visit(sum(sizes.get(key, 0) for key in counted) / 1024, len(counted))

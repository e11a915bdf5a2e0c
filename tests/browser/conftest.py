"""Fixtures: a served school, Chromium, and pages that must not complain."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from app.config import ROOT
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.model import Curriculum
from app.shared.clock import now
from tests.browser import benching
from tests.browser.answering import end_at, signed_in
from tests.browser.cutting import Line, line_to
from tests.browser.serving import LiveSchool, live_school

OpenPage = Callable[..., Page]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 30_000
"""Milliseconds that a page has, on a machine that is busy with the other lane, for what it does at once elsewhere."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSchool]:
    """The demonstration school behind the production server."""
    with live_school(tmp_path_factory.mktemp("live")) as school:
        yield school


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a way to the network."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed here: apt install chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(school: LiveSchool, browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own, as another person at another device would; at the end none of them
    may have written an error to its console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**({"base_url": school.address, "viewport": DESK, "locale": "en-GB"} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def line(school: LiveSchool) -> Iterator[Line]:
    """The line that `device` is on."""
    with line_to(school.address) as line:
        yield line


@pytest.fixture
def device(browser: Browser, line: Line, school: LiveSchool) -> Iterator[Page]:
    """The phone of a trainee who is signed in, before a quiz of which no attempt runs. Its console tells what didn't
    arrive, and nothing else."""
    context = browser.new_context(base_url=line.address, viewport=PHONE, locale="en-GB")
    complaints: list[str] = []
    context.on("page", lambda page: listen(page, complaints))
    yield signed_in(context.new_page(), school)
    context.close()
    end_at(school, now() - timedelta(seconds=1))
    expected = ("net::ERR_", "responded with a status of 40")
    assert [each for each in complaints if not any(words in each for words in expected)] == []


@pytest.fixture
def bench(browser: Browser, line: Line, school: LiveSchool) -> Iterator[Page]:
    """The phone of an instructor who is signed in. Its console tells what didn't arrive, and nothing else."""
    context = browser.new_context(base_url=line.address, viewport=PHONE, locale="en-GB", has_touch=True)
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    context.on("page", lambda page: listen(page, complaints))
    yield benching.signed_in(context.new_page(), school)
    context.close()
    expected = ("net::ERR_", "responded with a status of 4")
    assert [each for each in complaints if not any(words in each for words in expected)] == []


def listen(page: Page, complaints: list[str]) -> None:
    """Note the errors in the console of `page`, without the one that tells a refused page itself."""

    def note(message: ConsoleMessage) -> None:
        refused_page = message.location["url"] == page.url and "the server responded with a status of 4" in message.text
        if message.type == "error" and not refused_page:
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))


@pytest.fixture(scope="session")
def course() -> Curriculum:
    """The course of household appliances, with its keys: what a trainee knows who learned everything."""
    return compiled(ROOT / "content" / "appliances" / "household-appliances")


def compiled(folder: Path) -> Curriculum:
    """The course in that folder."""
    compiled = compile_course(read_course(folder).sources, track_id=folder.parent.name, course_id=folder.name)
    assert compiled.curriculum is not None
    return compiled.curriculum

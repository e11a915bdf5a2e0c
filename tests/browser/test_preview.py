"""`flask content preview`: pages renew when their author saves, at the place where they read."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.config import ROOT
from tests.browser.conftest import DESK, PATIENCE, PHONE, listen
from tests.browser.test_sweep import AXE, OVERFLOW, RUN_AXE
from tests.curriculum.rich_course import LESSON
from tests.preview.author import Author

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Paragraph {number}, with some words in it." for number in range(60))


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """Somebody who writes the rich course in one language, with a long lesson in it."""
    author = Author(tmp_path / "content" / "mobile" / "phone-repair")
    for path in author.folder.rglob("*.fr.md"):
        path.unlink()
    author.save(LESSON, "## What is next?", f"{LONG}\n\n## What is next?")
    author.save(LESSON, "See [above]", f"{LONG}\n\nSee [above]")
    return author


@pytest.fixture
def address(author: Author, tmp_path: Path) -> Iterator[str]:
    """Where the preview of it is served, to somebody without any settings; it ends as it should."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(tmp_path),
        "ETABLI_INSTANCE": str(tmp_path / "instance"),
        "ETABLI_CONTENT": str(tmp_path / "content"),
    }
    command = [sys.executable, "-m", "flask", "content", "preview", "mobile/phone-repair", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"http://127.0.0.1:{port}/\n"
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)  # as Ctrl-C in a terminal
        assert process.wait(20) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The lesson in the preview; nothing may be written to the console."""
    complaints: list[str] = []
    context = browser.new_context(base_url=address, viewport=DESK, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    listen(page, complaints)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="The bench", exact=True).click()
    expect(page.get_by_role("heading", name="The bench", exact=True)).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def top_of(place: Locator) -> float:
    """How far from the screen's upper edge it is, in pixels."""
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def test_a_saved_page_renews_where_it_is_read(page: Page, author: Author) -> None:
    page.evaluate("() => { window.isTheSame = true; }")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("main").get_by_role("textbox").fill("24")
    outline = page.get_by_role("navigation", name="Course outline").locator("details details").nth(1)
    outline.locator("summary").click()
    place = page.get_by_role("heading", name="What is next?")
    place.evaluate("(node) => scrollTo({ top: node.offsetTop - 300, behavior: 'instant' })")
    before = top_of(place)
    author.save(LESSON, "Read this", f"Solder here.\n\n{LONG}\n\nRead this")
    expect(page.get_by_text("Solder here.")).to_be_attached()
    assert top_of(place) == pytest.approx(before, abs=1)
    assert 0 < before < DESK["height"]
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_value("24")
    expect(outline).to_have_attribute("open", "")
    assert page.evaluate("window.isTheSame") is True


def test_a_mistake_is_shown_above_the_page_until_it_is_mended(page: Page, author: Author) -> None:
    page.mouse.wheel(0, 2000)
    author.save(LESSON, "Read this", "Solder here. [Read](nowhere) this")
    told = page.get_by_role("region", name="Preview").get_by_role("listitem")
    expect(told).to_have_text(
        f"{author.folder}/{LESSON}:8: error: ‘nowhere’ leads nowhere; "
        "name a file beside this one, images/…, or an item's id."
    )
    expect(told).to_be_in_viewport()
    expect(page.get_by_text("Solder here.")).not_to_be_attached()
    author.save(LESSON, "[Read](nowhere)", "Read")
    expect(page.get_by_text("Solder here.")).to_be_attached()
    expect(page.get_by_text("No mistakes")).to_be_visible()


def test_what_is_new_on_a_page_works(page: Page, author: Author) -> None:
    author.save(
        LESSON,
        "/// steps | Prepare",
        "/// check\n### Hot? {#hot .text}\n= yes\n///\n\n/// steps | Before\n1. A\n///\n\n/// steps | Prepare",
    )
    question = page.locator("form").filter(has_text="Hot?")
    question.get_by_role("textbox").fill("yes")
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Right")


def test_an_item_that_was_renamed_is_found_again_when_it_is_back(page: Page, author: Author) -> None:
    lesson = author.folder / LESSON
    renamed = lesson.with_name("10-the-desk.md")
    lesson.rename(renamed)
    author.save("course.md", "(the-bench)", "(the-desk)")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    renamed.rename(lesson)
    author.save("course.md", "(the-desk)", "(the-bench)")
    expect(page.get_by_role("heading", name="The bench", exact=True)).to_be_visible()


def test_a_page_says_that_the_preview_has_ended(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/")
        ended = page.get_by_text("The preview has ended.")
        expect(ended).to_be_hidden()
        page.route("**/preview/news*", lambda route: route.abort())
        page.reload()
        expect(ended).to_be_visible()


def test_the_strip_is_for_everybody(browser: Browser, address: str, author: Author) -> None:
    author.save(LESSON, "Read this", "[Read](nowhere) this")
    (author.folder / "a.md").write_text("never shown")
    with browser.new_context(base_url=address) as context:
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.goto("/")
        expect(page.get_by_text("1 error, 1 warning")).to_be_visible()
        faults = []
        for width in (PHONE, DESK):
            for scheme in ("light", "dark"):
                page.set_viewport_size(width)
                page.emulate_media(color_scheme=scheme)
                faults += page.evaluate(RUN_AXE) + page.evaluate(OVERFLOW)
    assert faults == []

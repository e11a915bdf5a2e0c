"""Writing courses at the desk, by clicking what authors see; and carrying them through the other door, the folder of
curricula."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from app.config import ROOT
from app.curriculum.writing import write_course
from tests.browser import handwritten
from tests.browser.journey import button, has_heading, link
from tests.browser.serving import LiveSchool

AUTHOR = "aude.parchemin@etabli.example"
PASTE = """(content, { text, picture }) => {
  const clipboardData = new DataTransfer();
  if (text) clipboardData.setData("text/plain", text);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    clipboardData.items.add(new File([bytes], "image.png", { type: "image/png" }));
  }
  content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
"""What a browser does when a text or a picture is pasted."""


def begin_course(page: Page) -> str:
    """From today's page to the draft of a new course with empty weeks in a new track; its address."""
    link(page, "The desk").click()
    has_heading(page, "The desk")
    link(page, "Begin a new course").click()
    page.get_by_label("Title", exact=True).fill(handwritten.COURSE_TITLE)
    page.get_by_label("Language of the course").select_option("en")
    page.get_by_label("Weeks", exact=True).select_option(str(handwritten.WEEKS))
    page.get_by_label("Track", exact=True).select_option("A new one")
    page.get_by_label("Title of the new track").fill(handwritten.TRACK_TITLE)
    page.get_by_label("Empty weeks").check()
    button(page, "Begin the course").click()
    has_heading(page, handwritten.COURSE_TITLE)
    return page.url


def begin_draft(page: Page, course_id: str) -> str:
    """From anywhere to a draft of a course that is published; its address."""
    page.goto("/desk")
    page.locator(f"article[aria-labelledby='course-{course_id}']").get_by_role("button", name="Begin a draft").click()
    expect(link(page, "Publish…")).to_be_visible()
    return page.url


def add_item(page: Page, draft: str, *, week: int, kind: str, title: str) -> None:
    """A new item with that title, which is then open in the editor."""
    page.goto(draft)
    link(page, f"Add to week {week}").click()
    page.get_by_label(kind.capitalize(), exact=True).check()
    page.get_by_label("Title").fill(title)
    button(page, "Add it").click()
    ready(page)


def open_file(page: Page, draft: str, path: str) -> None:
    """From the tree of the draft to the page on which that file is written."""
    page.goto(draft)
    page.locator(f"main a.item-title[href$='/files/{path.removeprefix('../')}']").click()
    ready(page)


def ready(page: Page) -> None:
    """Wait until the editor can be typed into."""
    expect(page.locator("desk-editor[data-ready]")).to_be_visible()


def content(page: Page) -> Locator:
    """Where the text is typed."""
    return page.locator(".cm-content")


def written(page: Page) -> str:
    """The whole text in the editor."""
    text: str = page.locator("desk-editor").evaluate("editor => editor.view.state.doc.toString()")
    return text


def write_over(page: Page, text: str) -> None:
    """Select everything in the editor, put that text in its place, and save it."""
    content(page).focus()
    page.keyboard.press("Control+a")
    paste(page, text)
    assert written(page) == text
    save(page)


def paste(page: Page, text: str) -> None:
    """Paste a text into the editor, in the place of what is selected."""
    content(page).evaluate(PASTE, {"text": text})


def save(page: Page) -> None:
    """Save, and wait until the school has the text."""
    page.keyboard.press("Control+s")
    saved(page)


def saved(page: Page) -> None:
    """Wait until the school has the text."""
    expect(page.locator(".editor-state")).to_have_attribute("data-state", "saved")


def insert(page: Page, name: str) -> None:
    """Choose something from the menu of what can be inserted, with keys alone."""
    page.locator(".editor-menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find something to insert")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(content(page)).to_be_focused()


def insert_block(page: Page, name: str, text: str) -> None:
    """Choose a block from the menu at the end of the text, and write over what it shows."""
    before = written(page)
    insert(page, name)
    assert written(page).removeprefix(before).strip().startswith("/// ")
    page.keyboard.press("Control+Shift+End")
    paste(page, text)


def paste_picture(page: Page, picture: bytes, shows: str) -> None:
    """Paste a picture into the text, and say what it shows when asked."""
    content(page).evaluate(PASTE, {"picture": base64.b64encode(picture).decode()})
    page.get_by_label("What does it show?").fill(shows)
    button(page, "Put it in").click()
    expect(page.locator("dialog.editor-picture")).to_be_hidden()
    expect(content(page)).to_be_focused()


def problems(page: Page) -> Locator:
    """What is wrong, a row each."""
    return page.locator(".editor-found > li")


def preview(page: Page) -> FrameLocator:
    """The page that trainees will have, beside the text or, where there is no room, behind it."""
    turn = page.locator(".editor-bar [data-act=preview]")
    if turn.is_visible():
        turn.click()
    return page.frame_locator(".editor-preview iframe")


def publish(page: Page, draft: str, note: str) -> None:
    """From the tree of the draft through what will change to a new revision."""
    page.goto(draft)
    link(page, "Publish…").click()
    has_heading(page, "Publish")
    page.locator("#note").fill(note)
    button(page, "Publish").click()
    expect(page.get_by_text("Cohorts keep theirs until a coordinator takes it.")).to_be_visible()


def flask_content(school: LiveSchool, folder: Path, *arguments: str) -> list[str]:
    """`flask content` with these arguments, where `folder` holds the curricula; the lines that it prints."""
    run = subprocess.run(
        [sys.executable, "-m", "flask", "content", *arguments],
        cwd=ROOT,
        env={**school.environment, "ETABLI_CONTENT": str(folder)},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    return run.stdout.splitlines()


def publish_as_folder(school: LiveSchool, folder: Path, sources: Mapping[str, bytes], course_id: str) -> str:
    """Write a new course into that folder of curricula, and publish it; what is said of it."""
    write_course(folder, track_id=handwritten.TRACK_ID, course_id=course_id, sources=sources)
    return flask_content(school, folder, "publish", f"{handwritten.TRACK_ID}/{course_id}")[-1]


def carried_away(school: LiveSchool, folder: Path, course: str, number: int) -> Path:
    """The folder of the course (track/course) in that folder of curricula: the revision as it is exported, and taken in
    there."""
    file = folder / "carried.zip"
    flask_content(school, folder, "export", course, "--revision", str(number), "--output", str(file))
    flask_content(school, folder, "import", str(file))
    file.unlink()
    return folder / course

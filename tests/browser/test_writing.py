"""Writing at the desk: nothing that was typed is lost, and what becomes of it is seen at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser import journey
from tests.browser.answering import until
from tests.browser.conftest import DESK, PATIENCE, PHONE, OpenPage, listen
from tests.browser.cutting import Line
from tests.browser.desk import AUTHOR
from tests.browser.journey import button, link
from tests.browser.serving import LiveSchool
from tests.browser.test_sweep import AXE, OVERFLOW, RUN_AXE

pytestmark = pytest.mark.browser

COURSE = "Household appliance repair"
SAVED, UNSAVED, NO_NETWORK = re.compile(r"^Saved, "), "Not saved yet", re.compile(r"^No network: kept on this device")
KEPT = """async (words) => {
  const opening = indexedDB.open("desk");
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  if (!database.objectStoreNames.contains("texts")) return false;
  const asking = database.transaction("texts").objectStore("texts").getAll();
  const texts = await new Promise((done) => { asking.onsuccess = () => done(asking.result); });
  database.close();
  return texts.some((each) => each.text.includes(words));
}"""


@pytest.fixture
def writer(browser: Browser, line: Line, school: LiveSchool) -> Iterator[Page]:
    """The browser of an author who is signed in, at the end of `line`. Its console tells what didn't arrive or was
    refused, and nothing else."""
    context = browser.new_context(base_url=line.address, viewport=DESK, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    context.on("page", lambda page: listen(page, complaints))
    yield signed_in(context.new_page(), school)
    context.close()
    expected = ("net::ERR_", "responded with a status of 4")
    assert [each for each in complaints if not any(words in each for words in expected)] == []


def signed_in(page: Page, school: LiveSchool) -> Page:
    journey.sign_in(page, AUTHOR, school.password)
    return page


def draft_of(page: Page) -> str:
    """The address of the course's draft, which is begun unless there is one."""
    page.goto("/desk")
    course = page.get_by_role("article").filter(has=page.get_by_role("heading", name=COURSE, exact=True))
    course.get_by_role("button", name="Begin a draft").or_(course.get_by_role("link", name=COURSE)).first.click()
    page.wait_for_url("**/drafts/*")
    return page.url.partition("#")[0]


def opened(page: Page, path: str) -> str:
    """Open that file of the course, and wait until it can be typed into; its address."""
    address = f"{draft_of(page)}/files/{path}"
    return opened_at(page, address)


def opened_at(page: Page, address: str) -> str:
    page.goto(address)
    expect(page.locator("desk-editor[data-ready]")).to_be_attached()
    return address


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text of the file")


def type_at_end(page: Page, words: str) -> None:
    text_of(page).press("Control+End")
    page.keyboard.insert_text(words)


def state(page: Page) -> Locator:
    return page.locator(".editor-state")


def preview(page: Page) -> Locator:
    return page.frame_locator("iframe[title='The page as trainees see it']").get_by_role("main")


def until_kept(page: Page, words: str) -> None:
    """Wait until the device keeps it."""
    until(page, f"({KEPT})({json.dumps(words)})")


def saved_text(page: Page, address: str) -> str:
    """What the school has, as a browser without a script gets it."""
    answer = page.request.get(address)
    assert answer.ok
    return answer.text()


def test_what_is_typed_is_saved_and_shown_without_a_word(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(), school)
    address = opened(page, "week-01/10-the-trade-and-its-rules.md")
    expect(preview(page).get_by_role("heading", level=1)).to_have_text("The trade, its rules and your limits")
    type_at_end(page, "\n\nA word about patience.\n")
    expect(state(page)).to_have_text(SAVED)
    expect(preview(page).get_by_text("A word about patience.")).to_be_attached()
    assert "A word about patience." in saved_text(page, address)
    text_of(page).press("Control+z")
    expect(state(page)).to_have_text(UNSAVED)
    expect(state(page)).to_have_text(SAVED)
    assert "A word about patience." not in saved_text(page, address)


def test_a_problem_is_told_as_one_types_and_leads_to_its_line(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(), school)
    opened(page, "week-01/20-current-and-protection.md")
    type_at_end(page, "\n\nSee [there](nowhere).\n")
    problem = page.get_by_role("listitem").filter(has_text="‘nowhere’ leads nowhere")
    expect(problem).to_contain_text(re.compile(r"^Error Line \d+ "))
    expect(page.locator(".cm-lintRange-error")).to_have_text("See [there](nowhere).")
    expect(page.get_by_text("You see the course as it was before the errors.")).to_be_visible()
    text_of(page).press("Control+Home")
    problem.get_by_role("link").click()
    expect(page.locator(".cm-activeLine")).to_have_text("See [there](nowhere).")
    page.keyboard.press("End")
    for _ in "[there](nowhere).":
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("the bench.")
    expect(page.get_by_text("No mistakes")).to_be_visible()


def test_the_preview_stays_where_it_is_read(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(), school)
    opened(page, "week-01/60-the-work-order.md")
    expect(preview(page).get_by_role("heading", level=1)).to_be_attached()
    shown = page.frames[-1]
    shown.evaluate("() => scrollTo({ top: 600, behavior: 'instant' })")
    type_at_end(page, "\n\nThe last word.\n")
    expect(preview(page).get_by_text("The last word.")).to_be_attached()
    page.wait_for_function("document.querySelector('iframe').contentWindow.scrollY === 600")
    page.get_by_role("button", name="Computer").click()
    assert page.evaluate("document.querySelector('iframe').contentWindow.innerWidth") == 1280
    page.get_by_role("button", name="Phone").click()
    assert page.evaluate("document.querySelector('iframe').contentWindow.innerWidth") == 390


def test_what_is_typed_without_the_network_is_delivered_when_it_is_back(writer: Page, line: Line) -> None:
    address = opened(writer, "week-01/30-isolate-and-prove-dead.md")
    line.down = True
    type_at_end(writer, "\n\nTyped in the cellar.\n")
    expect(state(writer)).to_have_text(NO_NETWORK)
    until_kept(writer, "Typed in the cellar.")
    line.down = False
    writer.evaluate("dispatchEvent(new Event('online'))")
    expect(state(writer)).to_have_text(SAVED)
    assert "Typed in the cellar." in saved_text(writer, address)


def test_an_answer_that_is_lost_makes_no_clash(writer: Page) -> None:
    address = opened(writer, "week-01/40-measure-a-dead-part.md")
    expect(preview(writer).get_by_role("heading", level=1)).to_be_attached()
    writer.route(address, loses_answers)
    type_at_end(writer, "\n\nThe first half,")
    expect(state(writer)).to_have_text(NO_NETWORK)
    type_at_end(writer, " and the second.\n")
    writer.unroute(address)
    writer.evaluate("dispatchEvent(new Event('online'))")
    expect(state(writer)).to_have_text(SAVED)
    assert "The first half, and the second." in saved_text(writer, address)
    expect(writer.get_by_role("alert")).to_be_hidden()


def loses_answers(route: Route) -> None:
    """What is sent arrives, and its answer doesn't."""
    route.fetch()
    route.abort()


def test_a_tab_that_closes_in_the_middle_loses_nothing(writer: Page) -> None:
    address = opened(writer, "week-01/50-the-after-repair-test.md")
    writer.evaluate("() => { window.fetch = () => Promise.reject(); }")  # not even when the tab closes
    type_at_end(writer, "\n\nTyped before the tab closed.\n")
    until_kept(writer, "Typed before the tab closed.")
    writer.close()
    again = writer.context.new_page()
    opened_at(again, address)
    expect(again.get_by_text("is back in the text")).to_be_visible()
    expect(state(again)).to_have_text(SAVED)
    assert "Typed before the tab closed." in saved_text(again, address)
    opened_at(again, address)
    expect(again.get_by_text("is back in the text")).to_be_hidden()


def test_a_tab_that_is_left_sends_what_was_typed_last(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(), school)
    address = opened(page, "week-02/week.md")
    page.evaluate("() => { window.setTimeout = () => 0; }")  # nothing is sent because its time has come
    type_at_end(page, "\nTyped and left.\n")
    page.goto("/desk")
    until(page, f"(await (await fetch('{address}')).text()).includes('Typed and left.')")


def test_two_browsers_in_one_file_overwrite_nothing(open_page: OpenPage, writer: Page, school: LiveSchool) -> None:
    path = "week-03/week.md"
    other = signed_in(open_page(), school)
    address = opened(other, path)
    opened(writer, path)
    type_at_end(other, "\nWritten at one desk.\n")
    expect(state(other)).to_have_text(SAVED)
    type_at_end(writer, "\nWritten at the other.\n")
    told = writer.get_by_role("alert").filter(has_text="Aude Parchemin saved this file while you were writing.")
    expect(told).to_be_visible()
    type_at_end(writer, "\nAnd one line more.\n")
    expect(state(writer)).to_have_text(re.compile("^Kept beside, "))
    now = saved_text(writer, address)
    assert "Written at one desk." in now
    assert "Written at the other." not in now
    told.get_by_role("link").click()
    journey.has_heading(writer, "Two versions of a file")
    writer.get_by_label("Both, one below the other").check()
    button(writer, "Save what I chose").click()
    journey.has_heading(writer, path)
    now = saved_text(writer, address)
    for words in ("Written at one desk.", "Written at the other.", "And one line more."):
        assert words in now


def test_what_can_be_inserted_is_found_by_its_name(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(viewport=PHONE), school)
    opened(page, "week-04/10-diagnose-without-opening.md")
    text_of(page).press("Control+End")
    insert(page, "hazard dan")
    expect(text_of(page)).to_contain_text("/// hazard | What is dangerous")
    text_of(page).press("Control+End")
    page.keyboard.insert_text("\n\nSee ")
    insert(page, "isolate-and")
    expect(text_of(page)).to_contain_text("See [Isolate an appliance and prove it dead](isolate-and-prove-dead)")
    expect(page.get_by_text("No mistakes")).to_be_visible()
    expect(state(page)).to_have_text(SAVED)


def test_names_are_offered_while_one_types(open_page: OpenPage, school: LiveSchool) -> None:
    page = signed_in(open_page(), school)
    opened(page, "week-03/week.md")
    for typed, offered, written in (
        ("[isolate-and", "Isolate an appliance and prove it dead", "](isolate-and-prove-dead)"),
        ("/// ste", "Steps", "/// steps | What is done"),
    ):
        text_of(page).press("Control+End")
        page.keyboard.type(f"\n\n{typed}")
        option = page.get_by_role("option").first
        expect(option).to_contain_text(offered)
        option.click()
        expect(text_of(page)).to_contain_text(written)
    expect(page.get_by_text("No mistakes")).to_be_visible()


def insert(page: Page, words: str) -> None:
    """Choose from the menu the first that has those words."""
    page.locator("summary").filter(has_text="Insert").click()
    expect(page.get_by_role("searchbox", name="Find something to insert")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_picture_comes_into_the_text_with_what_it_shows(
    open_page: OpenPage, school: LiveSchool, tmp_path: Path
) -> None:
    page = signed_in(open_page(), school)
    opened(page, "week-02/10-washing-machine-drain.md")
    file = tmp_path / "IMG_0001.PNG"
    Image.new("RGB", (2400, 1200), "teal").save(file)
    text_of(page).press("Control+End")
    page.locator(".editor-choose input").set_input_files(file)
    dialog = page.get_by_role("dialog", name="Put a picture in")
    dialog.get_by_label("What does it show?").fill("A teal wall")
    dialog.get_by_role("button", name="Put it in").click()
    expect(text_of(page)).to_contain_text(re.compile(r"!\[A teal wall\]\(\.\./images/[\w-]+\.\w+\)"))
    picture = preview(page).get_by_role("img", name="A teal wall")
    expect(picture).to_be_attached()
    expect(page.get_by_text("No mistakes")).to_be_visible()


def test_without_a_script_a_text_area_previews_and_saves(open_page: OpenPage, school: LiveSchool) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    journey.sign_in(page, AUTHOR, school.password)
    page.goto(f"{draft_of(page)}/files/week-03/10-dryers-and-dishwashers.md")
    area = text_of(page)
    area.fill(area.input_value() + "\nTwo words more.\n")
    button(page, "Preview without saving").click()
    expect(page.get_by_text("This text is not saved yet.")).to_be_visible()
    expect(page.get_by_text("No mistakes")).to_be_visible()
    address = link(page, "English").get_attribute("href")
    assert address
    assert "Two words more." in page.request.get(address).text()
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(area).to_have_value(re.compile(r"Two words more\.\s*$"))
    steps = page.locator("details").filter(has_text="/// steps").first
    steps.locator("summary").click()
    expect(steps.locator("pre")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "computer"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_usable_by_everybody(open_page: OpenPage, school: LiveSchool, size: object, scheme: str) -> None:
    page = open_page(viewport=size, color_scheme=scheme)
    page.context.add_init_script(path=AXE)
    signed_in(page, school)
    opened(page, "week-01/80-electrical-safety-quiz.md")
    expect(page.locator("iframe")).to_be_attached()
    expect(page.get_by_text("No mistakes")).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(RUN_AXE) == []
    page.locator("summary").filter(has_text="Insert").click()
    assert page.evaluate(RUN_AXE) == []

"""What an employer and a holder do with a certificate, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

HOLDER, ADDRESS = "Jeanne Maquette", "jeanne.maquette@etabli.example"
DROP = """([name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name, { type: "application/pdf" }));
  const target = document.querySelector("file-check");
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""
SAME, OTHER = "This is the file that was issued", "This is not the file that was issued"


@pytest.fixture
def holder(open_page: OpenPage, school: LiveSchool) -> Page:
    """The holder on the page of her certificate."""
    page = open_page(viewport=PHONE)
    journey.sign_in(page, ADDRESS, school.password)
    page.goto(f"/certificates/{school.places['certificate_ids'][HOLDER]}")
    return page


@pytest.fixture
def pdf(holder: Page, tmp_path: Path) -> bytes:
    """The file as the holder downloads it."""
    with holder.expect_download() as download:
        holder.get_by_role("link", name="Download the PDF").click()
    path = tmp_path / "certificate.pdf"
    download.value.save_as(path)
    return path.read_bytes()


def public(page: Page, school: LiveSchool) -> Page:
    page.goto(f"/c/{school.places['certificates'][HOLDER]}")
    return page


def with_one_letter_changed(pdf: bytes) -> bytes:
    """The file as a forger hands it on: a letter of its title is another one."""
    changed = re.sub(rb"(/Title ?[(<][^)>]*)[aA1]", rb"\g<1>2", pdf, count=1)
    assert (len(changed), changed != pdf) == (len(pdf), True)
    return changed


def told(page: Page) -> str:
    return page.locator(".file-check-told .message-title").inner_text()


def test_a_file_that_is_dropped_is_compared_byte_for_byte_and_sent_nowhere(
    open_page: OpenPage, school: LiveSchool, pdf: bytes
) -> None:
    page = public(open_page(), school)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    for file, said in ((pdf, SAME), (with_one_letter_changed(pdf), OTHER), (pdf, SAME), (pdf + b"\n", OTHER)):
        page.evaluate(DROP, ["certificate.pdf", list(file)])
        expect(page.locator(".file-check-told .message-title")).to_have_text(said)
    page.evaluate(DROP, ["photo.jpg", list(b"\xff\xd8\xff\xe0")])
    expect(page.locator(".file-check-told .message-title")).to_have_text("This is not a PDF")
    assert set(sent) <= {"GET"}  # the icons of what is told


def test_a_file_that_is_chosen_is_compared_by_keyboard_too(open_page: OpenPage, school: LiveSchool, pdf: bytes) -> None:
    page = public(open_page(viewport=PHONE), school)
    field = page.get_by_label("The PDF that you were given")
    field.focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": pdf})
    expect(page.locator(".file-check-told .message-title")).to_have_text(SAME)


def test_without_scripts_the_file_is_sent_to_be_compared(open_page: OpenPage, school: LiveSchool, pdf: bytes) -> None:
    page = public(open_page(viewport=PHONE, java_script_enabled=False), school)
    for file, said in ((with_one_letter_changed(pdf), OTHER), (pdf, SAME)):
        chosen = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": file}
        page.get_by_label("The PDF that you were given").set_input_files(chosen)  # type: ignore[arg-type]
        journey.button(page, "Compare the file").click()
        assert told(page) == said


def test_what_the_holder_hides_is_said_to_be_hidden(holder: Page, open_page: OpenPage, school: LiveSchool) -> None:
    employer = open_page()
    expect(public(employer, school).get_by_role("heading", name="Work signed off at the bench")).to_be_visible()
    choose(holder, "Work at the bench", shown=False)
    page = public(employer, school)
    expect(page.get_by_text("The holder has chosen not to show here:")).to_be_visible()
    expect(page.get_by_role("heading", name="Work signed off at the bench")).to_have_count(0)
    expect(page.get_by_role("heading", name="This certificate is valid")).to_be_visible()
    choose(holder, "Work at the bench", shown=True)
    expect(public(employer, school).get_by_text("Not everything is shown")).to_have_count(0)


def choose(holder: Page, part: str, *, shown: bool) -> None:
    """Show or hide that part."""
    holder.get_by_label(part, exact=True).set_checked(shown)
    journey.button(holder, "Save").click()
    expect(holder.get_by_text("Saved. The public page shows what you chose.")).to_be_visible()


def test_the_address_is_copied(holder: Page, school: LiveSchool) -> None:
    holder.context.grant_permissions(["clipboard-read", "clipboard-write"])
    journey.button(holder, "Copy the address").click()
    expect(holder.get_by_text("Copied.")).to_be_visible()
    copied = holder.evaluate("navigator.clipboard.readText()")
    assert copied == f"{school.address}/c/{school.places['certificates'][HOLDER]}"


def test_whoever_has_the_number_on_paper_finds_the_page(open_page: OpenPage, school: LiveSchool) -> None:
    page, code = open_page(), school.places["certificates"][HOLDER]
    page.goto("/c")
    page.get_by_label("Number of the certificate").fill(f"{code[:5]}-{code[5:]}".upper())
    journey.button(page, "Check").click()
    journey.has_heading(page, "This certificate is valid")

"""A school begins: from the command line to the first lesson that a trainee completes, let in by a printed card."""

from __future__ import annotations

import email.policy
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from app.config import ROOT
from app.curriculum.model import Curriculum, Lesson
from tests.browser import journey
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.journey import button, has_heading, link
from tests.browser.serving import Installation, empty_school

pytestmark = pytest.mark.browser

COORDINATOR, INSTRUCTOR, TRAINEE, OTHER = "Cosima Départ", "Inaya Étau", "Moussa Sansboîte", "Lina Courriel"
INSTRUCTOR_MAIL, OTHER_MAIL = "inaya.etau@atelier.example", "lina@courriel.example"
SITE, COHORT = "Saint-Étienne", "Appliances, first year"
PASSWORD = "a quiet workshop in spring"
LETTERS_WITHIN = 30.0
"""Seconds in which the worker has written a letter, on a busy machine too."""
INVITATION = r"{address}/invitations/[0-9a-z]{{12}}"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A server as on its first day: no people, no sites, and the curricula that come with it."""
    with empty_school(tmp_path_factory.mktemp("empty")) as school:
        yield school


def test_an_empty_school_brings_a_trainee_by_printed_card_to_their_first_completed_lesson(
    open_page: OpenPage, school: Installation, course: Curriculum
) -> None:
    coordinator, instructor, trainee = (open_page(viewport=PHONE) for _ in range(3))
    arrive(coordinator, first_way_in(school), COORDINATOR)
    add_site(coordinator)
    invite_instructor(coordinator)
    arrive(instructor, letter_to(INSTRUCTOR_MAIL, school), INSTRUCTOR)
    expect(instructor.locator(".empty-title")).to_have_text("You teach no cohort yet")
    link(coordinator, "Today").click()
    journey.create_cohort(coordinator, COHORT, course.title, site=SITE, instructor=INSTRUCTOR)
    enrol_from_list(coordinator)
    code, sign_in_name = print_cards(coordinator, school)
    assert letter_to(OTHER_MAIL, school).startswith(f"{school.address}/invitations/")
    take_up_card(trainee, code, sign_in_name)
    lesson = journey.first_of(course, Lesson)
    complete_first_lesson(trainee, course, lesson)
    come_back(trainee, sign_in_name)
    see_it_done(coordinator, lesson)
    link(instructor, "Today").click()
    link(instructor, COHORT).click()
    has_heading(instructor, COHORT)


def first_way_in(school: Installation) -> str:
    """Make the first account, as the person does who installed the server; returns the printed address."""
    printed = subprocess.run(
        [sys.executable, "-m", "flask", "people", "invite", COORDINATOR, "--role", "coordinator"],
        cwd=ROOT,
        env=dict(school.environment),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.splitlines()
    (address,) = re.findall(INVITATION.format(address=school.address), printed[1])
    typed = address.rsplit("/", 1)[1].upper()
    assert printed == [
        f"{COORDINATOR} is coordinator everywhere, and signs in as cosima.depart.",
        f"The way in, once, within 14 days: {address}",
        f"Or open {school.address}/invitations and type {typed[:4]}-{typed[4:8]}-{typed[8:]}",
    ]
    return str(address)


def arrive(page: Page, invitation: str, name: str) -> None:
    """Open an invitation, and choose a password."""
    journey.take_up(page, invitation, name, PASSWORD)
    expect(page.locator(".menu-name")).to_have_text(name)


def add_site(page: Page) -> None:
    """The coordinator's first page leads to what a cohort needs first: a site."""
    expect(page.locator(".empty-title")).to_have_text("No cohort yet")
    link(page, "Create a cohort").click()
    expect(page.locator(".empty-title")).to_have_text("No site yet")
    link(page, "Add a site").click()
    has_heading(page, "Add a site")
    page.get_by_label("Name of the site").fill(SITE)
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Paris")
    button(page, "Add the site").click()
    has_heading(page, "Sites")
    expect(page.locator(".role-row b")).to_have_text([SITE])


def invite_instructor(page: Page) -> None:
    """And then to somebody who teaches it, invited by mail."""
    link(page, "Today").click()
    link(page, "Create a cohort").click()
    expect(page.locator(".empty-title")).to_have_text("Nobody teaches here yet")
    link(page, "Invite staff").click()
    page.get_by_label("Name").fill(INSTRUCTOR)
    page.get_by_label("E-mail address").fill(INSTRUCTOR_MAIL)
    page.get_by_role("group", name=SITE).get_by_label("Instructor").check()
    button(page, "Invite").click()
    has_heading(page, INSTRUCTOR)
    told = page.locator("main").get_by_role("status").first
    expect(told).to_have_text(f"A letter with the invitation is on its way to {INSTRUCTOR_MAIL}.")


def letter_to(address: str, school: Installation) -> str:
    """The invitation in the one letter to that address, as soon as the worker has written it."""
    until = time.monotonic() + LETTERS_WITHIN
    folder = Path(school.environment["ETABLI_INSTANCE"]) / "mail"
    while not (found := [each for each in folder.glob("*.eml") if f"<{address}>".encode() in each.read_bytes()]):
        assert time.monotonic() < until, f"no letter to {address}"
        time.sleep(0.05)
    (file,) = found
    letter = BytesParser(policy=email.policy.default).parsebytes(file.read_bytes())
    assert letter["Subject"] == "Your invitation to Établi"
    (invitation,) = re.findall(INVITATION.format(address=school.address), letter.get_content())
    return str(invitation)


def enrol_from_list(page: Page) -> None:
    """Paste two people, look at what would happen, and enrol them."""
    link(page, "Enrol from a list").click()
    has_heading(page, "Enrol from a list")
    page.get_by_label("Paste the list").fill(f"Name;E-mail;Language\n{OTHER};{OTHER_MAIL};en\n{TRAINEE};;en\n")
    button(page, "See what would happen").click()
    has_heading(page, "What would happen")
    assert [row.locator("th, td").all_inner_texts()[1:4] for row in page.locator(".roster tbody tr").all()] == [
        [OTHER, OTHER_MAIL, "New: gets an invitation by mail · English"],
        [TRAINEE, "–", "New, no mailbox: gets a card · English"],
    ]
    button(page, "Enrol").click()
    has_heading(page, "Cards to hand over")
    told = page.locator("main").get_by_role("status").first
    expect(told).to_have_text("2 people are enrolled. Here are the cards to print.")


def print_cards(page: Page, school: Installation) -> tuple[str, str]:
    """Print the cards, on which QR codes say what is printed beside them; returns code and sign-in name of the one
    for the trainee without a mailbox."""
    expect(page.locator(".card-name")).to_have_text([OTHER, TRAINEE])
    codes = page.locator(".card-code").all_inner_texts()
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    (sheet,) = (each.render(scale=3).to_pil() for each in document)
    document.close()
    scanned = sorted(found.text for found in zxingcpp.read_barcodes(sheet))
    assert scanned == sorted(f"{school.address}/invitations/{code.replace('-', '').lower()}" for code in codes)
    foot = page.locator(".card-foot").nth(1).inner_text().splitlines()[0]
    assert foot == "You sign in with: moussa.sansboite"
    return codes[1], foot.rpartition(" ")[2]


def take_up_card(page: Page, code: str, sign_in_name: str) -> None:
    """Type the code as a thumb does, look at the page in both languages, and choose a password."""
    page.goto("/")
    has_heading(page, "Sign in")
    link(page, "You have a card with a code?").click()
    has_heading(page, "Your card")
    page.get_by_label("Code of your card").fill(code.lower().replace("-", " ").replace("0", "o"))
    button(page, "Go on").click()
    has_heading(page, f"Welcome, {TRAINEE}")
    expect(page.locator(".typed-name")).to_have_text(sign_in_name)
    welcome = page.url
    for language, spoken in (("Français", "fr"), ("English", "en")):
        button(page, language).click()
        expect(page.locator("html")).to_have_attribute("lang", spoken)
        expect(page).to_have_url(welcome)
    arrive(page, welcome, TRAINEE)


def complete_first_lesson(page: Page, course: Curriculum, lesson: Lesson) -> None:
    """From today to the first lesson, and on."""
    expect(page.locator(".heading-above")).to_have_text(course.title)
    journey.open_next(page, "Read the lesson", lesson.title)
    journey.work_through(page, lesson)


def come_back(page: Page, sign_in_name: str) -> None:
    """Sign out, and in again with what stood on the card."""
    page.locator(".menu summary").click()
    button(page, "Sign out").click()
    has_heading(page, "Sign in")
    journey.sign_in(page, sign_in_name, PASSWORD)
    has_heading(page, "Today")


def see_it_done(page: Page, lesson: Lesson) -> None:
    """The coordinator sees in the cohort's matrix who did what."""
    link(page, "Today").click()
    link(page, COHORT).click()
    has_heading(page, COHORT)
    titles = page.locator(".matrix-title").all_inner_texts()
    done = {
        row.locator("th a").inner_text(): [
            title for title, state in zip(titles, row.locator("td").all_inner_texts(), strict=True) if state == "Done"
        ]
        for row in page.locator(".matrix tbody tr").all()
    }
    assert done == {OTHER: [], TRAINEE: [lesson.title]}

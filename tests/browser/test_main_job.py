"""The main job, from the new cohort to the certificate in an employer's hand, as people click through it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from app.curriculum.model import Case, Curriculum, Item, Lesson, Practical, Quiz
from tests.browser import journey, sampler
from tests.browser.conftest import PHONE, OpenPage, compiled
from tests.browser.journey import answer, answer_and_wait, button, has_heading, link
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

TRAINEE = "Tessa Apprentie"
COHORT = f"Cohort of {TRAINEE}"
PASSWORD = "a calm repairer measures"
ISSUED_WITHIN = 60_000
"""Milliseconds: the first time a worker loads what draws and signs."""


def test_a_trainee_goes_from_the_invitation_to_a_certificate_that_an_employer_can_check(
    open_page: OpenPage, school: LiveSchool, course: Curriculum, tmp_path: Path
) -> None:
    coordinator, trainee, instructor = open_page(), open_page(viewport=PHONE), open_page(viewport=PHONE)
    invitation = journey.new_trainee(coordinator, school.password, course.title, TRAINEE)
    journey.take_up(trainee, invitation, TRAINEE, PASSWORD)
    journey.sign_in(instructor, journey.INSTRUCTOR, school.password)
    for item in course.items.values():
        if item.id == journey.LESSON:
            read_in_detail(trainee, course)
        complete(trainee, instructor, item)
    issue(coordinator)
    pdf = download(trainee, tmp_path)
    check_in_public(open_page(), pdf, school.address, course)


def read_in_detail(page: Page, course: Curriculum) -> None:
    """Tick steps, answer the practice questions wrong and then right, without leaving the lesson."""
    lesson = journey.lesson_of(course)
    journey.open_next(page, "Read the lesson", lesson.title)
    address = page.url
    page.get_by_label("Step 1 done").check()
    page.get_by_label("Step 2 done").check()
    expect(page.locator(".steps-count")).to_have_text("2 of 12 done")
    question = lesson.checks[journey.CHECK]
    box = page.locator(f"#check-{question.id}")
    for given, verdict in (([0], "Not right"), ([2], "Right")):
        answer(box, question, given)
        box.get_by_role("button").click()
        expect(box.locator(".verdict-word")).to_have_text(verdict)
    assert page.url == address
    page.reload()
    expect(page.locator(".steps-count")).to_have_text("2 of 12 done")


def complete(trainee: Page, instructor: Page, item: Item) -> None:
    """All that it takes to complete one item."""
    match item:
        case Lesson():
            journey.open_next(trainee, "Read the lesson", item.title)
            journey.work_through(trainee, item)
        case Quiz():
            journey.open_next(trainee, "Open the quiz", item.title)
            pass_with_a_reload(trainee, item)
        case Case():
            journey.open_next(trainee, "Open the case", item.title)
            journey.solve(trainee, item)
        case Practical():
            journey.open_next(trainee, "Open the practical", item.title)
            journey.declare_ready(trainee)
            sign_off(instructor, item)
            acknowledge(trainee, item)


def pass_with_a_reload(page: Page, quiz: Quiz) -> None:
    """An attempt that survives the page being loaded again in the middle."""
    questions = journey.start_quiz(page, quiz)
    for number, question in enumerate(questions, 1):
        answer_and_wait(page, question, right=True, left=len(questions) - number)
        if number == 2:
            before = given(page)
            page.reload()
            assert given(page) == before
    journey.hand_in(page, passed=True)


def given(page: Page) -> list[tuple[str, str]]:
    """The answers on the page of an attempt, as its form would send them."""
    answers: list[tuple[str, str]] = page.locator("#attempt").evaluate(
        "form => [...new FormData(form)].filter(([name]) => name.startsWith('answer-'))"
    )
    return answers


def sign_off(page: Page, practical: Practical) -> None:
    """The instructor finds who is ready on today's page, and signs off with a phone in one hand."""
    journey.open_waiting(page, TRAINEE)
    expect(page.locator("outcome-preview")).to_have_text(f"Still to judge: {len(practical.criteria)}")
    journey.judge(page, practical)
    expect(page.locator(".photos-shown figcaption")).to_have_count(practical.photos)
    expect(page.locator("photo-capture")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("outcome-preview")).to_have_text("Competent")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    button(page, "Sign off").click()
    expect(page.locator(".message-title", has_text="Competent")).to_be_visible()


def acknowledge(page: Page, practical: Practical) -> None:
    """The trainee reads the outcome, criterion by criterion, and says so."""
    link(page, "Today").click()
    link(page, "See the outcome").click()
    has_heading(page, practical.title)
    expect(page.locator(".criterion-judged")).to_have_count(len(practical.criteria))
    expect(page.locator(".judged-met")).to_have_count(len(practical.criteria))
    expect(page.get_by_alt_text("of the work")).to_have_count(practical.photos)
    page.get_by_label("I agree with this outcome").check()
    button(page, "Sign").click()
    expect(button(page, "Sign")).to_have_count(0)


def issue(page: Page) -> None:
    """The coordinator finds the trainee complete, and issues the certificate."""
    link(page, "Today").click()
    link(page, COHORT).click()
    link(page, "Certificates").click()
    expect(page.get_by_role("region", name="Everything done")).to_contain_text(TRAINEE)
    button(page, "Issue the certificate").click()
    expect(page.get_by_text("One certificate is issued")).to_be_visible(timeout=ISSUED_WITHIN)
    link(page, "To the certificates").click()
    expect(page.get_by_role("region", name="Issued", exact=True)).to_contain_text(TRAINEE)


def download(page: Page, folder: Path) -> bytes:
    """The certificate, by the button on the trainee's page of today."""
    link(page, "Today").click()
    with page.expect_download() as downloading:
        link(page, "Download the certificate").click()
    kept = folder / "certificate.pdf"
    downloading.value.save_as(kept)
    return kept.read_bytes()


def check_in_public(page: Page, pdf: bytes, address: str, course: Curriculum) -> None:
    """An employer, not signed in, scans the QR code on the paper."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    codes = [code.text for sheet in document for code in zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())]
    document.close()
    assert [code.rsplit("/", 1)[0] for code in codes] == [f"{address}/c"]
    page.goto(codes[0])
    has_heading(page, "This certificate is valid")
    expect(page.locator(".certificate-person")).to_have_text(TRAINEE)
    expect(page.locator(".certificate-title")).to_have_text(course.certificate_title)


def test_a_trainee_who_fails_the_safety_quiz_finds_the_bench_locked_and_why(
    open_page: OpenPage, school: LiveSchool, course: Curriculum
) -> None:
    name = "Fanny Recalée"
    page = open_page(viewport=PHONE)
    journey.take_up(page, journey.new_trainee(open_page(), school.password, course.title, name), name, PASSWORD)
    quiz, practical = journey.first_of(course, Quiz), journey.first_of(course, Practical)
    journey.open_in_course(page, quiz.title)
    journey.take_quiz(page, quiz, right=False)
    expect(page.locator(".message-warning")).to_contain_text("Safety questions must be right to pass")
    link(page, "Today").click()
    link(page, practical.title).click()
    has_heading(page, practical.title)
    expect(page.locator(".message-title")).to_have_text("Locked for now")
    expect(page.locator(".message-body")).to_contain_text(f"It opens when you pass “{quiz.title}”.")
    expect(button(page, "I am ready")).to_have_count(0)


def test_a_trainee_answers_questions_of_every_type_and_solves_a_case(open_page: OpenPage, school: LiveSchool) -> None:
    name, course = "Alban Toutessorte", compiled(sampler.FOLDER)
    trainee, instructor = open_page(viewport=PHONE), open_page(viewport=PHONE)
    journey.take_up(trainee, journey.new_trainee(open_page(), school.password, course.title, name), name, PASSWORD)
    assert {type(item) for item in course.items.values()} == {Lesson, Quiz, Case}
    for item in course.items.values():
        complete(trainee, instructor, item)
    link(trainee, "Today").click()
    expect(trainee.locator(".next-up-title")).to_have_count(0)

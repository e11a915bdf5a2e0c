"""A trainee's part of the main job by keyboard alone; wherever the focus goes, it can be seen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.curriculum.model import Curriculum, Lesson, Practical, Question, Quiz
from app.demo.answers import right_answer
from tests.browser import journey
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.journey import button, has_heading, link, words_of
from tests.browser.keys import FAULT, choose_one, press, put_in_order, put_together, tab_to, tick, write
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

PASSWORD = "ten fingers and no mouse"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_trainee_learns_is_tested_and_declares_ready_without_a_mouse(
    viewport: dict[str, int], open_page: OpenPage, school: LiveSchool, course: Curriculum
) -> None:
    name = f"Klara Tastatur {viewport['width']}"
    page = open_page(viewport=viewport)
    arrive(page, journey.new_trainee(open_page(), school.password, course.title, name), name)
    quiz, practical = journey.first_of(course, Quiz), journey.first_of(course, Practical)
    read(page, journey.lesson_of(course))
    press(page, button(page, "I have worked through this lesson"))
    press(page, link(page, "Today"))
    open_in_course(page, quiz.title)
    pass_quiz(page, quiz)
    press(page, link(page, "Go on with the course"))
    open_in_course(page, practical.title)
    press(page, button(page, "I am ready"))
    expect(page.get_by_text("Waiting for your instructor", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        ("field => { field.style.outline = 'none' }", "nothing around it tells that it has the focus"),
        ("field => { field.style.opacity = 0 }", "nothing around it tells that it has the focus"),
        ("field => { field.style.position = 'fixed'; field.style.top = '-99px' }", "it lies outside of the window"),
        ("field => { field.closest('main').style.pointerEvents = 'none' }", "it is covered by BODY"),
    ],
    ids=["no outline", "transparent", "outside", "covered"],
)
def test_a_focus_that_cannot_be_seen_is_a_fault(spoilt: str, fault: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/sign-in")
    field = page.get_by_label("E-mail address")
    tab_to(page, field)
    field.evaluate(spoilt)
    assert field.evaluate(FAULT) == fault


def arrive(page: Page, invitation: str, name: str) -> None:
    """Choose a password, sign out and in again."""
    page.goto(invitation)
    write(page, page.get_by_label("New password", exact=True), PASSWORD)
    write(page, page.get_by_label("New password, once more"), PASSWORD)
    page.keyboard.press("Enter")
    has_heading(page, "Today")
    press(page, page.locator(".menu summary"))
    press(page, button(page, "Sign out"))
    has_heading(page, "Sign in")
    write(page, page.get_by_label("E-mail address"), journey.sign_in_name_of(name))
    write(page, page.get_by_label("Password"), PASSWORD)
    press(page, button(page, "Sign in"))
    has_heading(page, "Today")


def read(page: Page, lesson: Lesson) -> None:
    """Skip to the content, open the lesson, tick a step and answer a practice question."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    open_in_course(page, lesson.title)
    press(page, page.get_by_label("Step 1 done"), "Space")
    expect(page.locator(".steps-count")).to_have_text("1 of 12 done")
    question = lesson.checks[journey.CHECK]
    box = page.locator(f"#check-{question.id}")
    answer(page, box, question, right_answer(question))
    press(page, box.get_by_role("button"))
    expect(box.locator(".verdict-word")).to_have_text("Right")
    expect(box.get_by_role("button")).to_be_focused()


def open_in_course(page: Page, title: str) -> None:
    """From today to an item, by the page of the whole course."""
    has_heading(page, "Today")
    press(page, link(page, "The whole course, and what is missing"))
    press(page, link(page, title))
    has_heading(page, title)


def pass_quiz(page: Page, quiz: Quiz) -> None:
    """Start an attempt, answer in the order of the page, hand in."""
    press(page, button(page, "Start the quiz"))
    expect(button(page, "Hand in")).to_be_visible()
    for question in journey.asked(page, quiz):
        answer(page, page.locator(f"#question-{question.id}"), question, right_answer(question))
    press(page, button(page, "Hand in"))
    expect(page.locator(".score-word")).to_have_text("Passed")


def answer(page: Page, box: Locator, question: Question, given: Any) -> None:
    """Answer with the keys that the question's kind takes."""
    match question.type:
        case "single" | "hotspot" if not question.takes_several:
            choose_one(page, box, given[0])
        case "multiple" | "hotspot":
            tick(page, box, given)
        case "order":
            put_in_order(page, box, [words_of(question.ordered[place]) for place in given])
        case "match":
            put_together(page, box, [words_of(question.pairs[place].right_html) for place in given])
        case _:
            write(page, box.get_by_label("Your answer"), given)

"""The main job in a browser that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.curriculum.model import Curriculum, Lesson, Practical, Quiz
from app.demo.answers import right_answer
from tests.browser import journey
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.journey import answer, button, has_heading, link
from tests.browser.serving import LiveSchool

pytestmark = pytest.mark.browser

NAME = "Noémie Sansscript"
PASSWORD = "forms were enough once"


def test_a_trainee_and_an_instructor_do_their_part_of_the_main_job_without_scripts(
    open_page: OpenPage, school: LiveSchool, course: Curriculum
) -> None:
    coordinator, trainee, instructor = (open_page(viewport=PHONE, java_script_enabled=False) for _ in range(3))
    invitation = journey.new_trainee(coordinator, school.password, course.title, NAME)
    journey.take_up(trainee, invitation, NAME, PASSWORD)
    journey.sign_in(instructor, journey.INSTRUCTOR, school.password)
    lesson, quiz, practical = journey.lesson_of(course), journey.first_of(course, Quiz), with_photo(course)
    practise(trainee, lesson)
    journey.work_through(trainee, lesson)
    pass_quiz(trainee, quiz)
    be_signed_off(trainee, instructor, practical)


def with_photo(course: Curriculum) -> Practical:
    """The course's first practical that asks for a photo."""
    return next(item for item in course.items.values() if isinstance(item, Practical) and item.photos)


def practise(page: Page, lesson: Lesson) -> None:
    """Answer a practice question wrong, then right; the page comes back at the question."""
    journey.open_in_course(page, lesson.title)
    question = lesson.checks[journey.CHECK]
    box = page.locator(f"#check-{question.id}")
    for given, verdict in (([0], "Not right"), (right_answer(question), "Right")):
        answer(box, question, given)
        box.get_by_role("button").click()
        expect(box.locator(".verdict-word")).to_have_text(verdict)
        has_heading(page, lesson.title)


def pass_quiz(page: Page, quiz: Quiz) -> None:
    """Answer half, save, leave, come back, answer the rest, hand in."""
    journey.open_in_course(page, quiz.title)
    questions = journey.start_quiz(page, quiz)
    half = len(questions) // 2
    for question in questions[:half]:
        answer(page.locator(f"#question-{question.id}"), question, right_answer(question))
    button(page, "Save my answers for now").click()
    expect(page.locator("#unanswered")).to_have_text(f"{len(questions) - half} questions without an answer")
    journey.open_next(page, "Continue the quiz", quiz.title)
    link(page, "Continue the quiz").click()
    for question in questions[half:]:
        answer(page.locator(f"#question-{question.id}"), question, right_answer(question))
    journey.hand_in(page, passed=True)


def be_signed_off(trainee: Page, instructor: Page, practical: Practical) -> None:
    """Declare ready, be judged with a photo, see the outcome and acknowledge it."""
    journey.open_in_course(trainee, practical.title)
    journey.declare_ready(trainee)
    journey.open_waiting(instructor, NAME)
    journey.judge(instructor, practical)
    button(instructor, "Sign off").click()
    expect(instructor.locator(".message-title", has_text="Competent")).to_be_visible()
    link(trainee, "Today").click()
    link(trainee, "See the outcome").click()
    expect(trainee.locator(".judged-met")).to_have_count(len(practical.criteria))
    expect(trainee.get_by_alt_text("of the work")).to_have_count(practical.photos)
    trainee.get_by_label("I agree with this outcome").check()
    button(trainee, "Sign").click()
    expect(button(trainee, "Sign")).to_have_count(0)

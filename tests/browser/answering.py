"""Answering a quiz with a question of every type, and looking at where the answers are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, update

from app.assessments.quizzes.models import Attempt
from tests.browser import journey, sampler
from tests.browser.journey import button
from tests.browser.serving import LiveSchool

SAVED, KEPT = "Saved", "Not saved yet: kept on this device"
GIVEN: dict[str, Any] = {
    "one": ["1"],
    "some": ["0", "2"],
    "number": ["3,85"],
    "word": ["no path"],
    "swap": 4,
    "readings": ["1:2"],
    "connector": ["3"],
}
"""What is answered, as a form sends it; of the order, how many have their place."""
ONCE = [dict.fromkeys(GIVEN, 1) | {"some": times} for times in (1, 2)]
"""How often each is saved: two ticks are one answer or two, as quickly as they come."""


def signed_in(page: Page, school: LiveSchool) -> Page:
    """The page, at which the trainee has signed in."""
    journey.sign_in(page, sampler.email_of(sampler.ANSWERED), school.password)
    return page


def open_quiz(page: Page, school: LiveSchool) -> None:
    """The page from which an attempt begins."""
    page.goto(f"/enrolments/{school.places['enrolments'][sampler.ANSWERED]}/items/{sampler.QUIZ}")


def start(page: Page, school: LiveSchool) -> str:
    """Begin an attempt, and wait until its page is ready for a journey without network; the attempt's address."""
    open_quiz(page, school)
    page.get_by_role("button", name="the quiz").click()
    expect(button(page, "Hand in")).to_be_visible()
    kept(page, "answer-sheet")
    address: str = page.evaluate("location.pathname")
    return address


def kept(page: Page, part: str) -> None:
    """Wait until the page is kept on the device, with such an element on it."""
    until(page, f"(await (await caches.match(location.pathname))?.text())?.includes('<{part} ')")
    until(page, "(await navigator.serviceWorker.ready).active")


def until(page: Page, holds: str) -> None:
    """Wait until this expression holds on the page; it may wait for something itself."""
    page.evaluate(
        """async (holds) => {
          const begun = performance.now();
          while (!(await holds())) {
            if (performance.now() - begun > 30_000) throw new Error(`never: ${holds}`);
            await new Promise(requestAnimationFrame);
          }
        }""".replace("holds()", f"(async () => {holds})()"),
        holds,
    )


def answer(page: Page, question: str) -> None:
    """Answer that question as `GIVEN` says."""
    box = page.locator(f"#question-{question}")
    match question:
        case "one" | "some" | "connector":
            for value in GIVEN[question]:
                box.locator(f".choice:has(input[value='{value}'])").click()
        case "number" | "word":
            box.get_by_label("Your answer").fill(GIVEN[question][0])
            box.get_by_label("Your answer").press("Tab")
        case "swap":
            button(box.page, "Keep this order").click()
        case "readings":
            box.locator("select").nth(1).select_option(value="1:2")


def state(page: Page, words: str) -> None:
    """Wait until the page says so."""
    expect(page.locator("save-state")).to_have_text(words)


def at_the_school(page: Page, attempt: str) -> dict[str, Any]:
    """What is saved there, asked from a device that is online."""
    saved = page.request.get(f"{attempt}/responses").json()["answers"]
    values = {question: each["values"] for question, each in saved.items()}
    return {question: len(each) if question == "swap" else each for question, each in values.items()}


def saves(page: Page, attempt: str) -> dict[str, int]:
    """How many answers to each question were saved."""
    saved = page.request.get(f"{attempt}/responses").json()["answers"]
    return {question: each["number"] for question, each in saved.items()}


def look(page: Page) -> None:
    """The trainee comes back to the page, which asks what is new."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def online(page: Page) -> None:
    """The device notices that the network is back."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def shown(page: Page) -> dict[str, Any]:
    """What stands in the fields of the page, as `GIVEN` says it."""
    fields = page.evaluate("[...new FormData(document.querySelector('#attempt'))]")
    found: dict[str, Any] = {}
    for name, value in fields:
        if name.startswith("answer-") and value:
            found.setdefault(name.removeprefix("answer-"), []).append(value)
    return {question: len(each) if question == "swap" else each for question, each in found.items()}


def end_at(school: LiveSchool, moment: datetime) -> None:
    """Let the time of every attempt of theirs that runs be over then; others' go on."""
    file = f"sqlite:///{school.environment['ETABLI_INSTANCE']}/etabli.sqlite3"
    engine = create_engine(school.environment.get("ETABLI_DATABASE_URL", file))
    theirs = UUID(school.places["enrolments"][sampler.ANSWERED])
    with engine.begin() as connection:
        connection.execute(
            update(Attempt).where(Attempt.enrolment_id == theirs, Attempt.closed_at.is_(None)).values(deadline=moment)
        )
    engine.dispose()
